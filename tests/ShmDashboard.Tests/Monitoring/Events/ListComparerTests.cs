using System.Diagnostics;
using System.Globalization;
using ShmDashboard.Monitoring.Events;
using ShmDashboard.Monitoring.Segments;
using ShmDashboard.SharedMemory.Segments;
using static ShmDashboard.Tests.Monitoring.ScriptedRows;

namespace ShmDashboard.Tests.Monitoring.Events;

public sealed class ListComparerTests
{
    [Fact]
    public void Compare_BeforeTheFirstSweep_NothingHappened() =>
        Assert.Empty(ListComparer.Compare(SegmentList.Empty, List(1, Qt("share"))));

    [Fact]
    public void Compare_NothingElse_NothingHappened()
    {
        Assert.Empty(Happened([Qt("share"), Posix("cam0")], [Qt("share") with { UpdatesPerSecond = 3 }, Posix("cam0")]));
        Assert.Empty(Happened([Qt("share"), Posix("cam0")], [Posix("cam0"), Qt("share")]));
    }

    [Fact]
    public void Compare_OneComesAndOneGoes_SaysByWhomAndWhoWasThere() => Assert.Equal(
    [
        "Made cam0: Made, 8,294,400 bytes; by whom is not known.",
        "Made other: Made by player (4312), 3,219,456 bytes.",
        "Gone share: It is gone; player (4312) was attached at the last look.",
    ], Happened([Qt("share")], [Posix("cam0"), Qt("other", 5)]));

    [Fact]
    public void Compare_GoneFromSeveralOrNobody_SaysSo() => Assert.Equal(
    [
        "Gone a: It is gone; 2 processes were attached at the last look, player (4312) among them.",
        "Gone b: It is gone; nobody was attached.",
    ], Happened([Qt("a", 1) with { Attached = [Player, Album] }, Qt("b", 2) with { Attached = [] }], []));

    [Fact]
    public void Compare_NameOfAMappedFileIsGone_SaysWhoKeepsTheMemory() => Assert.Equal(
    [
        "Gone a: Its name is gone; player (4312) had it mapped at the last look, and keeps what it still has mapped.",
        "Gone b: Its name is gone; 2 processes had it mapped at the last look, player (4312) among them, and keep what they still have mapped.",
        "Gone c: It is gone; nobody was attached.",
    ], Happened([Posix("a") with { Attached = [Player] }, Posix("b") with { Attached = [Player, Album] }, Posix("c") with { Attached = [] }], []));

    [Fact]
    public void Compare_KeyBecomesKnown_IsTheSameSegment()
    {
        var numbered = Qt("share", 7);
        numbered = numbered with { Facts = numbered.Facts with { Id = Id("sysv:7"), Aliases = [], Name = "sysv 7" } };

        Assert.Empty(Happened([numbered], [Qt("share", 7)]));
        Assert.Empty(Happened([Qt("share", 7)], [numbered]));
    }

    [Fact]
    public void Compare_AnotherSegmentUnderTheName_IsMadeAnew() => Assert.Equal(
    [
        "MadeAnew share: Made anew by player (4312) with 100 bytes instead of 3,219,456.",
        "MadeAnew other: Made anew by player (4312), 3,219,456 bytes as before.",
    ], Happened([Qt("share", 1), Qt("other", 2)], [Sized(Qt("share", 3), 100), Qt("other", 4)]));

    [Fact]
    public void Compare_SameSegmentAnotherSize_IsResizedUnlessItWasEmpty()
    {
        Assert.Equal(["Resized cam0: Its size went from 100 to 200 bytes."], Happened([Posix("cam0", 100)], [Posix("cam0", 200)]));
        Assert.Equal(["Resized cam0: Its size went from 100 to 1 byte."], Happened([Posix("cam0", 100)], [Posix("cam0", 1)]));
        Assert.Empty(Happened([Posix("cam0", 0)], [Posix("cam0", 200)]));
    }

