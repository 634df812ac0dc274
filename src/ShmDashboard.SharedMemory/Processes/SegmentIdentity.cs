using System.Globalization;

namespace ShmDashboard.SharedMemory.Processes;

/// <summary>
/// One object of the kernel, whatever it is called and however often a name changed hands: by this mappings, facts and rows
/// are known to mean the same. The kernel gives a number out again only after the object has gone.
/// </summary>
public readonly record struct SegmentIdentity
{
    // No device has this number: System V numbers are a space of their own, though their mappings show them as inodes.
    private const long SystemVSpace = -1;

    private readonly long _space;
    private readonly long _number;

    private SegmentIdentity(long space, long number)
    {
        _space = space;
        _number = number;
    }

    /// <summary>Whether it says which object at all.</summary>
    public bool IsKnown => this != default;

    /// <summary>The number of a System V segment; null for files.</summary>
    public int? ShmId => _space == SystemVSpace ? (int)_number : null;

    /// <summary>Device and inode of a file; default for System V segments.</summary>
    public (long Device, long Inode) File => _space == SystemVSpace ? default : (_space, _number);

    /// <summary>A System V segment.</summary>
    public static SegmentIdentity SystemV(int shmId) => new(SystemVSpace, shmId);

    /// <summary>A file, with a name or without.</summary>
    public static SegmentIdentity OfFile((long Device, long Inode) file) => new(file.Device, file.Inode);

    /// <summary>For fingerprints and logs.</summary>
    public override string ToString() => ShmId is { } shmId
        ? string.Create(CultureInfo.InvariantCulture, $"sysv {shmId}")
        : string.Create(CultureInfo.InvariantCulture, $"file {_space}:{_number}");
}
