using System.Collections.Immutable;
using ShmDashboard.SharedMemory.Processes;

namespace ShmDashboard.SharedMemory.Locks;

/// <summary>
/// A lock as it is shown to people: debounced, so that the 20 µs for which attach and detach take Qt's lock do not
/// flicker, and with names. Immutable.
/// </summary>
public sealed record LockStatus
{
    /// <summary>No lock, or none that we know.</summary>
    public static LockStatus None { get; } = new() { State = LockState.None };

    /// <summary>Free, held, damaged, none or not permitted.</summary>
    public required LockState State { get; init; }

    /// <summary>Who holds it; null unless held, or when the kind of lock does not say.</summary>
    public ProcessRef? Holder { get; init; }

    /// <summary>The holder is a conclusion (the only process that maps the semaphore), not the kernel's word.</summary>
    public bool HolderIsInferred { get; init; }

    /// <summary>Since when it is held: as first seen by us, or the kernel's whole second where that is earlier.</summary>
    public DateTimeOffset? HeldSinceUtc { get; init; }

    /// <summary>How many are blocked.</summary>
    public int WaiterCount { get; init; }

    /// <summary>Who is blocked, as far as we may see; compare its length with <see cref="WaiterCount"/>.</summary>
    public ImmutableArray<ProcessRef> Waiters { get; init; } = [];

    /// <summary>The semaphore set's number (System V).</summary>
    public int? SemaphoreId { get; init; }

    /// <summary>The semaphore's value: 1 free, 0 held, more: damaged.</summary>
    public int Value { get; init; }

    /// <summary>When the last operation was completed (whole seconds).</summary>
    public DateTimeOffset? LastOperationUtc { get; init; }

    /// <summary>When permission is lacking or the lock is odd: what is the matter and what to do.</summary>
    public string? Problem { get; init; }
}
