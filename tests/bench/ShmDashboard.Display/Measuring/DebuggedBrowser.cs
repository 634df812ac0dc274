using System.Buffers;
using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.WebSockets;
using System.Text.Json;

namespace ShmDashboard.Display.Measuring;

/// <summary>
/// Chromium and the least that it takes to drive it: commands over its debugging socket. What pages get over the network is not
/// listened to unless asked for: each WebSocket message would be handed on with its bytes, which costs more than showing it.
/// </summary>
internal sealed class DebuggedBrowser : IAsyncDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);

    private readonly Process _process;
    private readonly string _profile;
    private readonly bool _listens;
    private readonly ClientWebSocket _socket = new();
    private readonly SemaphoreSlim _sending = new(1, 1);
    private readonly ConcurrentDictionary<int, TaskCompletionSource<JsonElement>> _answers = new();
    private Task _receiving = Task.CompletedTask;
    private int _commands;

    private DebuggedBrowser(Process process, string profile, bool listens)
    {
        _process = process;
        _profile = profile;
        _listens = listens;
    }

    /// <summary>The first of its processes.</summary>
    public int Pid => _process.Id;

    /// <summary>Starts it.</summary>
    /// <param name="listens">Listen to all that pages get over the network, as tools that drive browsers do.</param>
    public static async Task<DebuggedBrowser> StartAsync(bool listens)
    {
        string profile = Directory.CreateTempSubdirectory("display-").FullName;
        var process = Process.Start(new ProcessStartInfo("/usr/bin/chromium",
        [
            "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run", "--disable-extensions",
            "--disable-dev-shm-usage", "--remote-debugging-port=0", $"--user-data-dir={profile}", "about:blank",
        ])
        {
            RedirectStandardError = true,
        })!;
        var browser = new DebuggedBrowser(process, profile, listens);
        while (await process.StandardError.ReadLineAsync() is { } line)
        {
            if (line.IndexOf("ws://", StringComparison.Ordinal) is >= 0 and var at)
            {
                _ = process.StandardError.BaseStream.CopyToAsync(Stream.Null);
                await browser._socket.ConnectAsync(new Uri(line[at..].Trim()), CancellationToken.None);
                browser._receiving = browser.ReceiveAsync();
                return browser;
            }
        }

        throw new InvalidOperationException("Chromium ended without saying where it is driven from.");
    }

    /// <summary>A page of its own, without what other pages left behind.</summary>
    public async Task<DebuggedPage> OpenAsync(int width, int height)
    {
        var context = await AskAsync("Target.createBrowserContext", new { });
        string contextId = context.GetProperty("browserContextId").GetString()!;
        var target = await AskAsync("Target.createTarget", new { url = "about:blank", browserContextId = contextId });
        var session = await AskAsync("Target.attachToTarget", new { targetId = target.GetProperty("targetId").GetString(), flatten = true });
        string sessionId = session.GetProperty("sessionId").GetString()!;
        await AskAsync("Emulation.setDeviceMetricsOverride", new { width, height, deviceScaleFactor = 1, mobile = false }, sessionId);
        if (_listens)
        {
            await AskAsync("Network.enable", new { }, sessionId);
            await AskAsync("Target.setAutoAttach", new { autoAttach = true, waitForDebuggerOnStart = false, flatten = true }, sessionId);
        }

        return new DebuggedPage(this, sessionId, contextId);
    }

    /// <summary>Sends a command and waits for its result.</summary>
    public async Task<JsonElement> AskAsync(string method, object parameters, string? session = null)
    {
        int id = Interlocked.Increment(ref _commands);
        var answer = _answers[id] = new TaskCompletionSource<JsonElement>(TaskCreationOptions.RunContinuationsAsynchronously);
        var command = new Dictionary<string, object> { ["id"] = id, ["method"] = method, ["params"] = parameters };
        if (session is not null)
            command["sessionId"] = session;
        byte[] text = JsonSerializer.SerializeToUtf8Bytes(command);
        await _sending.WaitAsync();
        try
        {
            await _socket.SendAsync(text, WebSocketMessageType.Text, true, CancellationToken.None);
        }
        finally
        {
            _sending.Release();
        }

        var reply = await answer.Task.WaitAsync(s_patience);
        return reply.TryGetProperty("result", out var result)
            ? result
            : throw new InvalidOperationException($"Chromium refused {method}: {reply.GetProperty("error")}");
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        await _receiving;
        _process.Dispose();
        _socket.Dispose();
        _sending.Dispose();
        try
        {
            Directory.Delete(_profile, recursive: true);
        }
        catch (IOException)
        {
            // One of its processes is still writing; the system's temporary files are cleaned up by the system.
        }
    }

    private async Task ReceiveAsync()
    {
        var message = new ArrayBufferWriter<byte>(1 << 20);
        try
        {
            while (true)
            {
                var got = await _socket.ReceiveAsync(message.GetMemory(64 << 10), CancellationToken.None);
                message.Advance(got.Count);
                if (got.MessageType == WebSocketMessageType.Close)
                    return;
                if (!got.EndOfMessage)
                    continue;
                Take(message.WrittenMemory);
                message.ResetWrittenCount();
            }
        }
        catch (WebSocketException)
        {
            // It was ended.
        }
    }

    private void Take(ReadOnlyMemory<byte> message)
    {
        using var parsed = JsonDocument.Parse(message);
        var root = parsed.RootElement;
        if (root.TryGetProperty("id", out var id) && _answers.TryRemove(id.GetInt32(), out var answer))
            answer.SetResult(root.Clone());
        else if (_listens && root.TryGetProperty("method", out var method) && method.ValueEquals("Target.attachedToTarget"))
            _ = AskAsync("Network.enable", new { }, root.GetProperty("params").GetProperty("sessionId").GetString());
    }
}
