using System.Net;
using ShmDashboard.Peers.Tests.Dashboard;
using ShmDashboard.Peers.Tests.Machine;
using ShmDashboard.Peers.Tests.Pictures;
using ShmDashboard.Peers.Tests.Programs;
using ShmDashboard.Peers.Tests.Watching;

namespace ShmDashboard.Peers.Tests.Locks;

/// <summary>Qt programs hold, wait for, lose and break their lock; the dashboard says who, and never joins in.</summary>
public sealed class ContendedLockTests(SharedDashboard shared) : PeerTest(shared)
{
    // Dashboards of other tests, some without the right to read memory, take any lock and attach for an instant.
    private const int Free = 1;

    [Theory]
    [InlineData(PeerKind.Qt5)]
    [InlineData(PeerKind.Qt6)]
    [InlineData(PeerKind.PyQt5)]
    [InlineData(PeerKind.PyQt6)]
    public async Task Show_PeerHolds_NamesItAndSinceWhen(PeerKind kind)
    {
        var key = NewKey();
        var holder = await StartAsync(kind);
        await holder.AskAsync("create", key, 1000);
        var before = TimeProvider.System.GetUtcNow();
        await holder.AskAsync("lock");

        var held = await Eventually.SeeAsync("held", () => Api.LockOfAsync(key.Id), found => found.State == "held");
        await holder.AskAsync("unlock");
        var free = await Eventually.SeeAsync("free", () => Api.LockOfAsync(key.Id), found => found.State == "free");

        Assert.Equal(new ProcessReply(holder.Pid, holder.Name), held.Holder);
        Assert.False(held.HolderIsInferred);
        Assert.Equal(0, held.Value);
        // The kernel keeps the time of the last operation in whole seconds, of a clock that lags by up to a tick.
        Assert.InRange(held.HeldSinceUtc!.Value, before.AddSeconds(-2), TimeProvider.System.GetUtcNow());
        Assert.Null(free.Holder);
        Assert.Null(free.HeldSinceUtc);
    }

    [Theory]
    [InlineData(PeerKind.Qt5)]
    [InlineData(PeerKind.Qt6)]
    public async Task Put_PeerHolds_423NamesTheHolderAndNothingIsWritten(PeerKind kind)
    {
        var key = NewKey();
        var holder = await StartAsync(kind);
        await holder.AskAsync("create", key, 200_000);
        await holder.AskAsync("lock");

        var problem = await Api.PutPictureInVainAsync(
            key.Id, PngPicture.Make(61, 43, PngKind.Rgb8, 1).File, HttpStatusCode.Locked);

        Assert.Contains($"is held by {holder.Name} (process {holder.Pid})", problem.Detail, StringComparison.Ordinal);
        Assert.All(await Api.BytesAsync(key.Id, 0, 1000), value => Assert.Equal(0, value));
        await holder.AskAsync("unlock");
        await Eventually.SeeAsync("free", () => KernelObjects.ValueOf(key.Lock!.Value) == Free);
        await Eventually.SeeAsync("one attached", () => key.Segment?.AttachCount == 1);
    }

    [Theory]
    [InlineData(PeerKind.Qt5)]
    [InlineData(PeerKind.Qt6)]
    public async Task Put_PeerHoldsForAMoment_WaitsItsTurnAndWrites(PeerKind kind)
    {
        var key = NewKey();
        var holder = await StartAsync(kind);
        await holder.AskAsync("create", key, 200_000);
        var picture = PngPicture.Make(61, 43, PngKind.Rgb8, 3);

        var holding = holder.AskAsync("hold", 150);
        var reply = await Api.PutPictureAsync(key.Id, picture.File);
        await holding;

        Assert.Equal("overwrite", reply.Action);
        Assert.Equal(picture.File, await Api.PictureAsync(key.Id));
        await Eventually.SeeAsync("free", () => KernelObjects.ValueOf(key.Lock!.Value) == Free);
    }

    [Theory]
    [InlineData(PeerKind.Qt5)]
    [InlineData(PeerKind.Qt6)]
    public async Task Show_PeersWaitInLockAndAttach_ListsThemAndFollowsTheLock(PeerKind kind)
    {
        var key = NewKey();
        var holder = await StartAsync(kind);
        var inLock = await StartAsync(kind);
        var inAttach = await StartAsync(kind);
        await holder.AskAsync("create", key, 1000);
        await inLock.AskAsync("attach", key, "rw");
        await holder.AskAsync("lock");

        var locking = inLock.AskAsync("lock");
        var attaching = inAttach.AskAsync("attach", key, "ro");
        var waiting = await Eventually.SeeAsync("two wait and are named", () => Api.LockOfAsync(key.Id),
            found => found is { State: "held", WaiterCount: 2, Waiters.Count: 2 });

        Assert.Equal(holder.Pid, waiting.Holder?.Pid);
        ProcessReply[] expected = [new(inLock.Pid, inLock.Name), new(inAttach.Pid, inAttach.Name)];
        Assert.Equal(expected.OrderBy(waiter => waiter.Pid), waiting.Waiters.OrderBy(waiter => waiter.Pid));
        Assert.False(locking.IsCompleted || attaching.IsCompleted);

        await holder.AskAsync("unlock");
        await locking;
        await Eventually.SeeAsync("held by the one that waited in lock()", () => Api.LockOfAsync(key.Id),
            found => found.State == "held" && found.Holder?.Pid == inLock.Pid);
        await inLock.AskAsync("unlock");
        await attaching;
        await Eventually.SeeAsync("free, nobody waits", () => Api.LockOfAsync(key.Id),
            found => found is { State: "free", WaiterCount: 0, Waiters.Count: 0 });
    }

