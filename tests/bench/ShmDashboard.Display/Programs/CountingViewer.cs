using System.Buffers.Binary;
using System.Globalization;
using System.Net.Http.Headers;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;

namespace ShmDashboard.Display.Programs;

/// <summary>
/// Watches as a page does, over the same two connections, and throws the pixels away: what it costs to be watched, without what it
/// costs to show it.
/// </summary>
internal sealed class CountingViewer : IAsyncDisposable
{
    private readonly ClientWebSocket _socket = new();
    private readonly HttpClient _client = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly SemaphoreSlim _telling = new(1, 1);
    private Task _reading = Task.CompletedTask;
    private long _frames;
    private long _bytes;

    /// <summary>Frames that have come so far, of all segments.</summary>
    public long Frames => Volatile.Read(ref _frames);

    /// <summary>Their bytes.</summary>
    public long Bytes => Volatile.Read(ref _bytes);

    /// <summary>Begins to watch.</summary>
    /// <param name="root">Where the host is.</param>
    /// <param name="token">Lets in.</param>
    /// <param name="ids">What is watched.</param>
    /// <param name="width">In which size it would be shown.</param>
    /// <param name="height">And how high.</param>
    public static async Task<CountingViewer> StartAsync(Uri root, string token, IReadOnlyCollection<string> ids, int width, int height)
    {
        var viewer = new CountingViewer();
        string name = Guid.NewGuid().ToString("N");
        viewer._socket.Options.SetRequestHeader("Authorization", "Bearer " + token);
        viewer._client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        await viewer._socket.ConnectAsync(new UriBuilder(root) { Scheme = "ws", Path = "/stream", Query = "name=" + name }.Uri, CancellationToken.None);
        var opened = new TaskCompletionSource();
        viewer._reading = viewer.ReadAsync(new Uri(root, "/stream/frames?name=" + name), opened);
        await opened.Task.WaitAsync(TimeSpan.FromSeconds(10));
        await viewer.TellAsync("""{"isAnswered":true}""");
        var views = ids.Select((id, key) => new { key, id, width, height, inFlight = ids.Count > 4 ? 1 : 2 });
        await viewer.TellAsync(JsonSerializer.Serialize(new { total = ids.Count > 1 ? 12 : 2, views }));
        return viewer;
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _reading.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _socket.Dispose();
        _client.Dispose();
        _telling.Dispose();
        _stop.Dispose();
    }

    private async Task ReadAsync(Uri address, TaskCompletionSource opened)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, address);
        using var response = await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, _stop.Token);
        response.EnsureSuccessStatusCode();
        await using var stream = await response.Content.ReadAsStreamAsync(_stop.Token);
        byte[] room = new byte[256 << 10];
        while (true)
        {
            int length = await NumberAsync(stream, room);
            if (length == 0)
            {
                opened.TrySetResult();
                continue;
            }

            int head = await NumberAsync(stream, room);
            await stream.ReadExactlyAsync(room.AsMemory(0, head), _stop.Token);
            int key = JsonDocument.Parse(room.AsMemory(0, head)).RootElement.GetProperty("key").GetInt32();
            for (int left = length - sizeof(int) - head; left > 0;)
            {
                int got = await stream.ReadAsync(room.AsMemory(0, Math.Min(left, room.Length)), _stop.Token);
                left -= got > 0 ? got : throw new EndOfStreamException("The host ended the answer.");
            }

            Interlocked.Increment(ref _frames);
            Interlocked.Add(ref _bytes, length);
            await TellAsync(string.Create(CultureInfo.InvariantCulture, $$"""{"done":[{"key":{{key}}}]}"""));
        }
    }

    private async Task<int> NumberAsync(Stream stream, byte[] room)
    {
        await stream.ReadExactlyAsync(room.AsMemory(0, sizeof(int)), _stop.Token);
        return BinaryPrimitives.ReadInt32LittleEndian(room);
    }

    private async Task TellAsync(string text)
    {
        await _telling.WaitAsync(_stop.Token);
        try
        {
            await _socket.SendAsync(Encoding.UTF8.GetBytes(text), WebSocketMessageType.Text, endOfMessage: true, _stop.Token);
        }
        finally
        {
            _telling.Release();
        }
    }
}
