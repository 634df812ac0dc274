namespace ShmDashboard.SharedMemory.Processes;

/// <summary>
/// A shared mapping as <see cref="ProcessMaps"/> meets it: of a System V segment, of a file of the POSIX directory, or
/// of memory without a name.
/// </summary>
internal readonly record struct Mapping(
    SegmentIdentity Object, UnnamedName? Unnamed, ulong Start, ulong End, long Offset, bool Writable);
