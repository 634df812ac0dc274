using System.Net.WebSockets;
using ShmDashboard.Web.Tests.Hosting;

namespace ShmDashboard.Web.Tests.Streaming;

/// <summary>
/// Browsers offer to have every socket deflated; pixels on this machine must not be: it takes most of a core, where a circuit's words are worth it. The server keeps
/// what one accepted socket agreed to for those that say nothing, so each is tried after a circuit.
/// </summary>
public sealed class SocketCompressionTests(RunningDashboard dashboard) : IClassFixture<RunningDashboard>
{
    [Theory]
    [InlineData("/stream?name=a")]
    [InlineData("/hub/segments")]
    public async Task Socket_OpenedAfterACircuit_IsNotDeflatedAlthoughTheBrowserOffersIt(string path)
    {
        using var circuit = await ConnectAsync("/_blazor");
        using var socket = await ConnectAsync(path);

        Assert.False(
            socket.HttpResponseHeaders!.TryGetValue("Sec-WebSocket-Extensions", out var agreed), string.Join(", ", agreed ?? []));
    }

    [Fact]
    public async Task Circuit_IsDeflated()
    {
        using var circuit = await ConnectAsync("/_blazor");

        Assert.Contains("permessage-deflate", string.Join(", ", circuit.HttpResponseHeaders!["Sec-WebSocket-Extensions"]), StringComparison.Ordinal);
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
