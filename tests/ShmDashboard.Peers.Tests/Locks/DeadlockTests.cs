using ShmDashboard.Peers.Tests.Dashboard;
using ShmDashboard.Peers.Tests.Machine;
using ShmDashboard.Peers.Tests.Programs;

namespace ShmDashboard.Peers.Tests.Locks;

/// <summary>Five Qt programs over three segments, two of them in each other's way for good and one in its own.</summary>
public sealed class DeadlockTests(SharedDashboard shared) : PeerTest(shared)
{
    private const string Other = "other";

    [Theory]
    [InlineData(PeerKind.Qt5)]
    [InlineData(PeerKind.Qt6)]
    public async Task Waiting_FiveProgramsThreeSegments_NamesHoldersWaitersAndBothDeadlocks(PeerKind kind)
    {
        UniqueKey[] keys = [NewKey("left"), NewKey("right"), NewKey("alone")];
        foreach (var key in keys)
            key.AllowLeftovers();
        var (left, right, alone) = (keys[0], keys[1], keys[2]);
        var peers = new Peer[5];
        for (int i = 0; i < peers.Length; i++)
            peers[i] = await StartAsync(kind);
        var (one, two, itself, behindAlone, behindLeft) = (peers[0], peers[1], peers[2], peers[3], peers[4]);
        await one.AskAsync("create", left, 1000);
        await two.AskAsync("create", right, 1000);
        await itself.AskAsync("create", alone, 1000);
        await AttachAnotherAsync(one, right);
        await AttachAnotherAsync(two, left);
        await AttachAnotherAsync(itself, alone);
        await behindAlone.AskAsync("attach", alone, "rw");
        await behindLeft.AskAsync("attach", left, "rw");
        await LockFirstAsync(one);
        await LockFirstAsync(two);
        await LockFirstAsync(itself);

        // None of these is ever answered; ending the programs ends them.
        Task[] blocked = [one.AskAsync("lock"), two.AskAsync("lock"), itself.AskAsync("lock"),
            behindAlone.AskAsync("lock"), behindLeft.AskAsync("lock")];
        foreach (var key in keys)
            await Api.FindAsync(key.Id);
        var waiting = await Eventually.SeeAsync("both deadlocks", Api.WaitingAsync, found =>
            Mine(found.Cycles, keys).Length == 2 && keys.All(key => Waiters(found, key).Length == (key == right ? 1 : 2)));
        var findings = await Eventually.SeeAsync("both are findings", Api.FindingsAsync, found =>
            found.Count(finding => finding.Kind == "deadlock" && finding.Processes.Any(process => peers.Any(peer => peer.Pid == process.Pid))) == 2);

        Assert.DoesNotContain(blocked, task => task.IsCompletedSuccessfully);
        Assert.Equal([one.Pid], Holders(waiting, left));
        Assert.Equal([two.Pid], Holders(waiting, right));
        Assert.Equal([itself.Pid], Holders(waiting, alone));
        Assert.Equal(Sorted(two, behindLeft), Waiters(waiting, left));
        Assert.Equal(Sorted(one), Waiters(waiting, right));
        Assert.Equal(Sorted(itself, behindAlone), Waiters(waiting, alone));
        var cycles = Mine(waiting.Cycles, keys).OrderBy(cycle => cycle.Processes.Count).ToArray();
        Assert.Equal(Sorted(itself), Pids(cycles[0].Processes));
        Assert.Equal(Sorted(one, two), Pids(cycles[1].Processes));
        Assert.All([left.Text, right.Text, one.Name], name => Assert.Contains(name, cycles[1].Sentence, StringComparison.Ordinal));
        Assert.All(findings.Where(finding => finding.Kind == "deadlock"), finding => Assert.Equal("alarm", finding.Severity));
    }

    private static async Task AttachAnotherAsync(Peer peer, UniqueKey key)
    {
        await peer.AskAsync("use", Other);
        await peer.AskAsync("attach", key, "rw");
    }

    private static async Task LockFirstAsync(Peer peer)
    {
        await peer.AskAsync("use", "");
        await peer.AskAsync("lock");
        await peer.AskAsync("use", Other);
    }

    private static CycleReply[] Mine(IEnumerable<CycleReply> cycles, UniqueKey[] keys) =>
        [.. cycles.Where(cycle => cycle.Segments.Any(segment => keys.Any(key => key.Id == segment)))];

    private static int[] Holders(WaitingReply waiting, UniqueKey key) =>
        [.. waiting.Holds.Where(edge => edge.Segment == key.Id).Select(edge => edge.Process.Pid)];

    private static int[] Waiters(WaitingReply waiting, UniqueKey key) =>
        Pids(waiting.Waits.Where(edge => edge.Segment == key.Id).Select(edge => edge.Process));

    private static int[] Pids(IEnumerable<ProcessReply> processes) => [.. processes.Select(process => process.Pid).Order()];

    private static int[] Sorted(params Peer[] peers) => [.. peers.Select(peer => peer.Pid).Order()];
}
