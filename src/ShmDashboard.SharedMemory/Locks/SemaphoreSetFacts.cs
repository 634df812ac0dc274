using System.Collections.Immutable;
using ShmDashboard.SharedMemory.Processes;
using ShmDashboard.SharedMemory.Segments;

namespace ShmDashboard.SharedMemory.Locks;

/// <summary>A System V semaphore set that is, or was, the lock of a Qt key. Immutable.</summary>
public sealed record SemaphoreSetFacts
{
    /// <summary>The kernel's number.</summary>
    public required int SemId { get; init; }

    /// <summary>Its System V key, 0x51…… by Qt.</summary>
    public required int Key { get; init; }

    /// <summary>The lock files that lead to it; empty: nobody can find it any more, only who has its number.</summary>
    public ImmutableArray<string> LockFilePaths { get; init; } = [];

    /// <summary>The Qt key, when a lock file is there and the key is known.</summary>
    public string? QtKey { get; init; }

    /// <summary>The segment it is the lock of; null when there is none now.</summary>
    public SegmentId? Segment { get; init; }

    /// <summary>
    /// Other sets for the same Qt key, whose lock file lies in another directory: programs started with different
    /// <c>$TMPDIR</c> that do not exclude each other.
    /// </summary>
    public ImmutableArray<int> Twins { get; init; } = [];

    /// <summary>The lock now; <see cref="LockState.NotPermitted"/> for another user's.</summary>
    public required LockReading Reading { get; init; }

    /// <summary>Who changed it last; null before the first operation, or when that may not be seen.</summary>
    public ProcessRef? LastOperator { get; init; }

    /// <summary>Permission bits, the low nine.</summary>
    public int Mode { get; init; }

    /// <summary>User id of the owner.</summary>
    public uint OwnerUid { get; init; }

    /// <summary>When somebody last took or released it; null: never.</summary>
    public DateTimeOffset? LastOperationUtc { get; init; }

    /// <summary>When it was made or set to a value.</summary>
    public DateTimeOffset? ChangedUtc { get; init; }

    /// <summary>
    /// No segment, no lock file, nobody waiting, and who used it last is dead: left over, of use to nobody. A guess where
    /// <see cref="LastOperator"/> is not known.
    /// </summary>
    public bool IsAbandoned => Segment is null && LockFilePaths.IsEmpty && Reading.WaiterCount == 0 &&
        LastOperator is not { Alive: true };
}
