using System.Collections.Immutable;
using ShmDashboard.Monitoring.Segments;
using ShmDashboard.SharedMemory.Locks;
using ShmDashboard.SharedMemory.Posix;
using ShmDashboard.SharedMemory.Processes;
using ShmDashboard.SharedMemory.Qt;
using ShmDashboard.SharedMemory.Room;
using ShmDashboard.SharedMemory.Segments;

namespace ShmDashboard.Monitoring.Health;

/// <summary>Everything a <see cref="HealthExaminer"/> judges by, as of one moment. Immutable.</summary>
public sealed record MachineState
{
    /// <summary>The moment.</summary>
    public required DateTimeOffset NowUtc { get; init; }

    /// <summary>The segments.</summary>
    public ImmutableArray<SegmentRow> Rows { get; init; } = [];

    /// <summary>Memory without a name in which locks were found.</summary>
    public ImmutableArray<SegmentRow> UnnamedWithLocks { get; init; } = [];

    /// <summary>Processes into which we may not look, so that attachments may be missing.</summary>
    public int UnreadableProcesses { get; init; }

    /// <summary>
    /// Of the POSIX segments that nobody is known to have mapped: who may have them open among those processes. Left out:
    /// nobody.
    /// </summary>
    public ImmutableDictionary<SegmentId, UnseenUsers> Unseen { get; init; } = ImmutableDictionary<SegmentId, UnseenUsers>.Empty;

    /// <summary>As whom we look.</summary>
    public UserAccount User { get; init; }

    /// <summary>All semaphore sets.</summary>
    public ImmutableArray<SemaphoreSetRow> SemaphoreSets { get; init; } = [];

    /// <summary>The key files found.</summary>
    public ImmutableArray<FoundKeyFile> KeyFiles { get; init; } = [];

    /// <summary>Where key files were looked for.</summary>
    public ImmutableArray<string> KeyFileDirectories { get; init; } = [];

    /// <summary>Locks whose file was made anew.</summary>
    public ImmutableArray<LockSuccession> LockSuccessions { get; init; } = [];

    /// <summary>What segments that have lost their key were known as, by number.</summary>
    public ImmutableDictionary<int, string> FormerNames { get; init; } = ImmutableDictionary<int, string>.Empty;

    /// <summary>
    /// When somebody last detached from a segment, by number, as it was before the dashboard itself attached for a moment
    /// to read it, which overwrites the kernel's time.
    /// </summary>
    public ImmutableDictionary<int, DateTimeOffset> EarlierDetaches { get; init; } = ImmutableDictionary<int, DateTimeOffset>.Empty;

    /// <summary>When POSIX segments were last seen mapped; left out: never.</summary>
    public ImmutableDictionary<SegmentId, DateTimeOffset> LastMapped { get; init; } = ImmutableDictionary<SegmentId, DateTimeOffset>.Empty;

    /// <summary>The dashboard's own process.</summary>
    public int DashboardPid { get; init; }

    /// <summary>The named POSIX semaphores.</summary>
    public ImmutableArray<PosixSemaphoreFacts> Semaphores { get; init; } = [];

    /// <summary>
    /// Since when every process that has a semaphore mapped was seen blocked on it, by name: then none of them is about to
    /// release it.
    /// </summary>
    public ImmutableDictionary<string, DateTimeOffset> AllWaitSince { get; init; } = ImmutableDictionary<string, DateTimeOffset>.Empty;

    /// <summary>What lies in <c>/dev/shm</c> and is in no list.</summary>
    public UnlistedNames Unlisted { get; init; } = UnlistedNames.None;

    /// <summary>POSIX files that have lost their name, or whose name leads to another file, and are mapped still.</summary>
    public ImmutableArray<LostFile> LostFiles { get; init; } = [];

    /// <summary>How far contents could be believed.</summary>
    public ImmutableDictionary<SegmentId, VerdictTally> Verdicts { get; init; } =
        ImmutableDictionary<SegmentId, VerdictTally>.Empty;

    /// <summary><c>/dev/shm</c>; null when it could not be asked.</summary>
    public FileSystemUsage? SharedMemory { get; init; }

    /// <summary>The kernel's limits; null when they could not be read.</summary>
    public SystemVLimits? Limits { get; init; }

    /// <summary>Null where there is no logind.</summary>
    public RemoveIpcSetting? RemoveIpc { get; init; }

    /// <summary>Our <c>$TMPDIR</c>.</summary>
    public TemporaryDirectory TemporaryDirectory { get; init; }
}
