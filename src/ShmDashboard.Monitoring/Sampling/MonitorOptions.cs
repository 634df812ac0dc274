using ShmDashboard.Monitoring.Layouts;

namespace ShmDashboard.Monitoring.Sampling;

/// <summary>How closely to watch. The defaults are what the dashboard uses.</summary>
public sealed record MonitorOptions
{
    /// <summary>Time between two sweeps of the list. Default 1 s.</summary>
    public TimeSpan SweepInterval { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Time between two looks at a watched segment. Default 1/30 s.</summary>
    public TimeSpan SampleInterval { get; init; } = TimeSpan.FromSeconds(1.0 / 30);

    /// <summary>
    /// Time between two looks at a watched segment that changes, while somebody waits for its next content; at least 1 ms.
    /// Default 4 ms, so that a frame is noticed well within the one of a display. Of a steady writer the first two thirds of the time
    /// between two frames are not looked in.
    /// </summary>
    public TimeSpan LiveInterval { get; init; } = TimeSpan.FromMilliseconds(4);

    /// <summary>
    /// A watched segment is compared whole at least this often; in between, its first and last page and a sample of the
    /// pages between tell. Default 1 s.
    /// </summary>
    public TimeSpan FullCompareInterval { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>
    /// A change that nothing but looking told of is dated by the look that met it if the one before was no longer ago; otherwise
    /// when it was is not known. Default 2 s.
    /// </summary>
    public TimeSpan DatedWithin { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Longest time between two looks at a watched but idle segment that is dear to read, or one of many. Default 250 ms.</summary>
    public TimeSpan MaxIdleInterval { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>Largest share of one core that looking at all watched segments that stand still may cost, 0 to 1. Default 0.02.</summary>
    public double MaxIdleShare { get; init; } = 0.02;

    /// <summary>Shortest time between two scans of every process's mappings, which are dear. Default 1 s.</summary>
    public TimeSpan AttachmentScanInterval { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Mappings are scanned again after this long even if nothing hints at a change. Default 5 s.</summary>
    public TimeSpan AttachmentScanMaxAge { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Largest payload copied, in bytes. Default 128 MiB.</summary>
    public int MaxPayloadBytes { get; init; } = 128 << 20;

    /// <summary>How much of a segment of no known format is copied and compared whole, in bytes. Default 4 MiB.</summary>
    public int MaxUnknownBytes { get; init; } = 4 << 20;

    /// <summary>
    /// How long one sweep may spend on looking into segments nobody watches, beyond the first one. Default 25 ms.
    /// </summary>
    public TimeSpan PeekBudget { get; init; } = TimeSpan.FromMilliseconds(25);

    /// <summary>
    /// While a lock is held, a changed content is looked at again this many times, 5 ms apart, before it is shown as taken
    /// while locked. Default 6.
    /// </summary>
    public int LockedRetries { get; init; } = 6;

    /// <summary>Time between two looks at the lock of a watched segment, for its time line; at least 1 ms. Default 5 ms.</summary>
    public TimeSpan LockSampleInterval { get; init; } = TimeSpan.FromMilliseconds(5);

    /// <summary>
    /// Told of failures that should not happen; the loops go on all the same. Called from worker threads, at most once in a
    /// row for the same message.
    /// </summary>
    public Action<Exception>? Unexpected { get; init; }

    /// <summary>The layouts of raw pixels; those that come with the program, where none are given.</summary>
    public LayoutLibrary Layouts { get; init; } = LayoutLibrary.InMemory();

    /// <summary>Whether content may be read out of the memory of attached processes, which leaves no trace. Default true.</summary>
    public bool AllowPeerMemory { get; init; } = true;
}
