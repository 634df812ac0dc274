using System.Net.WebSockets;
using ShmDashboard.Web.Tests.Hosting;

namespace ShmDashboard.Web.Tests.Streaming;

/// <summary>
/// Browsers offer to have every socket deflated; pixels on this machine must not be: it takes most of a core. The server keeps
/// what one accepted socket agreed to for those that say nothing, so each is tried after a circuit.
/// </summary>
public sealed class SocketCompressionTests(RunningDashboard dashboard) : IClassFixture<RunningDashboard>
{
    [Theory]
    [InlineData("/stream?name=a")]
    [InlineData("/hub/segments")]
    [InlineData("/_blazor")]
    public async Task Socket_OpenedAfterACircuit_IsNotDeflatedAlthoughTheBrowserOffersIt(string path)
    {
        using var circuit = await ConnectAsync("/_blazor");
        using var socket = await ConnectAsync(path);

        Assert.False(
            socket.HttpResponseHeaders!.TryGetValue("Sec-WebSocket-Extensions", out var agreed), string.Join(", ", agreed ?? []));
    }

    private async Task<ClientWebSocket> ConnectAsync(string path)
    {
        var socket = new ClientWebSocket();
        socket.Options.SetRequestHeader("Authorization", "Bearer " + RunningDashboard.Token);
        socket.Options.DangerousDeflateOptions = new WebSocketDeflateOptions();
        socket.Options.CollectHttpResponseDetails = true;
        await socket.ConnectAsync(new Uri("ws" + dashboard.Root.ToString()[4..].TrimEnd('/') + path), RunningDashboard.Stop);
        return socket;
    }
}
