using ShmDashboard.Imaging.Payloads;
using ShmDashboard.Monitoring;
using ShmDashboard.Monitoring.Frames;
using ShmDashboard.Monitoring.Segments;

namespace ShmDashboard.Web.Streaming;

/// <summary>
/// One view of a page: its watch, and how many of its frames are under way. While that is as many as it may have, nobody
/// waits for a newer one, so the sampler need not hurry. Members are for the stream's gate.
/// </summary>
internal sealed class StreamedView : IAsyncDisposable
{
    private static readonly TimeSpan s_retry = TimeSpan.FromMilliseconds(100);

    // A picture that is cut and stays so for that long is not being written.
    private static readonly TimeSpan s_rest = TimeSpan.FromSeconds(1);

    private readonly ISegmentWatch _watch;
    private readonly TimeProvider _time;
    private readonly CancellationTokenSource _stop = new();
    private readonly Action<StreamedView> _ready;
    private readonly int _most;
    private Task _seeking = Task.CompletedTask;
    private long _seen;
    private long _cut;
    private long _atRest;
    private bool _isSeeking;
    private bool _nothingThere;

    /// <param name="wanted">What the page wants.</param>
    /// <param name="watch">The segment; owned from now on.</param>
    /// <param name="time">The clock.</param>
    /// <param name="ready">Called from any thread when there is something to send, to be answered with <see cref="Find"/>.</param>
    public StreamedView(WantedView wanted, ISegmentWatch watch, TimeProvider time, Action<StreamedView> ready)
    {
        _watch = watch;
        Wanted = wanted;
        _time = time;
        LastSentAt = time.GetTimestamp();
        _ready = ready;
        _most = Math.Clamp(wanted.InFlight, 1, 4);
    }

    /// <summary>What the page wants.</summary>
    public WantedView Wanted
    {
        get;
        set
        {
            field = value;
            _watch.Show(value.Wish);
        }
    }

    /// <summary>There is a frame that the page has not got, and the page may have it.</summary>
    public bool IsReady { get; private set; }

    /// <summary>Frames under way.</summary>
    public int InFlight { get; private set; }

    /// <summary>Timestamp of the last frame sent.</summary>
    public long LastSentAt { get; private set; }

    /// <summary>The last frame sent.</summary>
    public long SentSequence { get; private set; }

    /// <summary>Timestamp before which nothing is sent.</summary>
    public long NotBefore { get; private set; }

    /// <summary>
    /// Waits for a newer frame, where the page may have one and nobody waits yet. What is there already may be told of before this returns.
    /// </summary>
    public void Seek()
    {
        if (_isSeeking || IsReady || InFlight >= _most)
            return;
        _isSeeking = true;
        _seeking = SeekAsync();
    }

    /// <summary>What was waited for is there.</summary>
    public void Find()
    {
        _isSeeking = false;
        IsReady = true;
    }

    /// <summary>Its frame is sent later, or a newer one instead.</summary>
    /// <param name="until">Timestamp from which on.</param>
    /// <param name="wait">How long that is from now.</param>
    /// <param name="ready">Called then.</param>
    public void Postpone(long until, TimeSpan wait, Action ready)
    {
        NotBefore = until;
        _ = WakeAsync();

        async Task WakeAsync()
        {
            try
            {
                await Task.Delay(wait, _time, _stop.Token);
                ready();
            }
            catch (OperationCanceledException)
            {
                // Nobody looks any more.
            }
        }
    }

    /// <summary>The newest raw picture, already as it is shown; null where it was not made so.</summary>
    public PictureLease? LeasePicture() => Wanted.Wish is { } wish ? _watch.LeasePicture(wish) : null;

    /// <summary>The newest frame as it is known; null while there is none.</summary>
    public FrameLease? LeaseNewest() => _watch.LeaseNewest();

    /// <summary>Whether this frame is painted here: whole, or cut and at rest, so that there is no better one to wait for.</summary>
    public bool Shows(FrameLease lease) => IsShown(lease) || (lease.Info.Payload.IsShownInPart && lease.Info.Sequence == Volatile.Read(ref _atRest));

    /// <summary>A whole picture; a damaged one never replaces a good one.</summary>
    public static bool IsShown(FrameLease lease) =>
        lease.Info.Payload is { IsPicture: true, IsDamaged: false } payload &&
        payload.Layout?.Pixels.Check(lease.Bytes.Length) is null;

    /// <summary>Its frame is being sent.</summary>
    public void Take(long sequence)
    {
        IsReady = false;
        InFlight++;
        LastSentAt = _time.GetTimestamp();
        SentSequence = sequence;
        Volatile.Write(ref _seen, Math.Max(_seen, sequence));
        Seek();
    }

    /// <summary>There was nothing to send after all, or nothing that is shown.</summary>
    /// <param name="sequence">The frame that is not shown; null when there was none at all.</param>
    /// <param name="inPart">It could be shown in part, if none came after it.</param>
    public void Pass(long? sequence, bool inPart = false)
    {
        _cut = inPart ? sequence ?? 0 : 0;
        IsReady = false;
        _nothingThere = sequence is null;
        Volatile.Write(ref _seen, Math.Max(_seen, sequence ?? 0));
        Seek();
    }

    /// <summary>The page has done with a frame.</summary>
    /// <returns>Whether one was under way.</returns>
    public bool Done()
    {
        if (InFlight == 0)
            return false;
        InFlight--;
        Seek();
        return true;
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _seeking;
        _watch.Dispose();
        _stop.Dispose();
    }

    // Whether a newer frame comes before a cut one has been there for so long that it rests.
    private async Task<bool> IsFollowedAsync()
    {
        using var rest = new CancellationTokenSource(s_rest, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(rest.Token, _stop.Token);
        try
        {
            await _watch.WaitForNewerAsync(Volatile.Read(ref _seen), either.Token);
            return true;
        }
        catch (OperationCanceledException) when (!_stop.IsCancellationRequested)
        {
            return false;
        }
    }

    private async Task SeekAsync()
    {
        try
        {
            if (_cut == 0 || await IsFollowedAsync())
                await _watch.WaitForNewerAsync(Volatile.Read(ref _seen), _stop.Token);
            else
                Volatile.Write(ref _atRest, _cut);
            _cut = 0;
            if (_nothingThere)
                await Task.Delay(s_retry, _time, _stop.Token);
            _nothingThere = false;
            _ready(this);
        }
        catch (OperationCanceledException)
        {
            // Nobody looks any more.
        }
    }
}
