namespace ShmDashboard.Monitoring.Health;

/// <summary>From when on something is worth a finding.</summary>
public static class HealthLimits
{
    /// <summary>
    /// The kernel's times are whole seconds, and a Qt create, attach or detach takes microseconds: what has been so for three
    /// seconds is not the middle of one of them. 3 s.
    /// </summary>
    public static TimeSpan Settled { get; } = TimeSpan.FromSeconds(3);

    /// <summary>Mappings are looked through every 5 s at the latest: only after twice that is a missing one missing. 10 s.</summary>
    public static TimeSpan MappingsSettled { get; } = TimeSpan.FromSeconds(10);

    /// <summary>A program that is restarted by hand or by a supervisor is back by then, and uses its segment again. 1 h.</summary>
    public static TimeSpan Leftover { get; } = TimeSpan.FromHours(1);

    /// <summary>More leftovers of one kind than this are one finding with a list. 8.</summary>
    public const int LeftoversApart = 8;

    /// <summary>Longer than any meeting: a viewer that was still needed would have been looked at. 30 min.</summary>
    public static TimeSpan LeakIdle { get; } = TimeSpan.FromMinutes(30);

    /// <summary>A program may make its lock long before its segment, but not a minute. 60 s.</summary>
    public static TimeSpan OrphanedLock { get; } = TimeSpan.FromMinutes(1);

    /// <summary>Decoding the largest pictures under the lock takes about a second; a person gives up after ten. 10 s.</summary>
    public static TimeSpan HeldLong { get; } = TimeSpan.FromSeconds(10);

    /// <summary>Nothing that is done under a lock takes so long, even while nobody waits for it. 1 min.</summary>
    public static TimeSpan HeldVeryLong { get; } = TimeSpan.FromMinutes(1);

    /// <summary>Who waits is looked for twice a second: a ring of locks that old was seen whole. 2 s.</summary>
    public static TimeSpan RingSettled { get; } = TimeSpan.FromSeconds(2);

    /// <summary>The verdicts of so long are counted together. 5 min.</summary>
    public static TimeSpan VerdictWindow { get; } = TimeSpan.FromMinutes(5);

    /// <summary>Once can be chance: a program that starts or ends. 2.</summary>
    public const int TornContents = 2;

    /// <summary>Below, a picture that changed during the read is rarer than a person would notice. 0.05.</summary>
    public const double TornShare = 0.05;

    /// <summary>So many new contents within the window make a writer, not somebody who set something up. 10.</summary>
    public const int UnlockedContents = 10;

    /// <summary>Room for one more picture may be lacking. 0.9.</summary>
    public const double SharedMemoryFull = 0.9;

    /// <summary>The next write can kill its writer. 0.98.</summary>
    public const double SharedMemoryExhausted = 0.98;

    /// <summary>Time enough to raise a limit before programs fail. 0.8.</summary>
    public const double SystemVLimit = 0.8;

    /// <summary>systemd spares users below (SYS_UID_MAX 999); 65534 is nobody. 1000.</summary>
    public const uint FirstNormalUser = 1000;
}
