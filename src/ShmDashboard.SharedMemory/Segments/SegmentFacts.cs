using System.Collections.Immutable;
using System.Diagnostics;
using ShmDashboard.SharedMemory.Processes;
using ShmDashboard.SharedMemory.Qt;

namespace ShmDashboard.SharedMemory.Segments;

/// <summary>
/// What the kernel says about one segment, read without touching it. An immutable snapshot.
/// Sources: <c>/proc/sysvipc/shm</c> (proc_sysvipc(5)) and <c>statx(2)</c> of the files in <c>/dev/shm</c>.
/// </summary>
public sealed record SegmentFacts
{
    /// <summary>The best name: the Qt key where it is known, else the kernel's own.</summary>
    public required SegmentId Id { get; init; }

    /// <summary>Every other id that leads to this segment, without <see cref="Id"/>.</summary>
    public ImmutableArray<SegmentId> Aliases { get; init; } = [];

    /// <summary>Which kind of shared memory.</summary>
    public required SegmentKind Kind { get; init; }

    /// <summary>What a person calls it: the Qt key, <c>/name</c> of a POSIX segment, a shortened key file name, or the number.</summary>
    public required string Name { get; init; }

    /// <summary>Size as requested by its creator, in bytes; POSIX: the file's length.</summary>
    public required long SizeBytes { get; init; }

    /// <summary>Bytes that have memory behind them; the rest has never been touched and reads as zero.</summary>
    public required long ResidentBytes { get; init; }

    /// <summary>Permission bits, the low nine (octal 600 and the like).</summary>
    public required int Mode { get; init; }

    /// <summary>User id of the owner.</summary>
    public required uint OwnerUid { get; init; }

    /// <summary>Group id; 0 where memory without a name could not be asked.</summary>
    public uint OwnerGid { get; init; }

    /// <summary>Name of the owner, or the number when the system has no name for it.</summary>
    public required string OwnerName { get; init; }

    /// <summary>User id of who made it, who may remove and re-own it too; the owner's where the kernel does not keep it (POSIX).</summary>
    public uint CreatorUid { get; init; }

    /// <summary>Who made it. Null where the kernel does not keep it (POSIX).</summary>
    public ProcessRef? Creator { get; init; }

    /// <summary>Attachments as the kernel counts them, ours included. Null where it keeps no count: of everything but System V.</summary>
    public int? AttachCount { get; init; }

    /// <summary>When it was made (POSIX: birth time where the file system keeps it) or its metadata changed (System V ctime).</summary>
    public DateTimeOffset? ChangedUtc { get; init; }

    /// <summary>The file's mtime: moves when a writer begins, not with every store through a mapping. Null for System V.</summary>
    public DateTimeOffset? ModifiedUtc { get; init; }

    /// <summary>Device and inode of the file, by which mappings are matched. Nothing for System V.</summary>
    public (long Device, long Inode) FileIdentity { get; init; }

    /// <summary>What is told only of System V segments; null for all others.</summary>
    public SystemVFacts? SystemV { get; init; }

    /// <summary>What is told only of POSIX segments; null for all others.</summary>
    public PosixFacts? Posix { get; init; }

    /// <summary>What is told only of memory without a name; null for all others.</summary>
    public UnnamedFacts? Unnamed { get; init; }

    /// <summary>Whether it is read as a file, which touches no memory that nobody has touched.</summary>
    public bool IsReadByFile => Kind == SegmentKind.Posix || Unnamed is { IsMeasured: true };

    /// <summary>Which object of the kernel it is.</summary>
    public SegmentIdentity Identity => Kind switch
    {
        SegmentKind.SystemV => SegmentIdentity.SystemV(SystemV!.ShmId),
        SegmentKind.Posix or SegmentKind.Unnamed => SegmentIdentity.OfFile(FileIdentity),
        _ => throw new UnreachableException($"Which object of the kernel a segment of the kind {Kind} is, nobody says."),
    };

    /// <summary>What ties it to Qt's <c>QSharedMemory</c>, if anything does.</summary>
    public QtIdentity? Qt { get; init; }
}
