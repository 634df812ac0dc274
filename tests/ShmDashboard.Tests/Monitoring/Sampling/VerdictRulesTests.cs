using ShmDashboard.Monitoring.Frames;
using ShmDashboard.Monitoring.Sampling;
using ShmDashboard.SharedMemory.Locks;
using ShmDashboard.SharedMemory.Reading;

namespace ShmDashboard.Tests.Monitoring.Sampling;

public sealed class VerdictRulesTests
{
    [Theory]
    [InlineData(ReadRoute.LockedAttach, LockState.Free, LockState.Free, true, VerdictKind.Consistent)]
    [InlineData(ReadRoute.LockedAttach, LockState.Free, LockState.Held, true, VerdictKind.Consistent)]
    [InlineData(ReadRoute.PeerMemory, LockState.Free, LockState.Free, true, VerdictKind.Consistent)]
    [InlineData(ReadRoute.PeerMemory, LockState.Free, LockState.Free, false, VerdictKind.ChangedDuringRead)]
    [InlineData(ReadRoute.PeerMemory, LockState.Held, LockState.Free, true, VerdictKind.TakenWhileLocked)]
    [InlineData(ReadRoute.PeerMemory, LockState.Free, LockState.Held, true, VerdictKind.TakenWhileLocked)]
    [InlineData(ReadRoute.UnlockedAttach, LockState.None, LockState.None, true, VerdictKind.NoLock)]
    [InlineData(ReadRoute.FileRead, LockState.None, LockState.None, false, VerdictKind.ChangedDuringRead)]
    [InlineData(ReadRoute.PeerMemory, LockState.NotPermitted, LockState.NotPermitted, true, VerdictKind.NoLock)]
    [InlineData(ReadRoute.PeerMemory, LockState.Damaged, LockState.Damaged, true, VerdictKind.NoLock)]
    [InlineData(ReadRoute.PeerMemory, LockState.Free, LockState.None, true, VerdictKind.NoLock)]
    public void Judge_RouteLockAndSecondLook_GiveTheVerdict(
        ReadRoute route, LockState before, LockState after, bool agreed, VerdictKind expected)
    {
        var verdict = VerdictRules.Judge(Outcome(route, before, after, agreed));

        Assert.Equal(expected, verdict.Kind);
        Assert.Equal(expected == VerdictKind.TakenWhileLocked, verdict.Holder is not null);
    }

    [Theory]
    [InlineData(LockState.Held, VerdictKind.TakenWhileLocked)]
    [InlineData(LockState.Free, VerdictKind.Consistent)]
    [InlineData(LockState.None, VerdictKind.Consistent)]
    public void WithBetween_LockTakenAndFreeAgain_IsNotCalledConsistent(LockState between, VerdictKind expected)
    {
        var outcome = Outcome(ReadRoute.PeerMemory, LockState.Free, LockState.Free, true);

        var verdict = VerdictRules.Judge(VerdictRules.WithBetween(outcome, new LockReading { State = between, LastPid = 4312 }));

        Assert.Equal(expected, verdict.Kind);
    }

    [Fact]
    public void Judge_NothingCopied_SaysNothing() => Assert.Equal(VerdictKind.Unknown,
        VerdictRules.Judge(Outcome(ReadRoute.PeerMemory, LockState.Free, LockState.Free, true) with { Status = ReadStatus.Gone }).Kind);

    [Theory]
    [InlineData(VerdictKind.Consistent, LockState.Free, "Whole", "Ignores", VerdictKind.Consistent)]
    [InlineData(VerdictKind.Consistent, LockState.Free, "Open", "Keeps", VerdictKind.Consistent)]
    [InlineData(VerdictKind.Consistent, LockState.Free, "PartsRight", "Keeps", VerdictKind.Consistent)]
    [InlineData(VerdictKind.Consistent, LockState.Free, "Open", "Unknown", VerdictKind.Unproven)]
    [InlineData(VerdictKind.Consistent, LockState.Free, "PartsRight", "Unknown", VerdictKind.Unproven)]
    [InlineData(VerdictKind.Consistent, LockState.Free, "Broken", "Keeps", VerdictKind.Unproven)]
    [InlineData(VerdictKind.Consistent, LockState.Free, "Open", "Ignores", VerdictKind.WriterIgnoresLock)]
    [InlineData(VerdictKind.Consistent, LockState.Free, "PartsRight", "Ignores", VerdictKind.WriterIgnoresLock)]
    [InlineData(VerdictKind.Consistent, LockState.Free, "Broken", "Ignores", VerdictKind.WriterIgnoresLock)]
    [InlineData(VerdictKind.TakenWhileLocked, LockState.Held, "Whole", "Keeps", VerdictKind.TakenWhileLocked)]
    [InlineData(VerdictKind.TakenWhileLocked, LockState.Free, "Whole", "Keeps", VerdictKind.Consistent)]
    [InlineData(VerdictKind.TakenWhileLocked, LockState.Free, "Open", "Keeps", VerdictKind.TakenWhileLocked)]
    [InlineData(VerdictKind.ChangedDuringRead, LockState.Free, "Whole", "Unknown", VerdictKind.Consistent)]
    [InlineData(VerdictKind.ChangedDuringRead, LockState.None, "Whole", "Unknown", VerdictKind.ChangedDuringRead)]
    [InlineData(VerdictKind.ChangedDuringRead, LockState.Free, "PartsRight", "Keeps", VerdictKind.ChangedDuringRead)]
    [InlineData(VerdictKind.NoLock, LockState.None, "Whole", "Unknown", VerdictKind.NoLock)]
    public void Weigh_ContentAndWriter_GiveTheVerdict(
        VerdictKind judged, LockState before, string proof, string writer, VerdictKind expected) =>
        Assert.Equal(expected, VerdictRules.Weigh(
            new Verdict(judged), before, Enum.Parse<ContentProof>(proof), Enum.Parse<WriterDiscipline>(writer)).Kind);

    private static ReadOutcome<bool> Outcome(ReadRoute route, LockState before, LockState after, bool agreed) => new()
    {
        Status = ReadStatus.Copied,
        Value = agreed,
        Route = route,
        LockBefore = new LockReading { State = before, LastPid = 7 },
        LockAfter = new LockReading { State = after, LastPid = 7 },
    };
}
