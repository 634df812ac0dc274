using System.Buffers;
using System.Buffers.Binary;
using System.Net.WebSockets;
using System.Runtime.ExceptionServices;
using System.Text.Json;
using ShmDashboard.Imaging.Layouts;
using ShmDashboard.Imaging.Pictures;
using ShmDashboard.Monitoring;
using ShmDashboard.Monitoring.Frames;
using ShmDashboard.Monitoring.Segments;
using ShmDashboard.SharedMemory.Segments;
using ShmDashboard.Web.Pictures;

namespace ShmDashboard.Web.Streaming;

/// <summary>
/// All live pictures of one page. The page says over its WebSocket what it shows and what it has done with; always the
/// newest frame is sent, and never more than the page has room for: a slow page gets fewer frames, not older ones.
/// </summary>
/// <remarks>
/// From the page: text, a <see cref="StreamCommand"/>. To the page: 4 bytes little-endian length of the header, the
/// <see cref="FrameHeader"/> as JSON, the frame's bytes; a message of the socket until the page has another way open
/// (<see cref="AnswerOutlet"/>).
/// </remarks>
internal sealed class FrameStream(
    WebSocket socket, ISegmentMonitor monitor, BrowserPictures pictures, PictureSurfaces surfaces, TimeProvider time, StreamMetrics metrics) : IDisposable
{
    private const int MaxCommandBytes = 256 << 10;

    private readonly Lock _gate = new();
    private readonly Dictionary<int, StreamedView> _views = [];
    private readonly SemaphoreSlim _turn = new(1);
    private readonly CancellationTokenSource _stop = new();
    private readonly ArrayBufferWriter<byte> _head = new(512);
    private readonly SocketOutlet _socketOutlet = new(socket);
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private IFrameOutlet? _offered;
    private IFrameOutlet? _outlet;
    private Task _leaving = Task.CompletedTask;
    private ExceptionDispatchInfo? _failure;
    private int _total = 2;
    private int _inFlight;

    /// <summary>Streams until the page goes or the host stops. Once.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await using var stopped = cancellationToken.Register(_stop.Cancel);
        try
        {
            await ReceiveAsync(_stop.Token);
        }
        finally
        {
            await _stop.CancelAsync();
            // Nobody gets a turn after this one.
            await _turn.WaitAsync(CancellationToken.None);
            _ended.TrySetResult();
            await ShowAsync([]);
        }

        _failure?.Throw();
    }

    /// <summary>
    /// Another way to the page, taken as soon as the page says that it has seen it open. Returns when the stream has ended or
    /// the way is not there any more, and nothing is sent over it from then on.
    /// </summary>
    public async Task OfferAsync(IFrameOutlet outlet, CancellationToken cancellationToken)
    {
        lock (_gate)
            _offered = outlet;
        try
        {
            await _ended.Task.WaitAsync(cancellationToken);
        }
        finally
        {
            Task leaving;
            lock (_gate)
            {
                if (_offered == outlet)
                    _offered = null;
                if (_outlet == outlet)
                    _outlet = null;
                leaving = _leaving;
            }

            // What is on its way over it fails or arrives; the page counts anew in any case.
            await leaving.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    public void Dispose()
    {
        _turn.Dispose();
        _stop.Dispose();
    }

    private async Task ReceiveAsync(CancellationToken cancellationToken)
    {
        byte[] buffer = new byte[4096];
        int filled = 0;
        while (true)
        {
            var got = await socket.ReceiveAsync(buffer.AsMemory(filled), cancellationToken);
            if (got.MessageType == WebSocketMessageType.Close)
                return;
            filled += got.Count;
            if (got.EndOfMessage)
            {
                await ObeyAsync(JsonSerializer.Deserialize(buffer.AsSpan(0, filled), StreamJson.Default.StreamCommand));
                filled = 0;
            }
            else if (filled == buffer.Length)
            {
                if (buffer.Length >= MaxCommandBytes)
                    throw new InvalidDataException($"A message of more than {MaxCommandBytes} bytes came; expected a list of views.");
                Array.Resize(ref buffer, buffer.Length * 2);
            }
        }
    }

    private async Task ObeyAsync(StreamCommand? command)
    {
        if (command?.Total is { } total)
        {
            lock (_gate)
                _total = Math.Clamp(total, 1, StreamCommand.MaxTotal);
        }

        if (command?.IsAnswered is { } answered)
        {
            lock (_gate)
                _outlet = answered ? _offered : null;
        }

        if (command?.Views is { } views)
            await ShowAsync(views);
        if (command?.Done is { } done)
            Settle(done);
        Wake();
    }

    private void Settle(DoneFrame[] done)
    {
        lock (_gate)
        {
            foreach (var frame in done)
            {
                if (_views.TryGetValue(frame.Key, out var view) && view.Done())
                    _inFlight--;
                if (frame.NoticedToPainted is { } milliseconds and >= 0 and < 60_000)
                    metrics.Painted(milliseconds);
            }
        }
    }

    /// <summary>Exactly these from now on.</summary>
    private async Task ShowAsync(WantedView[] wanted)
    {
        var gone = new List<StreamedView>();
        lock (_gate)
        {
            var kept = wanted.Take(StreamCommand.MaxViews).ToLookup(view => view.Key);
            foreach (var (key, view) in _views.ToArray())
            {
                if (kept[key].FirstOrDefault() is { } same && same.Id == view.Wanted.Id && same.InFlight == view.Wanted.InFlight)
                {
                    view.Wanted = same;
                    continue;
                }

                _views.Remove(key);
                _inFlight -= view.InFlight;
                gone.Add(view);
            }

            int before = _views.Count;
            foreach (var view in wanted.Take(StreamCommand.MaxViews))
            {
                if (_views.ContainsKey(view.Key) || !SegmentId.TryParse(view.Id, out var id, out _))
                    continue;
                var added = new StreamedView(view, monitor.Watch(id), time, Ready);
                _views.Add(view.Key, added);
                added.Seek();
            }

            metrics.Views(_views.Count - before - gone.Count);
        }

        foreach (var view in gone)
            await view.DisposeAsync();
    }

    // By whoever has something to send: to wake another thread for it costs more than to send it. Looked at once more after the
    // turn, since what came during it found it taken.
    private async Task SendAsync()
    {
        try
        {
            while (!_stop.IsCancellationRequested && Next() is not null && await _turn.WaitAsync(TimeSpan.Zero, CancellationToken.None))
            {
                try
                {
                    while (!_stop.IsCancellationRequested && Next() is { } view)
                        await SendAsync(view, _stop.Token);
                }
                finally
                {
                    _turn.Release();
                }
            }
        }
        catch (Exception gone) when (gone is OperationCanceledException or WebSocketException or ObjectDisposedException)
        {
            // The page was closed; receiving ends as well.
        }
        catch (Exception error)
        {
            _failure = ExceptionDispatchInfo.Capture(error);
            await _stop.CancelAsync();
        }
    }

    /// <summary>
    /// The view whose turn it is: of those that have something new, the one for which the time since its last frame weighs most,
    /// large ones more than small ones. Nothing starves: time goes on.
    /// </summary>
    private StreamedView? Next()
    {
        lock (_gate)
        {
            return _inFlight >= _total ? null : _views.Values.Where(view => view.IsReady && view.NotBefore <= time.GetTimestamp())
                .MaxBy(view => time.GetElapsedTime(view.LastSentAt).TotalMilliseconds * Math.Sqrt(view.Wanted.Area));
        }
    }

    private async Task SendAsync(StreamedView view, CancellationToken cancellationToken)
    {
        if (view.LeasePicture() is { } made)
        {
            using (made)
                await SendAsync(view, made, cancellationToken);
            return;
        }

        using var held = view.LeaseNewest() ?? await LeaseAsync(view.Wanted.Id, cancellationToken);
        // A list that has become shorter still has a first.
        var lease = held?.Showing(view.Wanted.Picture) ?? held;
        if (lease is not null && Postpones(view, lease))
            return;
        var raw = lease is null ? null : AskedLayout.Of(lease, view.Wanted.Layout, out _) is { } layout ? new PixelSurface(lease.Bytes, layout)
            : view.Wanted is { Layout: null, Mapping: not null, Small: false } && view.Shows(lease) ? await DecodedAsync(lease, cancellationToken) : null;
        var encoded = raw is null && view.Wanted.Layout is null && lease?.Info.Payload is { Picture: not null } && view.Shows(lease)
            ? await EncodedAsync(view.Wanted, lease, cancellationToken) : null;
        long? dropped;
        lock (_gate)
        {
            if (lease is null || (raw is null && encoded is null))
            {
                if (IsThere_NeedsLock(view))
                    view.Pass(held?.Info.Sequence, lease?.Info.Payload.IsShownInPart == true);
                return;
            }

            dropped = Take_NeedsLock(view, lease.Info.Sequence);
        }

        if (dropped is null)
            return;
        if (raw is not null)
            await SendAsync(view.Wanted, lease, raw, dropped.Value, cancellationToken);
        else
            await SendAsync(view.Wanted, lease, encoded!.Value, dropped.Value, cancellationToken);
    }

    private async Task SendAsync(StreamedView view, PictureLease made, CancellationToken cancellationToken)
    {
        long? dropped;
        lock (_gate)
            dropped = Take_NeedsLock(view, made.Row.Frame!.Sequence);
        if (dropped is null)
            return;
        var wanted = view.Wanted;
        await SendAsync(made.Row.Frame!, made.Rgba, HeadOf(
            wanted, made.Row.Frame!, made.Row.Frame!.Payload.Layout!.Pixels, new RawPart(made.Region, made.Width, made.Height)), dropped.Value, cancellationToken);
    }

    private bool IsThere_NeedsLock(StreamedView view) => _views.TryGetValue(view.Wanted.Key, out var known) && known == view;

    /// <summary>The view's turn is over, a frame of it is under way: how many it did not get before; null where the page has taken it away.</summary>
    private long? Take_NeedsLock(StreamedView view, long sequence)
    {
        if (!IsThere_NeedsLock(view))
            return null;
        long dropped = view.SentSequence == 0 ? 0 : Math.Max(0, sequence - view.SentSequence - 1);
        view.Take(sequence);
        _inFlight++;
        return dropped;
    }

    // Values of a picture file become other colours here; what only browsers open is shown as it is.
    private async Task<PixelSurface?> DecodedAsync(FrameLease lease, CancellationToken cancellationToken) => lease.Info.Payload.Picture is { CanDecode: true }
        ? (await surfaces.OfAsync(lease, lease.Info.Payload, cancellationToken)).Surface : null;

    // Making a large picture small costs time: only the first one is not waited for.
    private bool Postpones(StreamedView view, FrameLease lease)
    {
        if (!view.Wanted.Small || view.SentSequence == 0 || !StreamedView.IsShown(lease) ||
            !BrowserPictures.IsReduced(lease.Info.Payload, view.Wanted.Width, view.Wanted.Height) || pictures.TryTakeTurn(out var wait))
            return false;
        view.Postpone(time.GetTimestamp() + (long)(wait.TotalSeconds * time.TimestampFrequency), wait, Wake);
        return true;
    }

    private Task<BrowserPicture?> EncodedAsync(WantedView wanted, FrameLease lease, CancellationToken cancellationToken) => wanted.Small
        ? pictures.OfAsync(lease, wanted.Width, wanted.Height, cancellationToken)
        : pictures.OfAsync(lease, cancellationToken);

    private Task<FrameLease?> LeaseAsync(string id, CancellationToken cancellationToken) =>
        SegmentId.TryParse(id, out var parsed, out _) ? monitor.LeaseFrameAsync(parsed, cancellationToken) : Task.FromResult<FrameLease?>(null);

    private async Task SendAsync(WantedView wanted, FrameLease lease, BrowserPicture encoded, long dropped, CancellationToken cancellationToken)
    {
        var payload = lease.Info.Payload;
        await SendAsync(lease.Info, encoded.Bytes, HeadOf(wanted, lease.Info) with
        {
            Kind = "encoded",
            Type = encoded.MediaType,
            FullWidth = payload.Width ?? 0,
            FullHeight = payload.Height ?? 0,
            Opaque = payload.IsOpaque,
            Told = payload is { Picture.CanDecode: true, IsDamaged: false },
        }, dropped, cancellationToken);
    }

    private async Task SendAsync(WantedView wanted, FrameLease lease, PixelSurface surface, long dropped, CancellationToken cancellationToken)
    {
        var layout = surface.Layout;
        var part = RawPart.Of(layout, wanted);
        byte[] rgba = ArrayPool<byte>.Shared.Rent(part.LengthBytes);
        try
        {
            part.Render(surface.Bytes.Span, layout, MappingQuery.Read(wanted.Mapping, surface.Bytes.Span, layout), rgba);
            await SendAsync(lease.Info, rgba.AsMemory(0, part.LengthBytes), HeadOf(wanted, lease.Info, layout, part), dropped, cancellationToken);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(rgba);
        }
    }

    private static FrameHeader HeadOf(WantedView wanted, FrameInfo frame, PixelLayout layout, in RawPart part) => HeadOf(wanted, frame) with
    {
        Kind = "rgba",
        Width = part.Width,
        Height = part.Height,
        FullWidth = layout.ShownWidth,
        FullHeight = layout.ShownHeight,
        Region = wanted.Region is null ? null : part.Region,
        Opaque = !layout.Format.Channels.Contains("A"),
    };

    private static FrameHeader HeadOf(WantedView wanted, FrameInfo frame) => new()
    {
        Key = wanted.Key,
        Sequence = frame.Sequence,
        Kind = "",
        After = Milliseconds(frame.WrittenAfterUtc),
        Noticed = Milliseconds(frame.ReadUtc),
        Copied = Milliseconds(frame.CopiedUtc),
    };

    private async Task SendAsync(
        FrameInfo frame, ReadOnlyMemory<byte> rest, FrameHeader head, long dropped, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        WriteHead(head with { Sent = Milliseconds(now) });
        metrics.Sent(rest.Length, (now - frame.ReadUtc).TotalMilliseconds, dropped);
        Task leaving;
        lock (_gate)
            leaving = _leaving = (_outlet ?? _socketOutlet).SendAsync(_head.WrittenMemory, rest, cancellationToken);
        try
        {
            await leaving;
        }
        catch (Exception lost) when (lost is IOException or InvalidOperationException)
        {
            // The other way was closed; the page asks for its views anew.
        }
    }

    private void WriteHead(in FrameHeader header)
    {
        _head.ResetWrittenCount();
        _head.GetSpan(4);
        _head.Advance(4);
        using (var writer = new Utf8JsonWriter(_head))
            JsonSerializer.Serialize(writer, header, StreamJson.Default.FrameHeader);
        System.Runtime.InteropServices.MemoryMarshal.TryGetArray(_head.WrittenMemory, out var written);
        BinaryPrimitives.WriteInt32LittleEndian(written.AsSpan(), _head.WrittenCount - 4);
    }

    private static double Milliseconds(DateTimeOffset? moment) =>
        moment is { } known ? (known - DateTimeOffset.UnixEpoch).TotalMilliseconds : 0;

    private void Ready(StreamedView view)
    {
        lock (_gate)
            view.Find();
        Wake();
    }

    // Whoever has the gate sends when he has let it go.
    private void Wake()
    {
        if (!_gate.IsHeldByCurrentThread)
            _ = SendAsync();
    }
}
