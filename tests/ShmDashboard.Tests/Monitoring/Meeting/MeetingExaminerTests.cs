using System.Collections.Immutable;
using ShmDashboard.Monitoring.Meeting;
using ShmDashboard.Monitoring.Segments;
using ShmDashboard.SharedMemory.Processes;
using ShmDashboard.SharedMemory.Qt;
using ShmDashboard.SharedMemory.Segments;
using static ShmDashboard.Tests.Monitoring.ScriptedRows;

namespace ShmDashboard.Tests.Monitoring.Meeting;

public sealed class MeetingExaminerTests
{
    private static readonly ProcessSurroundings s_alice = new()
    {
        Uid = 1000, UserName = "alice", IpcNamespace = "ipc:[1]", SharedMemoryDevice = 27, TemporaryDirectory = "/tmp", FileTree = "mnt:[1] /", QtVersion = "5.15.8",
    };

    [Fact]
    public void Examine_SameSegment_Meet()
    {
        var result = Examine(Party(Player, [Qt("share")]), Party(Album, [Qt("share"), Posix("cam0")]));

        Assert.Equal(MeetingOutcome.Meet, result.Outcome);
        Assert.Equal("player 4312 and album 5120 have the same segment open: share.", result.Sentence.ToString());
    }

    [Fact]
    public void Examine_SameKeyInTwoDirectories_NamesBoth()
    {
        var elsewhere = Qt("share", 65_000);
        elsewhere = elsewhere with
        {
            Facts = elsewhere.Facts with { Id = SegmentId.SystemV(65_000), Qt = elsewhere.Facts.Qt! with { TheirDirectory = "/home/alice/tmp" } },
        };

        var result = Examine(Party(Player, [Qt("share")]), Party(Album, [elsewhere]));

        Assert.Equal(MeetingOutcome.OtherDirectory, result.Outcome);
        Assert.Equal(
            "Both use the key share, but player 4312 has its key file in /tmp and album 5120 in /home/alice/tmp: Qt makes a segment of its own for each directory.",
            result.Sentence.ToString());
    }

    [Fact]
    public void Examine_OneMapsTheFileThatWasRemoved_SaysWhoIsAlone()
    {
        var old = new UnnamedMemory(SegmentIdentity.OfFile((1, 7)), UnnamedOrigin.Unlinked, "cam0", [], []);
        var behind = Party(Player, []) with { Unnamed = [old] };

        var anew = Examine(behind, Party(Album, [Posix("cam0")]));
        var named = Examine(behind, new MeetingParty { Name = "/cam0", Segments = [] });
        var both = Examine(behind, Party(Album, []) with { Unnamed = [old with { Identity = SegmentIdentity.OfFile((1, 8)) }] });
        var same = Examine(behind, Party(Album, []) with { Unnamed = [old] });

        Assert.Equal(
            "player 4312 maps an older /cam0, which was removed; album 5120 has the one that was made anew under this name: they do not see each other.",
            anew.Sentence.ToString());
        Assert.Equal("player 4312 maps /cam0, whose name was removed: nobody else can open it.", named.Sentence.ToString());
        Assert.Equal(
            (MeetingOutcome.Removed, MeetingOutcome.Removed, MeetingOutcome.Removed, MeetingOutcome.Meet),
            (anew.Outcome, named.Outcome, both.Outcome, same.Outcome));
        Assert.Equal(
            "player 4312 has no shared memory with a name open, only such without, of which others learn by being handed it.",
            Examine(behind, Party(Album, [Posix("other")])).Sentence.ToString());
    }

    [Fact]
    public void Examine_NothingThereYetButOtherTmpdir_SaysWhereTheyWouldLook() => Assert.Equal(
        "player 4312 has its key files in /tmp and album 5120 in /var/tmp: what the one makes under a key the other does not find.",
        Examine(Party(Player, [Qt("share")]), Party(Album, [], s_alice with { TemporaryDirectory = "/var/tmp" })).Sentence.ToString());

    [Fact]
    public void Examine_OtherIpcNamespace_ComesBeforeWhatItCauses()
    {
        var result = Examine(Party(Player, [Qt("share")]), Party(Album, [], s_alice with { IpcNamespace = "ipc:[2]", TemporaryDirectory = "/var/tmp" }));

        Assert.Equal(MeetingOutcome.OtherNamespace, result.Outcome);
    }

    [Fact]
    public void Examine_PosixInAnotherFileSystem_IsSaidOfDevShm() => Assert.Equal(MeetingOutcome.OtherFileSystem,
        Examine(Party(Player, [Posix("cam0")]), Party(Album, [Posix("cam1")], s_alice with { SharedMemoryDevice = 44 })).Outcome);

    [Fact]
    public void Examine_WaitsForTheLock_NamesTheHolder()
    {
        var share = Qt("share").HeldBy(Player, Album);

        var result = Examine(Party(Player, [share]), Party(Album, []) with { WaitsFor = share });

        Assert.Equal("album 5120 waits for the lock of share, which player 4312 holds.", result.Sentence.ToString());
    }

    [Fact]
    public void Examine_AnotherUsersSegment_IsClosed()
    {
        var result = Examine(Party(Player, [Qt("share")]), Party(Album, [], s_alice with { Uid = 1001, UserName = "bob" }));

        Assert.Equal("share belongs to alice, mode 600, and album 5120 runs as bob: the kernel does not let it in.", result.Sentence.ToString());
    }

    [Fact]
    public void Examine_KeysDifferInCase_SaysSo() => Assert.Equal(
        "player 4312 uses the key “share” and album 5120 the key “Share ”: keys are the same only letter by letter.",
        Examine(Party(Player, [Qt("share")]), Party(Album, [Qt("Share ", 7)])).Sentence.ToString());

    [Fact]
    public void Examine_OneHasNothingOpen_SaysWhatTheOtherHas() => Assert.Equal(
        "album 5120 has no shared memory open; player 4312 has share.",
        Examine(Party(Player, [Qt("share")]), Party(Album, [])).Sentence.ToString());

    [Fact]
    public void Examine_ProcessThatHasEnded_IsMissing() => Assert.Equal(MeetingOutcome.Missing,
        Examine(Party(Player, [Qt("share")]), Party(Album, [], null)).Outcome);

    [Fact]
    public void Examine_ProcessOfAnotherUserThatMayNotBeRead_IsNotKnown() => Assert.Equal(
        "What album 5120 has open is not known: it runs as bob and may not be looked into.",
        Examine(Party(Player, [Qt("share")]), Party(Album, [], new ProcessSurroundings { Uid = 1001, UserName = "bob" })).Sentence.ToString());

    [Fact]
    public void Examine_KeyWithoutSegment_SaysThatNobodyMadeIt() => Assert.Equal(MeetingOutcome.Missing,
        Examine(Party(Player, [Qt("share")]), new MeetingParty { Name = "album" }).Outcome);

    private static MeetingResult Examine(MeetingParty one, MeetingParty other) => MeetingExaminer.Examine(one, other);

    private static MeetingParty Party(ProcessRef process, ImmutableArray<SegmentRow> segments) => Party(process, segments, s_alice);

    private static MeetingParty Party(ProcessRef process, ImmutableArray<SegmentRow> segments, ProcessSurroundings? surroundings) => new()
    {
        Name = $"{process.Name} {process.Pid}", Process = process, Surroundings = surroundings, Segments = segments,
    };
}
