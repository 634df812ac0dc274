using System.Collections.Immutable;
using ShmDashboard.SharedMemory.Kinds;
using ShmDashboard.SharedMemory.Posix;
using ShmDashboard.SharedMemory.Segments;
using ShmDashboard.SharedMemory.SystemV;
using ShmDashboard.SharedMemory.Unnamed;

namespace ShmDashboard.SharedMemory;

/// <summary>The one registration of kinds: each is a folder of this project and a line here.</summary>
internal static class SegmentKinds
{
    /// <summary>In the order in which they are listed, and asked for a Qt key.</summary>
    internal static ImmutableArray<KindOfSegment> All { get; } =
    [
        new(SegmentKind.SystemV, finding => new SystemVSegments(finding), reading => new SystemVReader(reading), _ => new QtSystemVLock()),
        new(SegmentKind.Posix, finding => new PosixSegments(finding), reading => new PosixReader(reading), directory => new NamedSemaphoreLock(directory)),
        new(SegmentKind.Unnamed, finding => new UnnamedSegments(finding), reading => new UnnamedReader(reading), Locks: null),
    ];
}
