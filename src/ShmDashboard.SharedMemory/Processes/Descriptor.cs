namespace ShmDashboard.SharedMemory.Processes;

/// <summary>An open file in a process, from <c>/proc/pid/fd</c>.</summary>
/// <param name="Process">Whose.</param>
/// <param name="Number">Its number there.</param>
public readonly record struct Descriptor(ProcessRef Process, int Number);
