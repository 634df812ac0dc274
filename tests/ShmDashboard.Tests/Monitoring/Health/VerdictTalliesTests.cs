using ShmDashboard.Imaging.Payloads;
using ShmDashboard.Monitoring.Frames;
using ShmDashboard.Monitoring.Health;
using ShmDashboard.Monitoring.Segments;
using ShmDashboard.SharedMemory.Reading;
using static ShmDashboard.Tests.Monitoring.ScriptedRows;

namespace ShmDashboard.Tests.Monitoring.Health;

public sealed class VerdictTalliesTests
{
    [Fact]
    public void Counts_DifferentContents_AreCountedOnceEach()
    {
        var tallies = new VerdictTallies();
        foreach (var (sequence, kind) in (ReadOnlySpan<(long, VerdictKind)>)
            [(1, VerdictKind.Consistent), (1, VerdictKind.Consistent), (2, VerdictKind.ChangedDuringRead), (5, VerdictKind.NoLock), (6, VerdictKind.WriterIgnoresLock)])
            tallies.Observe([Showing(sequence, kind)], Noon);

        Assert.Equal(new VerdictTally(4, 1, 1, 1), Assert.Single(tallies.Counts).Value);
    }

    [Fact]
    public void Counts_BetterVerdictLater_CountsThat()
    {
        var tallies = new VerdictTallies();
        tallies.Observe([Showing(1, VerdictKind.ChangedDuringRead)], Noon);
        tallies.Observe([Showing(1, VerdictKind.Consistent)], Noon.AddSeconds(1));

        Assert.Equal(new VerdictTally(1, 0, 0), Assert.Single(tallies.Counts).Value);
    }

    [Fact]
    public void Counts_AfterTheWindow_AreForgotten()
    {
        var tallies = new VerdictTallies();
        tallies.Observe([Showing(1, VerdictKind.NoLock)], Noon);

        tallies.Observe([], Noon + HealthLimits.VerdictWindow + TimeSpan.FromSeconds(1));

        Assert.Empty(tallies.Counts);
    }

    [Fact]
    public void Counts_ContentThatNobodySawCome_IsNotCounted()
    {
        var tallies = new VerdictTallies();
        foreach (long sequence in (ReadOnlySpan<long>)[1, 2, 3])
            tallies.Observe([Showing(sequence, VerdictKind.NoLock, isSeenToCome: false)], Noon);

        Assert.Empty(tallies.Counts);
    }

    [Fact]
    public void Counts_ContentTornAtTheFirstLook_IsCounted()
    {
        var tallies = new VerdictTallies();
        tallies.Observe([Showing(1, VerdictKind.ChangedDuringRead, isSeenToCome: false)], Noon);

        Assert.Equal(new VerdictTally(1, 1, 0), Assert.Single(tallies.Counts).Value);
    }

    [Fact]
    public void Counts_SameContentUnderAnotherNumber_IsCountedOnce()
    {
        var tallies = new VerdictTallies();
        var row = Showing(1, VerdictKind.NoLock);
        tallies.Observe([row], Noon);
        tallies.Observe([row with { Frame = row.Frame! with { Sequence = 2 } }], Noon.AddSeconds(1));

        Assert.Equal(new VerdictTally(1, 0, 1), Assert.Single(tallies.Counts).Value);
    }

    private static SegmentRow Showing(long sequence, VerdictKind kind, bool isSeenToCome = true) => Qt("share") with
    {
        Frame = new FrameInfo
        {
            Sequence = sequence,
            ReadUtc = Noon.AddMilliseconds(sequence),
            WrittenAfterUtc = isSeenToCome ? Noon : null,
            Verdict = new Verdict(kind),
            Route = ReadRoute.PeerMemory,
            Payload = new PayloadDescription { Format = PayloadFormat.Utf8Text, Integrity = PayloadIntegrity.Unchecked },
        },
    };
}
