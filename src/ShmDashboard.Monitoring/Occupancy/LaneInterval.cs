using ShmDashboard.SharedMemory.Processes;

namespace ShmDashboard.Monitoring.Occupancy;

/// <summary>A piece of a lock's time line. Reaches from the look that first saw it to the look that saw something else.</summary>
/// <param name="State">What was seen.</param>
/// <param name="Holder">By whom it is held; null when not held, or when the kernel does not keep it (POSIX).</param>
/// <param name="FromUtc">Its begin, or the begin of the window. True to one sampling interval.</param>
/// <param name="ToUtc">Its end, or the end of the window. True to one sampling interval.</param>
/// <param name="Samples">How many looks saw it. One: it may have lasted microseconds.</param>
public readonly record struct LaneInterval(
    LaneState State, ProcessRef? Holder, DateTimeOffset FromUtc, DateTimeOffset ToUtc, int Samples)
{
    /// <summary>
    /// It is the hold that was there before nobody looked for a while, as far as can be told: the kernel tells of no other
    /// operation. It was not taken another time.
    /// </summary>
    public bool Continues { get; init; }

    /// <summary>How long, true to two sampling intervals.</summary>
    public TimeSpan Duration => ToUtc - FromUtc;
}
