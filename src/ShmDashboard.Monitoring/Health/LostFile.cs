using System.Collections.Immutable;
using ShmDashboard.SharedMemory.Processes;
using ShmDashboard.SharedMemory.Segments;

namespace ShmDashboard.Monitoring.Health;

/// <summary>A POSIX segment that is mapped and has no name any more. Immutable.</summary>
/// <param name="Name">The name it had, without slash.</param>
/// <param name="Memory">The id under which it is listed now, among memory without a name.</param>
/// <param name="Users">Who has it mapped; each once.</param>
/// <param name="LostUtc">When its name was first seen to be gone or another's.</param>
public sealed record LostFile(string Name, SegmentId Memory, ImmutableArray<ProcessRef> Users, DateTimeOffset LostUtc);
