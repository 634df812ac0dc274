using System.Collections.Immutable;
using ShmDashboard.SharedMemory.Processes;

namespace ShmDashboard.SharedMemory.Segments;

/// <summary>What is told only of memory without a name. Immutable.</summary>
public sealed record UnnamedFacts
{
    /// <summary>How it came to have no name.</summary>
    public required UnnamedOrigin Origin { get; init; }

    /// <summary>Who has it open, in order of pid and number; a process that only maps it is not among them.</summary>
    public ImmutableArray<Descriptor> Descriptors { get; init; } = [];

    /// <summary>What nobody may do any more (<c>F_GET_SEALS</c> of fcntl(2)); null where it cannot be asked.</summary>
    public MemorySeals? Seals { get; init; }

    /// <summary>
    /// Whether <see cref="SegmentFacts.ResidentBytes"/> and the size are the kernel's own count. Otherwise nobody has it open and
    /// it may not be opened where it is mapped: its size is that of the mappings, and what is counted is only what the first
    /// process touched at its beginning.
    /// </summary>
    public bool IsMeasured { get; init; }

    /// <summary>Equal when all is: arrays compare by reference.</summary>
    public bool Equals(UnnamedFacts? other) => other is not null && Origin == other.Origin && Seals == other.Seals &&
        IsMeasured == other.IsMeasured && Descriptors.AsSpan().SequenceEqual(other.Descriptors.AsSpan());

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Origin, Seals, IsMeasured, Descriptors.Length);
}
