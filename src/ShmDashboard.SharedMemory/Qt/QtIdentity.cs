using System.Collections.Immutable;
using ShmDashboard.SharedMemory.Segments;
using ShmDashboard.SharedMemory.SystemV;

namespace ShmDashboard.SharedMemory.Qt;

/// <summary>What ties a segment to Qt's <c>QSharedMemory</c>. Facts: Qt's QNativeIpcKey and ftok(3).</summary>
public sealed record QtIdentity
{
    /// <summary>The key as a program gives it, when known (it cannot be computed back from the file name).</summary>
    public string? Key { get; init; }

    /// <summary>The letters of the key that Qt leaves readable in its file names.</summary>
    public string Letters { get; init; } = "";

    /// <summary>SHA-1 of the key in lower-case hex, from the file's name; null for keys of other forms.</summary>
    public string? KeyHash { get; init; }

    /// <summary>The segment's key file, if there is one.</summary>
    public string? KeyFilePath { get; init; }

    /// <summary>Where the lock's key file would be (System V) or the semaphore's name (POSIX).</summary>
    public string? LockFilePath { get; init; }

    /// <summary>Matched, colliding or missing.</summary>
    public required QtKeyFileState KeyFile { get; init; }

    /// <summary>Where the key file lies, as seen from here.</summary>
    public QtKeyFilePlace Place { get; init; }

    /// <summary>
    /// The key file's directory as the programs that use the segment name it; null unless <see cref="Place"/> is another one.
    /// </summary>
    public string? TheirDirectory { get; init; }

    /// <summary>The process that the directory was learnt from; null unless <see cref="Place"/> is another one.</summary>
    public int? LearntFromPid { get; init; }

    /// <summary>Other segments with the same Qt key, under other directories: their programs and these do not meet.</summary>
    public ImmutableArray<SegmentId> Namesakes { get; init; } = [];

    /// <summary>When colliding: all key files that lead to this segment.</summary>
    public ImmutableArray<string> CollidingPaths { get; init; } = [];
}
