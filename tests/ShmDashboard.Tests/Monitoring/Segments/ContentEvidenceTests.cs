using ShmDashboard.Monitoring.Segments;
using ShmDashboard.SharedMemory.Locks;
using ShmDashboard.SharedMemory.Processes;
using ShmDashboard.SharedMemory.Reading;
using ShmDashboard.SharedMemory.Segments;

namespace ShmDashboard.Tests.Monitoring.Segments;

public sealed class ContentEvidenceTests
{
    private static readonly DateTimeOffset s_then = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly LockReading s_lockByOther = new() { State = LockState.Free, LastPid = 4711, LastOperationUtc = s_then };
    private static readonly LockReading s_lockByUs = s_lockByOther with { LastPid = Environment.ProcessId, LastOperationUtc = s_then.AddSeconds(9) };

    [Fact]
    public void AfterOurs_LockedAttach_EqualsWhatTheNextSweepWillFind() => Assert.Equal(
        ContentEvidence.Of(Facts(Environment.ProcessId, 9), s_lockByUs),
        ContentEvidence.Of(Facts(4711, 0), s_lockByOther).AfterOurs(ReadRoute.LockedAttach));

    [Fact]
    public void AfterOurs_UnlockedAttach_EqualsWhatTheNextSweepWillFind() => Assert.Equal(
        ContentEvidence.Of(Facts(Environment.ProcessId, 9), s_lockByOther),
        ContentEvidence.Of(Facts(4711, 0), s_lockByOther).AfterOurs(ReadRoute.UnlockedAttach));

    [Fact]
    public void Of_SomebodyElseAttachedSince_IsOther() => Assert.NotEqual(
        ContentEvidence.Of(Facts(4712, 9), s_lockByUs),
        ContentEvidence.Of(Facts(4711, 0), s_lockByOther).AfterOurs(ReadRoute.LockedAttach));

    [Fact]
    public void Of_AnotherDashboardLookedSince_IsTheSame()
    {
        var facts = Facts(4712, 9);
        var theirs = facts with { SystemV = facts.SystemV! with { LastOperator = new ProcessRef(4712, "ShmDashboard.Web", true) } };

        Assert.Equal(
            ContentEvidence.Of(theirs, s_lockByOther with { LastPid = 4712, LastOperationUtc = s_then.AddSeconds(9) }),
            ContentEvidence.Of(Facts(4711, 0), s_lockByOther).AfterOurs(ReadRoute.LockedAttach));
        // What it wrote it stays attached to.
        Assert.NotEqual(
            ContentEvidence.Of(theirs with { AttachCount = 1 }, s_lockByUs),
            ContentEvidence.Of(Facts(4711, 0) with { AttachCount = 1 }, s_lockByOther).AfterOurs(ReadRoute.LockedAttach));
    }

    [Fact]
    public void AfterOurs_PeerMemory_ChangesNothing() => Assert.Equal(
        ContentEvidence.Of(Facts(4711, 0), s_lockByOther),
        ContentEvidence.Of(Facts(4711, 0), s_lockByOther).AfterOurs(ReadRoute.PeerMemory));

    private static SegmentFacts Facts(int lastPid, int seconds) => new()
    {
        Id = SegmentId.SystemV(1), Kind = SegmentKind.SystemV, Name = "1", SizeBytes = 1, ResidentBytes = 1,
        Mode = 384, OwnerUid = 0, OwnerName = "root", AttachCount = 0,
        SystemV = new SystemVFacts
        {
            ShmId = 1, Key = 99, LastOperator = new ProcessRef(lastPid, null, true),
            LastAttachUtc = s_then.AddSeconds(seconds), LastDetachUtc = s_then.AddSeconds(seconds),
        },
    };
}
