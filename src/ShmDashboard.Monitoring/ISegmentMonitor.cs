using ShmDashboard.Monitoring.Activity;
using ShmDashboard.Monitoring.Frames;
using ShmDashboard.Monitoring.Segments;
using ShmDashboard.SharedMemory.Segments;

namespace ShmDashboard.Monitoring;

/// <summary>
/// Everything the pages and the API see of this machine's segments. The seam between what is watched and what is
/// shown: <see cref="SegmentMonitor"/> in production, a scripted one in component tests. Thread-safe.
/// </summary>
public interface ISegmentMonitor
{
    /// <summary>The largest piece that <see cref="ReadBytesAsync"/> copies: 1 MiB.</summary>
    const int MaxPieceBytes = 1 << 20;

    /// <summary>The newest list. Reading it costs nothing.</summary>
    SegmentList Current { get; }

    /// <summary>How many segments are watched now.</summary>
    int WatchedSegments { get; }

    /// <summary>
    /// Calls back when <see cref="Current"/> was replaced: rows came or went, facts, locks, contents changed. From a
    /// worker thread, at most ten times a second; the handler must only schedule work. Dispose to stop.
    /// </summary>
    IDisposable Subscribe(Action changed);

    /// <summary>
    /// Watches one segment closely for as long as the result is not disposed: one sampler, however many watch. The segment
    /// need not exist (yet); it is found when it comes, and again when it comes back.
    /// </summary>
    ISegmentWatch Watch(SegmentId id);

    /// <summary>Has the changes of segments counted that somebody has in sight or sorts by; cheap, unlike watching.</summary>
    IActivityInterest MeasureActivity();

    /// <summary>
    /// Has memory without a name listed too (<see cref="SegmentList.Unnamed"/>), as long as the result is not disposed: there may
    /// be thousands, which otherwise are only counted.
    /// </summary>
    IDisposable ShowUnnamed();

    /// <summary>A list that is current now: the machine is swept for it.</summary>
    Task<SegmentList> LookAroundAsync(CancellationToken cancellationToken);

    /// <summary>Looks now, at the facts and the content, whether watched or not; null when there is no such segment.</summary>
    Task<SegmentRow?> LookAsync(SegmentId id, CancellationToken cancellationToken);

    /// <summary>
    /// The newest copy of a segment's content, taken now unless a sampler has just taken one. Null when there is no such
    /// segment or it cannot be read (then the row's <see cref="SegmentRow.ReadProblem"/> says why). Dispose the lease.
    /// </summary>
    Task<FrameLease?> LeaseFrameAsync(SegmentId id, CancellationToken cancellationToken);

    /// <summary>Copies a piece of a segment as it is now.</summary>
    /// <param name="id">Which.</param>
    /// <param name="offset">From where, in bytes.</param>
    /// <param name="count">How many bytes at the most; at most <see cref="MaxPieceBytes"/>.</param>
    /// <param name="cancellationToken">Gives up before the copy, not within it.</param>
    Task<BytesOutcome> ReadBytesAsync(SegmentId id, long offset, int count, CancellationToken cancellationToken);

    /// <summary>Remembers a Qt key, so that its segment is listed under it. Empty keys are ignored.</summary>
    void RememberQtKey(string key);
}
