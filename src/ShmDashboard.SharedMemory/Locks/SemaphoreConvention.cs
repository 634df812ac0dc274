namespace ShmDashboard.SharedMemory.Locks;

/// <summary>What a semaphore's value means to those who use it as a lock. The kernel does not know.</summary>
public enum SemaphoreConvention
{
    /// <summary>Nothing was seen that tells.</summary>
    NotKnown,

    /// <summary>Whoever takes it counts it down: somebody waited for it to grow, or it was made with a value above 0.</summary>
    ZeroIsTaken,

    /// <summary>
    /// Whoever takes it waits for 0 and counts it up, as in W. R. Stevens' <c>UNIX Network Programming</c>: somebody waited for 0.
    /// </summary>
    ZeroIsFree,
}
