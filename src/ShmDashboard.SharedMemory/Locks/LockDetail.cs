using System.Collections.Immutable;
using ShmDashboard.SharedMemory.Processes;
using ShmDashboard.Wording;

namespace ShmDashboard.SharedMemory.Locks;

/// <summary>
/// One more lock of a segment, beside the one it is read under: a mutex inside it, a lock on its file. Immutable; equal when
/// it says the same.
/// </summary>
public sealed record LockDetail
{
    /// <summary>What kind of lock it is.</summary>
    public required LockKind Kind { get; init; }

    /// <summary>Its state.</summary>
    public required LockState State { get; init; }

    /// <summary>In words, for example "mutex at offset 16" or "flock, exclusive, the whole file".</summary>
    public required string Where { get; init; }

    /// <summary>Inside the segment: where it begins. File locks: the first byte locked.</summary>
    public long Offset { get; init; }

    /// <summary>How many bytes it takes (inside the segment) or protects (file lock); null: to the end, wherever that will be.</summary>
    public long? LengthBytes { get; init; }

    /// <summary>File locks: others may hold it at the same time, for reading.</summary>
    public bool Shared { get; init; }

    /// <summary>Who holds it, as far as can be told; for a lock that is shared there is one detail for each.</summary>
    public ProcessRef? Holder { get; init; }

    /// <summary>The holder follows from who uses it and is not written down anywhere: it is a guess.</summary>
    public bool HolderIsInferred { get; init; }

    /// <summary>Whoever has it exists no more: it will not be given back. As sure as <see cref="HolderIsInferred"/> says.</summary>
    public bool HolderEnded { get; init; }

    /// <summary>Since when it has been seen held by the same; null while not held, or for a first sight that proves nothing.</summary>
    public DateTimeOffset? HeldSinceUtc { get; init; }

    /// <summary>It was held already when it was first looked at: it has been held for longer than <see cref="HeldSinceUtc"/> says.</summary>
    public bool HeldAtLeast { get; init; }

    /// <summary>
    /// Met held by one look only, as most are for microseconds, and so told as <see cref="LockState.Free"/> until a second one
    /// confirms it: that is no proof that it was free.
    /// </summary>
    public bool MetHeldOnce { get; init; }

    /// <summary>Semaphore sets: the kernel's number.</summary>
    public int? SemaphoreId { get; init; }

    /// <summary>Named semaphores: as in <c>sem_open(3)</c>, without slash.</summary>
    public string? Name { get; init; }

    /// <summary>Named semaphores: who has it open, as far as we may see.</summary>
    public ImmutableArray<ProcessRef> Users { get; init; } = [];

    /// <summary>Semaphores: the value.</summary>
    public int Value { get; init; }

    /// <summary>The thread that holds it (mutexes); 0 when not held.</summary>
    public int HolderThreadId { get; init; }

    /// <summary>How many are blocked on it, at least.</summary>
    public int WaiterCount { get; init; }

    /// <summary>Who is blocked on it, as far as found.</summary>
    public ImmutableArray<ProcessRef> Waiters { get; init; } = [];

    /// <summary>What is wrong with it, in a sentence.</summary>
    public Sentence? Problem { get; init; }

    /// <inheritdoc/>
    public bool Equals(LockDetail? other) =>
        other is not null && Kind == other.Kind && State == other.State && Offset == other.Offset && Where == other.Where &&
        LengthBytes == other.LengthBytes && Shared == other.Shared && Holder == other.Holder &&
        HolderIsInferred == other.HolderIsInferred && HolderEnded == other.HolderEnded && HeldSinceUtc == other.HeldSinceUtc && HeldAtLeast == other.HeldAtLeast &&
        SemaphoreId == other.SemaphoreId && Value == other.Value && HolderThreadId == other.HolderThreadId && WaiterCount == other.WaiterCount &&
        Name == other.Name && Users.SequenceEqual(other.Users) && Waiters.SequenceEqual(other.Waiters) && Problem == other.Problem;

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Kind, State, Offset, Where, Holder, WaiterCount);
}
