namespace ShmDashboard.SharedMemory.Processes;

/// <summary>One mapping of a segment in a process, from <c>/proc/pid/maps</c>.</summary>
/// <param name="Process">Who has it mapped.</param>
/// <param name="Address">Where it begins in that process.</param>
/// <param name="LengthBytes">Mapped length, whole pages.</param>
/// <param name="FileOffset">Where in the segment the mapping begins, in bytes.</param>
/// <param name="Writable">Whether that process may write through it.</param>
public readonly record struct Attachment(
    ProcessRef Process, ulong Address, long LengthBytes, long FileOffset, bool Writable);
