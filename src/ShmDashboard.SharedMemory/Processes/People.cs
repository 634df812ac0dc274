using System.Collections.Immutable;
using System.Globalization;
using ShmDashboard.Wording;

namespace ShmDashboard.SharedMemory.Processes;

/// <summary>Processes: "player (4312), process 5120"; none: "its maker", of which nothing else is known.</summary>
public sealed record People(ImmutableArray<ProcessRef> Processes) : SentenceArgument
{
    /// <inheritdoc/>
    public bool Equals(People? other) => other is not null && Processes.SequenceEqual(other.Processes);

    /// <inheritdoc/>
    public override int GetHashCode() => Processes.Length;

    /// <inheritdoc/>
    public override string ToString() => Processes.IsEmpty ? "its maker" : string.Join(", ", Processes.Select(process => process.Name is { } name
        ? string.Create(CultureInfo.InvariantCulture, $"{name} ({process.Pid})")
        : string.Create(CultureInfo.InvariantCulture, $"process {process.Pid}")));
}
