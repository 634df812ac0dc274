using System.Runtime.InteropServices;
using ShmDashboard.Monitoring;
using ShmDashboard.Monitoring.Segments;
using ShmDashboard.SharedMemory.Segments;

namespace ShmDashboard.Web.Components.Overview;

/// <summary>
/// Keeps the pictures of a list up to date: watches the segments whose pictures are visible and says which are to be
/// painted. The browser fetches and paints them, tells later that it did, and is not asked for the same one again before.
/// Costs nothing while nothing changes.
/// </summary>
/// <param name="monitor">Who watches.</param>
/// <param name="time">The clock of the rate limits.</param>
/// <param name="paint">Hands pictures to the browser; returns those it has finished since it was last asked.</param>
/// <param name="problemsChanged">Called when <see cref="ProblemOf"/> answers differently.</param>
internal sealed class ThumbnailFeed(
    ISegmentMonitor monitor,
    TimeProvider time,
    Func<IReadOnlyList<ThumbnailOrder>, Task<ThumbnailReport[]>> paint,
    Action problemsChanged) : IDisposable
{
    /// <summary>Payloads smaller than this are painted as often as the list allows.</summary>
    public const long SmallPayloadBytes = 200_000;

    /// <summary>Between two paintings of a small picture, and between two messages to the browser.</summary>
    public static readonly TimeSpan SmallInterval = TimeSpan.FromMilliseconds(33);

    /// <summary>Between two paintings of a large picture.</summary>
    public static readonly TimeSpan LargeInterval = TimeSpan.FromMilliseconds(250);

    private readonly Lock _gate = new();
    private readonly Dictionary<SegmentId, Thumbnail> _visible = [];
    private readonly Dictionary<SegmentId, string> _problems = [];
    private readonly SemaphoreSlim _work = new(0, 1);

    /// <summary>Why a segment's picture cannot be painted, as the browser said it; null when it can.</summary>
    public string? ProblemOf(SegmentId id)
    {
        lock (_gate) return _problems.GetValueOrDefault(id);
    }

    /// <summary>Watches exactly these from now on.</summary>
    /// <param name="places">Visible canvases: the segment, and a number that changes when its canvas is another one.</param>
    public void SetVisible(IReadOnlyDictionary<SegmentId, int> places)
    {
        lock (_gate)
        {
            foreach (var (id, thumbnail) in _visible.ToArray())
            {
                if (places.TryGetValue(id, out int canvas) && canvas == thumbnail.Canvas) continue;
                thumbnail.Dispose();
                _visible.Remove(id);
            }

            foreach (var (id, canvas) in places)
            {
                if (!_visible.ContainsKey(id)) _visible.Add(id, new Thumbnail(canvas, monitor.Watch(id), Wake));
            }
        }

        Wake();
    }

    /// <summary>Feeds until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            await _work.WaitAsync(cancellationToken);
            while (TakeDue(out var due, out var wait))
            {
                if (due.Count == 0 && wait > TimeSpan.Zero)
                {
                    await Task.Delay(wait, time, cancellationToken);
                    continue;
                }

                Settle(await paint(due));
                await Task.Delay(SmallInterval, time, cancellationToken);
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_gate)
        {
            foreach (var thumbnail in _visible.Values) thumbnail.Dispose();
            _visible.Clear();
        }

        _work.Dispose();
    }

    /// <summary>
    /// What to paint now. False when there is nothing to do until something changes; nothing due and a wait when the rate
    /// limit holds something back.
    /// </summary>
    private bool TakeDue(out List<ThumbnailOrder> due, out TimeSpan wait)
    {
        due = [];
        wait = TimeSpan.MaxValue;
        bool busy = false;
        var now = time.GetUtcNow();
        lock (_gate)
        {
            foreach (var (id, thumbnail) in _visible)
            {
                busy |= thumbnail.Painting;
                if (thumbnail.Painting || thumbnail.Newest is not { } frame) continue;
                if (thumbnail.NotBefore > now)
                {
                    wait = TimeSpan.FromTicks(Math.Min(wait.Ticks, (thumbnail.NotBefore - now).Ticks));
                    continue;
                }

                thumbnail.Begin(frame.Sequence, now + IntervalOf(frame.Payload.PayloadLength));
                due.Add(new(id.ToString(), frame.Sequence));
            }
        }

        bool held = wait != TimeSpan.MaxValue;
        if (busy || !held) wait = TimeSpan.Zero;
        return due.Count > 0 || busy || held;
    }

    private void Settle(ThumbnailReport[] reports)
    {
        bool changed = false;
        lock (_gate)
        {
            foreach (var report in reports)
            {
                if (!SegmentId.TryParse(report.Id, out var id, out _)) continue;
                if (_visible.TryGetValue(id, out var thumbnail)) thumbnail.End(report.Sequence);
                changed |= report.Problem is { } problem
                    ? Replace(id, problem)
                    : _problems.Remove(id);
            }
        }

        if (changed) problemsChanged();
    }

    private bool Replace(SegmentId id, string problem)
    {
        ref string? known = ref CollectionsMarshal.GetValueRefOrAddDefault(_problems, id, out _);
        bool changed = known != problem;
        known = problem;
        return changed;
    }

    private static TimeSpan IntervalOf(long payloadBytes) =>
        payloadBytes < SmallPayloadBytes ? SmallInterval : LargeInterval;

    private void Wake()
    {
        try
        {
            if (_work.CurrentCount == 0) _work.Release();
        }
        catch (Exception e) when (e is SemaphoreFullException or ObjectDisposedException)
        {
            // Another wake was quicker, or nobody feeds any more.
        }
    }
}
