namespace ShmDashboard.SharedMemory.Processes;

/// <summary>A process as seen at one moment.</summary>
/// <param name="Pid">Thread-group id in our pid namespace.</param>
/// <param name="Name">
/// Its name (<c>/proc/pid/comm</c>, which the kernel cuts at 15 bytes; then whole from its command line where that begins the
/// same); null when it has gone and was never seen alive.
/// </param>
/// <param name="Alive">Whether it existed when looked at. A zombie counts as dead: it holds nothing any more.</param>
public readonly record struct ProcessRef(int Pid, string? Name, bool Alive);
