namespace ShmDashboard.Monitoring.Segments;

/// <summary>What came of a sweep's look at one segment.</summary>
/// <param name="Tracker">Whose.</param>
/// <param name="LockNeedsSecondLook">The lock was held, but not yet for long enough to be called so.</param>
/// <param name="NeedsPeek">Something hints that the content is not what was last seen, and nobody watches it.</param>
internal readonly record struct SweptTracker(SegmentTracker Tracker, bool LockNeedsSecondLook, bool NeedsPeek);
