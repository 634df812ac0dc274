using ShmDashboard.Peers.Tests.Dashboard;
using ShmDashboard.Peers.Tests.Machine;
using ShmDashboard.Peers.Tests.Programs;

namespace ShmDashboard.Peers.Tests.Watching;

/// <summary>
/// Being looked at as often as possible changes nothing for the programs that are looked at. A viewer that attached naively
/// made 1,999 of 2,000 of these creates fail.
/// </summary>
[Collection(HeavyLoad.Name)]
public sealed class WatchedPeersTests(SharedDashboard shared) : PeerTest(shared)
{
    private const int MostRounds = 10;

    [Theory]
    [InlineData(PeerKind.Qt5, false)]
    [InlineData(PeerKind.Qt6, false)]
    [InlineData(PeerKind.Qt5, true)]
    [InlineData(PeerKind.Qt6, true)]
    public async Task Churn_TwoThousandTimesWatched_NothingFailsNothingIsLeft(PeerKind kind, bool confined)
    {
        var key = NewKey();
        var peer = await StartAsync(kind);
        await using var viewer = new BusyViewer(await WatchAsync(confined, peer), key);

        await viewer.WarmUpAsync();
        int before = viewer.Looks;

        string reply = await peer.AskAsync("churn", key, 2000, 50_000);

        Assert.StartsWith("0 0 ", reply, StringComparison.Ordinal);
        Assert.True(viewer.Looks > before, "It was never looked at.");
    }

    // Each would hide from the other that the last peer has left.
    [Theory]
    [InlineData(PeerKind.Qt5)]
    [InlineData(PeerKind.Qt6)]
    public async Task Churn_TwoDashboardsThatHaveToAttach_NothingFailsNothingIsLeft(PeerKind kind)
    {
        var key = NewKey();
        var peer = await StartAsync(kind);
        await using var one = new BusyViewer(await WatchAsync(confined: true, peer), key);
        await using var other = new BusyViewer(await WatchAsync(confined: true, peer), key);
        await one.WarmUpAsync();
        await other.WarmUpAsync();
        int before = Math.Min(one.Looks, other.Looks);

        // Where the machine is busy, one round may end before both have had a turn.
        for (int round = 0; round == 0 || (round < MostRounds && Math.Min(one.Looks, other.Looks) == before); round++)
            Assert.StartsWith("0 0 ", await peer.AskAsync("churn", key, 1000, 50_000), StringComparison.Ordinal);

        Assert.True(Math.Min(one.Looks, other.Looks) > before, "One of them never looked.");
    }

    // The file system gives the inode of one's key file to another at once, and the inode is the key.
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Churn_ThreeProgramsAtOnceWatched_NothingFailsNothingIsLeft(bool confined)
    {
        Peer[] peers = [await StartAsync(PeerKind.Qt5), await StartAsync(PeerKind.Qt6), await StartAsync(PeerKind.Qt5)];
        UniqueKey[] keys = [.. peers.Select(_ => NewKey())];
        var api = await WatchAsync(confined, peers);
        await using var one = new BusyViewer(api, keys[0]);
        await using var other = new BusyViewer(api, keys[1]);
        await one.WarmUpAsync();

        string[] replies = await Task.WhenAll(peers.Zip(keys, (peer, key) => peer.AskAsync("churn", key, 1000, 20_000)));

        Assert.All(replies, reply => Assert.StartsWith("0 0 ", reply, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(PeerKind.Qt5, false)]
    [InlineData(PeerKind.Qt6, false)]
    [InlineData(PeerKind.Qt5, true)]
    [InlineData(PeerKind.Qt6, true)]
    public async Task LoadImage_TwoHundredSizesWatched_EveryCreateSucceeds(PeerKind kind, bool confined)
    {
        var key = NewKey();
        var writer = await StartAsync(kind);
        await using (var viewer = new BusyViewer(await WatchAsync(confined, writer), key))
        {
            await viewer.WarmUpAsync();

            string reply = await writer.AskAsync("press", key, 200, 5);

            Assert.StartsWith("0 ", reply, StringComparison.Ordinal);
            Assert.True(viewer.DifferentPictures > 1, "No two pictures were seen.");
        }

        var last = await Api.ShowAsync(key.Id);
        Assert.Equal((16 + 199 * 37 % 200, 16 + 199 * 53 % 160), (last.Picture?.Width, last.Picture?.Height));
        await writer.QuitAsync();
        Assert.Empty(key.Leftovers());
    }

    [Theory]
    [InlineData(PeerKind.Qt5, false)]
    [InlineData(PeerKind.Qt6, false)]
    [InlineData(PeerKind.Qt5, true)]
    [InlineData(PeerKind.Qt6, true)]
    public async Task Pair_WriterAndReaderWatched_EveryPictureIsReadWhole(PeerKind kind, bool confined)
    {
        var key = NewKey();
        var writer = await StartAsync(kind);
        var reader = await StartAsync(kind);
        await writer.AskAsync("generate", 320, 240, "RGB32", 1);
        await writer.AskAsync("createexact", key);
        var api = await WatchAsync(confined, writer, reader);
        await using (var viewer = new BusyViewer(api, key))
        {
            string reply = await reader.AskAsync("churnread", key, 2000);

            Assert.True(reply.StartsWith("0 1 ", StringComparison.Ordinal), $"Failures, different pictures, time: {reply}");
        }

        Assert.Equal(1, key.Segment?.AttachCount);
    }

    // Confined: no peer's memory may be read, so every look has to attach.
    private async Task<DashboardApi> WatchAsync(bool confined, params Peer[] peers)
    {
        if (!confined)
            return Api;
        foreach (var peer in peers)
            await peer.AskAsync("private");
        return Own(await DashboardHost.StartConfinedAsync()).Api;
    }
}
