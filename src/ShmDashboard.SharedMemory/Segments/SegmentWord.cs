using System.Diagnostics;

namespace ShmDashboard.SharedMemory.Segments;

/// <summary>
/// The one word for each kind and scheme, as it stands in ids, in JSON and in layouts. A value that has none yet throws, so that a
/// new kind is not taken for another.
/// </summary>
public static class SegmentWord
{
    /// <summary>"sysv", "posix" or "memfd".</summary>
    public static string Of(SegmentKind kind) => kind switch
    {
        SegmentKind.SystemV => Of(SegmentScheme.SystemV),
        SegmentKind.Posix => Of(SegmentScheme.Posix),
        SegmentKind.Unnamed => Of(SegmentScheme.MemFd),
        _ => throw new UnreachableException($"A segment of the kind {kind} has no word."),
    };

    /// <summary>What people call it, the same in every language: "System V", "POSIX" or "memfd".</summary>
    public static string NameOf(SegmentKind kind) => kind switch
    {
        SegmentKind.SystemV => "System V",
        SegmentKind.Posix => "POSIX",
        _ => Of(kind),
    };

    /// <summary>"qt", "sysv", "posix" or "memfd".</summary>
    public static string Of(SegmentScheme scheme) => scheme switch
    {
        SegmentScheme.Qt => "qt",
        SegmentScheme.SystemV => "sysv",
        SegmentScheme.Posix => "posix",
        SegmentScheme.MemFd => "memfd",
        _ => throw new UnreachableException($"An id of the scheme {scheme} has no word."),
    };
}
