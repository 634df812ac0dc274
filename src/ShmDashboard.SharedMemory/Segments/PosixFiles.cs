namespace ShmDashboard.SharedMemory.Segments;

/// <summary>
/// Where glibc keeps POSIX shared memory as files of the segments' names, and semaphores as <c>sem.…</c> (shm_overview(7),
/// sem_overview(7)).
/// </summary>
public static class PosixFiles
{
    /// <summary>The usual place; tests look elsewhere.</summary>
    public const string Directory = "/dev/shm";

    /// <summary>How the files of semaphores begin.</summary>
    public const string SemaphorePrefix = "sem.";
}
