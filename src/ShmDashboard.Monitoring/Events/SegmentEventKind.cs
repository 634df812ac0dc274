namespace ShmDashboard.Monitoring.Events;

/// <summary>What happened.</summary>
public enum SegmentEventKind
{
    /// <summary>A segment came.</summary>
    Made,

    /// <summary>A segment went.</summary>
    Gone,

    /// <summary>Another segment has the name that one had.</summary>
    MadeAnew,

    /// <summary>The same segment has another size.</summary>
    Resized,

    /// <summary>Who made a segment died, and nobody is attached.</summary>
    WriterDied,

    /// <summary>A process ended with a lock in its hands.</summary>
    HolderDied,

    /// <summary>A lock has been held for long while others wait.</summary>
    LockStuck,

    /// <summary>The dashboard wrote a picture or text.</summary>
    Written,

    /// <summary>The dashboard let go of what it held.</summary>
    Released,

    /// <summary>The dashboard removed a segment.</summary>
    Removed,

    /// <summary>The dashboard took the surplus from a lock.</summary>
    LockRepaired,

    /// <summary>The dashboard released a lock for its dead holder.</summary>
    LockReleased,

    /// <summary>The dashboard put a removed segment back.</summary>
    PutBack,

    /// <summary>The dashboard freed what was in the trash.</summary>
    TrashEmptied,
}
