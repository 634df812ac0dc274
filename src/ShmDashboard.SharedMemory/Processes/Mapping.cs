namespace ShmDashboard.SharedMemory.Processes;

/// <summary>
/// A shared mapping as <see cref="ProcessMaps"/> meets it: of a System V segment, or of a file of the POSIX directory.
/// </summary>
internal readonly record struct Mapping(
    SegmentIdentity Object, string? UnlinkedName, ulong Start, ulong End, long Offset, bool Writable);
