# docker build -t shmdashboard .
# docker run --rm --ipc=host --pid=host --network=host -v /tmp:/tmp shmdashboard
# (README.md says what each of these is for.)
FROM mcr.microsoft.com/dotnet/sdk:10.0 AS build
WORKDIR /source
COPY . .
RUN dotnet publish src/ShmDashboard.Web -c Release -o /app

FROM mcr.microsoft.com/dotnet/aspnet:10.0
COPY --from=build /app /app
WORKDIR /app
ENTRYPOINT ["/app/ShmDashboard.Web"]
