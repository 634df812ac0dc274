namespace ShmDashboard.SharedMemory.Processes;

/// <summary>
/// A shared mapping as <see cref="ProcessMaps"/> meets it: a System V segment by number, or a file of the POSIX directory
/// by device and inode.
/// </summary>
internal readonly record struct Mapping(
    int? ShmId, (long Device, long Inode) File, string? UnlinkedName, ulong Start, ulong End, long Offset, bool Writable);
