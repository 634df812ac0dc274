using System.Net.WebSockets;
using System.Reflection;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using ShmDashboard.Display.Programs;

namespace ShmDashboard.Display.Baselines;

/// <summary>Serves what the dashboard is compared with, from the same segment, told of each write by the producer's own notes.</summary>
internal sealed class BaselineHost : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly Producer _producer;

    private BaselineHost(WebApplication app, Producer producer)
    {
        _app = app;
        _producer = producer;
    }

    public string Root => _app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();

    public static async Task<BaselineHost> StartAsync(Producer producer)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var host = new BaselineHost(app, producer);
        app.UseWebSockets();
        app.MapGet("/bare.html", () => Results.Stream(
            Assembly.GetExecutingAssembly().GetManifestResourceStream("bare.html")!, "text/html"));
        app.Map("/bare", host.SendBareAsync);
        await app.StartAsync();
        return host;
    }

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    private async Task SendBareAsync(HttpContext context)
    {
        using var socket = await context.WebSockets.AcceptWebSocketAsync();
        using var segment = File.OpenHandle("/dev/shm/" + _producer.Name);
        byte[] bytes = new byte[_producer.PayloadBytes];
        byte[] ask = new byte[16];
        long last = 0;
        try
        {
            while (true)
            {
                await socket.ReceiveAsync(ask, context.RequestAborted);
                long written;
                while ((written = _producer.Writes) == last)
                    await Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System, context.RequestAborted);
                last = written;
                int length = RandomAccess.Read(segment, bytes, 0);
                await socket.SendAsync(bytes.AsMemory(0, length), WebSocketMessageType.Binary, true, context.RequestAborted);
            }
        }
        catch (Exception gone) when (gone is WebSocketException or OperationCanceledException)
        {
            // The page was closed.
        }
    }
}
