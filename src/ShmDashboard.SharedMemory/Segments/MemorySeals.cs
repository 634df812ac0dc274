namespace ShmDashboard.SharedMemory.Segments;

/// <summary>What nobody may do to a memfd any more (F_SEAL_… of linux/fcntl.h, with the kernel's numbers).</summary>
[Flags]
public enum MemorySeals
{
    /// <summary>Everything is allowed.</summary>
    None = 0,

    /// <summary>No further seals.</summary>
    Seal = 1,

    /// <summary>Not shorter.</summary>
    Shrink = 2,

    /// <summary>Not longer.</summary>
    Grow = 4,

    /// <summary>No writing.</summary>
    Write = 8,

    /// <summary>No new writable mappings; those that exist go on.</summary>
    FutureWrite = 16,

    /// <summary>The execute permission stays as it is.</summary>
    Exec = 32,
}
