using System.Collections.Immutable;
using ShmDashboard.SharedMemory.Kinds;
using ShmDashboard.SharedMemory.Posix;
using ShmDashboard.SharedMemory.Segments;
using ShmDashboard.SharedMemory.SystemV;
using ShmDashboard.SharedMemory.Unnamed;

namespace ShmDashboard.SharedMemory;

/// <summary>The one registration of kinds: each is a folder of this project and a line here.</summary>
public static class SegmentKinds
{
    /// <summary>In the order in which they are listed, and asked for a Qt key.</summary>
    internal static ImmutableArray<KindOfSegment> All { get; } =
    [
        new(SegmentKind.SystemV, finding => new SystemVSegments(finding), reading => new SystemVReader(reading), _ => new QtSystemVLock(), IsNamed: true),
        new(SegmentKind.Posix, finding => new PosixSegments(finding), reading => new PosixReader(reading), directory => new NamedSemaphoreLock(directory), IsNamed: true),
        new(SegmentKind.Unnamed, finding => new UnnamedSegments(finding), reading => new UnnamedReader(reading), Locks: null, IsNamed: false),
    ];

    /// <summary>
    /// Whether an id is that of a segment which can be made, written into and removed under it, be it there or not.
    /// </summary>
    public static bool IsNamed(SegmentId id) =>
        !All.Any(kind => !kind.IsNamed && SegmentWord.Of(kind.Kind) == SegmentWord.Of(id.Scheme));

    /// <summary>The same of a segment that there is.</summary>
    public static bool IsNamed(SegmentFacts facts)
    {
        ArgumentNullException.ThrowIfNull(facts);
        return All.First(kind => kind.Kind == facts.Kind).IsNamed;
    }
}
