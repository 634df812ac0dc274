namespace ShmDashboard.SharedMemory.Locks;

/// <summary>What stands at a word of a segment on which somebody was seen waiting.</summary>
public enum WordLockKind
{
    /// <summary>Nothing that is known here.</summary>
    Other,

    /// <summary>A <c>pthread_mutex_t</c> that begins there.</summary>
    Mutex,

    /// <summary>A <c>pthread_rwlock_t</c> of which the word is one.</summary>
    ReadWrite,

    /// <summary>A <c>sem_t</c> that begins there.</summary>
    Semaphore,

    /// <summary>A word of a <c>pthread_cond_t</c>: whoever waits there waits for news and not for a lock.</summary>
    Condition,
}