    [Fact]
    public void Compare_ProcessDies_IsToldOnce()
    {
        var ended = Qt("share") with { Lock = Qt("share").Lock with { EndedHolder = Dead } };
        Assert.Equal(["HolderDied share: player (4312) ended while it held the lock, or right after."], Happened([Qt("share")], [ended]));
        Assert.Empty(Happened([ended], [ended with { UpdatesPerSecond = 1 }]));

        var deadHand = Qt("share").HeldBy(Dead);
        Assert.Equal(["HolderDied share: player (4312) ended while it held the lock, or right after."], Happened([Qt("share").HeldBy(Player)], [deadHand]));

        Assert.Equal(["WriterDied share: player (4312), which made it, has ended, and nobody is attached: left by a crash."],
            Happened([Qt("share")], [Qt("share") with { Stale = true, Attached = [] }]));
    }

    [Fact]
    public void Compare_HeldBeyondTheLimitWhileOthersWait_IsStuckAtThatMoment()
    {
        var held = Qt("share").HeldBy(Player, Album);
        var since = held.Lock.HeldSinceUtc!.Value;

        Assert.Empty(Happened([held], [held], since.AddSeconds(8), since.AddSeconds(9)));
        Assert.Equal(["LockStuck share: player (4312) has held the lock for 10 s while one waits."], Happened([held], [held], since.AddSeconds(9), since.AddSeconds(10)));
        Assert.Empty(Happened([held], [held], since.AddSeconds(10), since.AddSeconds(11)));
        Assert.Empty(Happened([Qt("share").HeldBy(Player)], [Qt("share").HeldBy(Player)], since.AddSeconds(9), since.AddSeconds(10)));
        Assert.Equal(["LockStuck share: The lock has been held for 10 s while one waits."],
            Happened([Qt("share")], [held with { Lock = held.Lock with { Holder = null } }], since.AddSeconds(9), since.AddSeconds(10)));
    }

    [Fact]
    public void Compare_ThousandsAtOnce_IsOneEvent()
    {
        var many = Enumerable.Range(0, 3000).Select(index => Qt("s" + index.ToString(CultureInfo.InvariantCulture), 10 + index)).ToArray();

        Assert.Equal(["Made : 3,000 segments came at once, s0 among them."], Happened([], many));
        Assert.Equal(["Gone : 3,000 segments went at once, s0 among them.", "Made one: Made by player (4312), 3,219,456 bytes."],
            Happened(many, [Qt("one", 1)]).Order());
    }

    [Fact]
    public void Compare_ThousandsUnchanged_AllocatesNothingToSpeakOf()
    {
        SegmentRow[] many = [.. Enumerable.Range(0, 5000).Select(index => Qt("s" + index.ToString(CultureInfo.InvariantCulture), 10 + index))];
        var (before, after) = (List(1, many), List(2, many));
        // The least of several: the runtime allocates now and then too, when it compiles again or empties its pools.
        Assert.InRange(Enumerable.Range(0, 10).Min(_ => Allocated(() => ListComparer.Compare(before, after))), 0, 1000);
    }

    private static long Allocated(Action act)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        act();
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    private static SegmentId Id(string id) =>
        SegmentId.TryParse(id, out var parsed, out _) ? parsed : throw new UnreachableException();

    private static SegmentRow Sized(SegmentRow row, long bytes) => row with { Facts = row.Facts with { SizeBytes = bytes } };

    private static SegmentList List(long version, params SegmentRow[] rows) => new() { Version = version, SweptUtc = Noon, Rows = [.. rows] };

    private static string[] Happened(SegmentRow[] before, SegmentRow[] after, DateTimeOffset? beforeUtc = null, DateTimeOffset? afterUtc = null) =>
    [
        .. ListComparer.Compare(
            List(1, before) with { SweptUtc = beforeUtc ?? Noon.AddHours(-1) }, List(2, after) with { SweptUtc = afterUtc ?? Noon.AddHours(-1) })
            .Select(one => $"{one.Kind} {one.Segment?.Value}: {one.Sentence}"),
    ];
}
