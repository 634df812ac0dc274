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

    private static SegmentRow Showing(long sequence, VerdictKind kind) => Qt("share") with
    {
        Frame = new FrameInfo
        {
            Sequence = sequence,
            ReadUtc = Noon,
            Verdict = new Verdict(kind),
            Route = ReadRoute.PeerMemory,
            Payload = new PayloadDescription { Format = PayloadFormat.Utf8Text, Integrity = PayloadIntegrity.Unchecked },
        },
    };
}
