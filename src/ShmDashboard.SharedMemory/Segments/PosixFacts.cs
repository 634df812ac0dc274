namespace ShmDashboard.SharedMemory.Segments;

/// <summary>What is told only of POSIX segments. Immutable.</summary>
/// <param name="FileName">The file's name in <c>/dev/shm</c>, without slash.</param>
public sealed record PosixFacts(string FileName);
