namespace ShmDashboard.Monitoring.Maintenance;

/// <summary>What can be done to a segment or its lock, each only on an explicit, confirmed request.</summary>
public enum MaintenanceAction
{
    /// <summary>
    /// Removes the segment: a System V one, to which nobody may be attached, for good and with its key files and lock; a
    /// POSIX one into the trash, from which it can be put back.
    /// </summary>
    Remove,

    /// <summary>Takes the surplus from a lock whose value is above 1.</summary>
    RepairLock,

    /// <summary>Releases a POSIX semaphore whose holder died, or a Qt lock that nobody is left to release.</summary>
    ReleaseLock,
}
