using System.Net.WebSockets;
using System.Reflection;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.FileProviders;
using ShmDashboard.Display.Programs;

namespace ShmDashboard.Display.Baselines;

/// <summary>Serves what the dashboard is compared with, from the same segment.</summary>
internal sealed class BaselineHost : IAsyncDisposable
{
    private readonly WebApplication _app;

    private BaselineHost(WebApplication app) => _app = app;

    public string Root => _app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();

    public static async Task<BaselineHost> StartAsync(Producer producer)
    {
        var source = new SegmentSource(producer);
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions
        {
            ApplicationName = typeof(BaselineHost).Assembly.GetName().Name,
            ContentRootPath = AppContext.BaseDirectory,
        });
        builder.Logging.ClearProviders();
        builder.WebHost.UseStaticWebAssets();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddSingleton(source);
        builder.Services.AddSignalR(options => options.MaximumReceiveMessageSize = 64 << 20).AddMessagePackProtocol();
        builder.Services.AddRazorComponents().AddInteractiveServerComponents();
        var app = builder.Build();
        app.UseWebSockets();
        app.UseAntiforgery();
        string node = Path.Combine(Dashboard.Repository(), "tests/bench/ShmDashboard.Display/node/node_modules");
        if (Directory.Exists(node))
            app.UseStaticFiles(new StaticFileOptions { FileProvider = new PhysicalFileProvider(node), RequestPath = "/node" });
        app.MapGet("/bare.html", () => Results.Stream(
            Assembly.GetExecutingAssembly().GetManifestResourceStream("bare.html")!, "text/html"));
        app.Map("/bare", context => SendBareAsync(context, source));
        app.MapGet("/frame", context => SendOneAsync(context, source));
        app.MapGet("/frames", context => SendAllAsync(context, source));
        app.MapHub<FrameHub>("/hub");
        app.MapStaticAssets();
        app.MapRazorComponents<DataUrlApp>().AddInteractiveServerRenderMode();
        await app.StartAsync();
        return new BaselineHost(app);
    }

    public async ValueTask DisposeAsync()
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(2));
        await _app.StopAsync(patience.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _app.DisposeAsync();
    }

    private static async Task SendBareAsync(HttpContext context, SegmentSource source)
    {
        using var socket = await context.WebSockets.AcceptWebSocketAsync();
        byte[] buffer = new byte[source.PayloadBytes], ask = new byte[16];
        long last = 0;
        try
        {
            while (true)
            {
                await socket.ReceiveAsync(ask, context.RequestAborted);
                (last, var bytes) = await source.NextAsync(last, buffer, context.RequestAborted);
                await socket.SendAsync(bytes, WebSocketMessageType.Binary, true, context.RequestAborted);
            }
        }
        catch (Exception gone) when (gone is WebSocketException or OperationCanceledException)
        {
            // The page was closed.
        }
    }

    private static async Task SendOneAsync(HttpContext context, SegmentSource source)
    {
        byte[] buffer = new byte[source.PayloadBytes];
        var (_, bytes) = await source.NextAsync(LastOf(context), buffer, context.RequestAborted);
        await context.Response.Body.WriteAsync(bytes, context.RequestAborted);
    }

    // Each request waits for the next write.
    private static long LastOf(HttpContext context) => context.RequestServices.GetRequiredService<SegmentSource>().Written;

    private static async Task SendAllAsync(HttpContext context, SegmentSource source)
    {
        byte[] buffer = new byte[source.PayloadBytes];
        long last = 0;
        while (true)
        {
            (last, var bytes) = await source.NextAsync(last, buffer, context.RequestAborted);
            await context.Response.Body.WriteAsync(SegmentSource.LengthOf(bytes), context.RequestAborted);
            await context.Response.Body.WriteAsync(bytes, context.RequestAborted);
            await context.Response.Body.FlushAsync(context.RequestAborted);
        }
    }
}
