using Microsoft.Net.Http.Headers;

namespace ShmDashboard.Web.Hosting;

/// <summary>
/// Lets nobody in any more once the host is stopping. SignalR closes its connections first, while the port still listens:
/// an open page is back within milliseconds, and its new connection would be waited for until the shutdown timeout.
/// </summary>
internal sealed class StoppingRefusal(RequestDelegate next, IHostApplicationLifetime lifetime)
{
    public Task InvokeAsync(HttpContext context)
    {
        if (!lifetime.ApplicationStopping.IsCancellationRequested)
            return next(context);
        context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
        context.Response.Headers[HeaderNames.Connection] = "close";
        return Task.CompletedTask;
    }
}