    [Theory]
    [InlineData(PeerKind.Qt5)]
    [InlineData(PeerKind.Qt6)]
    public async Task Show_HolderCrashes_IsSaidWithinASecond(PeerKind kind)
    {
        var key = NewKey();
        key.AllowLeftovers();
        var holder = await StartAsync(kind);
        await holder.AskAsync("create", key, 1000);
        await holder.AskAsync("lock");
        await Eventually.SeeAsync("held", () => Api.LockOfAsync(key.Id), found => found.State == "held");

        await holder.CrashAsync();

        var free = await Eventually.SeeAsync(
            "free, its holder ended", () => Api.LockOfAsync(key.Id), found => found is { State: "free", EndedHolder: not null }, TimeSpan.FromSeconds(1));
        Assert.Equal(new ProcessReply(holder.Pid, holder.Name), free.EndedHolder);
    }

    [Theory]
    [InlineData(PeerKind.Qt5)]
    [InlineData(PeerKind.Qt6)]
    public async Task Show_HolderCrashesBesideAnotherDashboard_BothSayIt(PeerKind kind)
    {
        var key = NewKey();
        key.AllowLeftovers();
        var holder = await StartAsync(kind);
        var other = (await StartDashboardAsync()).Api;
        await holder.AskAsync("create", key, 1000);
        await holder.AskAsync("lock");
        DashboardApi[] dashboards = [Api, other];
        foreach (var dashboard in dashboards)
            await Eventually.SeeAsync("held", () => dashboard.LockOfAsync(key.Id), found => found.State == "held");

        // Each takes the lock to read, and so overwrites the trace that the other one finds.
        await using var viewer = new BusyViewer(other, key);
        await viewer.WarmUpAsync();
        await holder.CrashAsync();

        foreach (var dashboard in dashboards)
        {
            var free = await Eventually.SeeAsync("free, its holder ended", () => dashboard.LockOfAsync(key.Id),
                found => found is { State: "free", EndedHolder: not null });
            Assert.Equal(new ProcessReply(holder.Pid, holder.Name), free.EndedHolder);
        }
    }

    [Theory]
    [InlineData(PeerKind.Qt5)]
    [InlineData(PeerKind.Qt6)]
    public async Task Show_HolderCrashesWhileAnotherWaits_TheOtherGoesOnAndIsTheHolder(PeerKind kind)
    {
        var key = NewKey();
        key.AllowLeftovers();
        var holder = await StartAsync(kind);
        var other = await StartAsync(kind);
        await holder.AskAsync("create", key, 1000);
        await other.AskAsync("attach", key, "rw");
        await holder.AskAsync("lock");
        var waiting = other.AskAsync("lock");
        await Eventually.SeeAsync("one waits", () => Api.LockOfAsync(key.Id), found => found is { State: "held", WaiterCount: 1 });

        await holder.CrashAsync();
        await waiting.WaitAsync(Eventually.Patience);

        await Eventually.SeeAsync("held by the other", () => Api.LockOfAsync(key.Id),
            found => found.State == "held" && found.Holder?.Pid == other.Pid);
        await other.AskAsync("unlock");
    }

    [Theory]
    [InlineData(PeerKind.Qt5)]
    [InlineData(PeerKind.Qt6)]
    public async Task Show_SecondCreateStoleTheLock_IsDamaged(PeerKind kind)
    {
        var key = NewKey();
        var first = await StartAsync(kind);
        var second = await StartAsync(kind);
        await first.AskAsync("create", key, 1000);
        await first.AskAsync("lock");

        Assert.Equal(PeerErrorException.AlreadyExists, await second.AskInVainAsync("create", key, 1000));
        await first.AskAsync("unlock");

        var damaged = await Eventually.SeeAsync("damaged", () => Api.LockOfAsync(key.Id), found => found.State == "damaged");
        Assert.Equal(2, damaged.Value);
        Assert.False(string.IsNullOrWhiteSpace(damaged.Problem));
    }

    [Theory]
    [InlineData(PeerKind.Qt5)]
    [InlineData(PeerKind.Qt6)]
    public async Task Picture_TakenWhilePeerHolds_SaysSoAndDoesNotWait(PeerKind kind)
    {
        var key = NewKey();
        var holder = await StartAsync(kind);
        await holder.AskAsync("create", key, 100_000);
        await holder.AskAsync("lock");
        // Under the lock, so that no look from before can vouch for it.
        await holder.AskAsync("generate", 61, 43, "RGB32", 2);
        await holder.AskAsync("place");

        using var response = await Api.GetPictureAsync(key.Id);
        var segment = await Api.ShowAsync(key.Id);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("takenWhileLocked", Assert.Single(response.Headers.GetValues("X-Segment-Verdict")));
        Assert.Equal(holder.Pid, segment.Picture?.TakenWhileLockedBy?.Pid);
        await holder.AskAsync("unlock");
        await Eventually.SeeAsync("consistent", () => Api.ShowAsync(key.Id), found => found.Picture?.Verdict == "consistent");
    }
}
