namespace ShmDashboard.SharedMemory.Qt;

/// <summary>A directory in which a process has its key files.</summary>
/// <param name="Path">As it is reached from here, <c>/proc/pid/root/…</c> where the process has a file tree of its own.</param>
/// <param name="Named">As the process names it.</param>
/// <param name="Pid">The process it was learnt from.</param>
/// <param name="FileTree">What tells the process's file tree from others; null when it is ours.</param>
internal readonly record struct PeerDirectory(string Path, string Named, int Pid, string? FileTree);
