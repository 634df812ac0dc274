using System.Net;
using System.Net.Http.Json;
using ShmDashboard.Peers.Tests.Dashboard;
using ShmDashboard.Peers.Tests.Machine;
using ShmDashboard.Peers.Tests.Pictures;
using ShmDashboard.Peers.Tests.Programs;

namespace ShmDashboard.Peers.Tests.Security;

/// <summary>
/// A dashboard without rights: everything of its user's works, and what is another's is listed, left alone, and said to be
/// another's.
/// </summary>
public sealed class OrdinaryUserTests(SharedDashboard shared) : PeerTest(shared)
{
    [Theory]
    [InlineData(PeerKind.Qt5)]
    [InlineData(PeerKind.Qt6)]
    public async Task OwnSegment_IsReadWithoutATraceAndNamesHolderAndWaiter(PeerKind kind)
    {
        Requirement.PeerMemory();
        var user = Own(new OrdinaryUser());
        var api = Own(await DashboardHost.StartAsync(user)).Api;
        var key = NewKey();
        var writer = await StartAsync(kind, user);
        await writer.AskAsync("generate", 61, 43, "RGB32", 1);
        await writer.AskAsync("createexact", key);
        var reader = await StartAsync(kind, user);
        await reader.AskAsync("attach", key, "rw");

        var seen = await Eventually.SeeAsync("both attached", () => api.ShowAsync(key.Id), found => found.Attached.Count == 2);

        Assert.Equal("peerMemory", seen.Payload?.Route);
        Assert.Equal((61, 43), (seen.Picture?.Width, seen.Picture?.Height));
        Assert.Equal(new ProcessReply(writer.Pid, writer.Name, true), seen.Creator);

        await writer.AskAsync("lock");
        var waiting = reader.AskAsync("lock");
        var held = await Eventually.SeeAsync("held and waited for", () => api.LockOfAsync(key.Id), found => found.Waiters.Count == 1);
        await writer.AskAsync("unlock");
        await waiting;
        await reader.AskAsync("unlock");

        Assert.Equal(writer.Pid, held.Holder?.Pid);
        Assert.Equal(reader.Pid, held.Waiters[0].Pid);
    }

    [Fact]
    public async Task Upload_IsReadByQtOfTheSameUser_AndRemovedAfterACrash()
    {
        var user = Own(new OrdinaryUser());
        var dashboard = Own(await DashboardHost.StartAsync(user));
        var (key, crashed) = (NewKey(), NewKey());
        crashed.AllowLeftovers();
        var picture = PngPicture.Make(61, 43, PngKind.Rgb8, 3);

        await dashboard.Api.PutPictureAsync(key.Id, picture.File);
        var reader = await StartAsync(PeerKind.Qt5, user);
        Assert.Equal(picture.PixelHash, (await reader.AskPictureAsync("read", key)).PixelHash);
        await dashboard.Api.ReleaseAsync(key.Id);

        var crashing = await StartAsync(PeerKind.Qt6, user);
        await crashing.AskAsync("create", crashed, 1000);
        await crashing.CrashAsync();
        var plan = await PlanRemovalAsync(dashboard.Api, crashed);
        Assert.True(plan.Possible, plan.Problem);
        using var removed = await dashboard.Api.Http.DeleteAsync(
            DashboardApi.AddressOf(crashed.Id, "?situation=" + Uri.EscapeDataString(plan.Situation)));

        Assert.True(removed.StatusCode == HttpStatusCode.OK, await removed.Content.ReadAsStringAsync());
        Assert.Null(crashed.Segment);
    }

    [Fact]
    public async Task AnothersSegment_IsListedAndSaidToBeAnothers()
    {
        Requirement.AnotherUser();
        var user = Own(new OrdinaryUser());
        var api = Own(await DashboardHost.StartAsync(user)).Api;
        var key = NewKey();
        var owner = await StartAsync(PeerKind.Qt5);
        await owner.AskAsync("generate", 61, 43, "RGB32", 1);
        await owner.AskAsync("createexact", key);
        // Only the key file's name tells the key, to those who were told it.
        (await api.Http.GetAsync(DashboardApi.AddressOf(key.Id))).Dispose();
        var before = key.Segment;

        var seen = await api.ShowAsync(key.Id);
        using var picture = await api.GetPictureAsync(key.Id);
        var unreadable = await DashboardApi.ProblemAsync(picture, HttpStatusCode.Forbidden);
        var unwritable = await api.PutPictureInVainAsync(key.Id, PngPicture.Make(4, 4, PngKind.Rgb8, 1).File, HttpStatusCode.Forbidden);
        var plan = await PlanRemovalAsync(api, key);
        using var removal = await api.Http.DeleteAsync(DashboardApi.AddressOf(key.Id, "?confirm=twice&situation=" + Uri.EscapeDataString(plan.Situation)));
        var findings = await api.FindingsAsync();

        Assert.Equal(("root", 1, "notPermitted"), (seen.Owner, seen.AttachedCount, seen.Lock.State));
        Assert.Contains("it belongs to root", seen.Lock.Problem, StringComparison.Ordinal);
        Assert.Equal(owner.Pid, seen.Creator?.Pid);
        foreach (string? detail in new[] { seen.Problem, unreadable.Detail, unwritable.Detail })
        {
            Assert.Contains("permission denied", detail, StringComparison.Ordinal);
            Assert.Contains("it belongs to root, mode 600", detail, StringComparison.Ordinal);
            Assert.Contains("run this program as root.", detail, StringComparison.OrdinalIgnoreCase);
        }

        Assert.True(removal.StatusCode is HttpStatusCode.Forbidden or HttpStatusCode.Conflict, await removal.Content.ReadAsStringAsync());
        Assert.Contains(findings, finding => finding.Kind == "foreignOwner" && (finding.Segment == key.Id || finding.Segments.Contains(key.Id.ToString())));
        Assert.Equal(before, key.Segment);
        // The owner was not disturbed.
        await owner.AskAsync("lock");
        await owner.AskAsync("unlock");
    }

    [Fact]
    public async Task AnothersPosixSegment_CannotBeReadWrittenOrRemoved()
    {
        Requirement.AnotherUser();
        var user = Own(new OrdinaryUser());
        var api = Own(await DashboardHost.StartAsync(user)).Api;
        string name = $"shmdashboard-tests-{Guid.NewGuid():N}";
        string path = "/dev/shm/" + name;
        await File.WriteAllBytesAsync(path, new byte[100]);
        try
        {
            if (OperatingSystem.IsLinux())
                File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
            string id = "posix:" + name;
            byte[] small = PngPicture.Make(1, 1, PngKind.Rgb8, 1).File;
            byte[] large = PngPicture.Make(61, 43, PngKind.Rgb8, 1).File;

            Assert.Contains("it belongs to root", (await api.ShowAsync(id)).Problem, StringComparison.Ordinal);
            Assert.True(small.Length <= 100 && large.Length > 100);
            foreach (byte[] file in new[] { small, large })
                Assert.Contains("belongs to root", (await api.PutPictureInVainAsync(id, file, HttpStatusCode.Forbidden)).Detail, StringComparison.Ordinal);
            var plan = await PlanRemovalAsync(api, id);
            Assert.False(plan.Possible);
            Assert.Contains("belongs to root, and what belongs to another user is removed by that user only", plan.Problem, StringComparison.Ordinal);
            using var removal = await api.Http.DeleteAsync(DashboardApi.AddressOf(id, "?confirm=twice&situation=" + Uri.EscapeDataString(plan.Situation)));
            await DashboardApi.ProblemAsync(removal, HttpStatusCode.Forbidden);

            Assert.Equal(new byte[100], await File.ReadAllBytesAsync(path));
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Theory]
    [InlineData(100)]
    [InlineData(1)] // too small: what its owner protects is not made anew either
    public async Task OwnPosixSegment_WhoseModeLetsNobodyWrite_IsLeftAlone(int bytes)
    {
        var user = Own(new OrdinaryUser());
        var api = Own(await DashboardHost.StartAsync(user)).Api;
        string name = $"shmdashboard-tests-{Guid.NewGuid():N}";
        string path = "/dev/shm/" + name;
        await File.WriteAllBytesAsync(path, new byte[bytes]);
        try
        {
            if (OperatingSystem.IsLinux())
                File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.GroupRead | UnixFileMode.OtherRead);
            using var chown = System.Diagnostics.Process.Start("chown", [OrdinaryUser.Name, path]);
            await chown.WaitForExitAsync();

            var refusal = await api.PutPictureInVainAsync("posix:" + name, PngPicture.Make(1, 1, PngKind.Rgb8, 1).File, HttpStatusCode.Forbidden);

            Assert.Contains("its mode 444 lets not even its owner write", refusal.Detail, StringComparison.Ordinal);
            Assert.Equal(new byte[bytes], await File.ReadAllBytesAsync(path));
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public async Task OwnLeftovers_OfACrash_AreToldAlthoughRootsProcessesCannotBeRead()
    {
        var user = Own(new OrdinaryUser());
        var api = Own(await DashboardHost.StartAsync(user)).Api;
        string id = Guid.NewGuid().ToString("N");
        string core = "camera" + id + id[..8];
        string python = "psm_" + id[..8];
        string[] files = ["qipc_sharedmemory_" + core, "sem.qipc_systemsem_" + core, python];
        try
        {
            // Qt's POSIX kind, its holder killed between lock() and unlock(): glibc, 64 bit, value 0.
            await File.WriteAllBytesAsync("/dev/shm/" + files[0], new byte[100]);
            await File.WriteAllBytesAsync("/dev/shm/" + files[1], [0, 0, 0, 0, 0, 0, 0, 0, 0x80, .. new byte[23]]);
            await File.WriteAllBytesAsync("/dev/shm/" + files[2], new byte[100]);
            foreach (string file in files)
            {
                if (OperatingSystem.IsLinux())
                    File.SetUnixFileMode("/dev/shm/" + file, UnixFileMode.UserRead | UnixFileMode.UserWrite);
                using var chown = System.Diagnostics.Process.Start("chown", [OrdinaryUser.Name, "/dev/shm/" + file]);
                await chown.WaitForExitAsync();
            }

            var findings = await Eventually.SeeAsync("a dead holder", api.FindingsAsync, found => found.Any(finding => finding.Kind == "deadHolder"));
            var left = await Eventually.SeeAsync("left over", () => api.ShowAsync("posix:" + python), found => found.Stale);

            var dead = findings.Single(finding => finding.Kind == "deadHolder");
            Assert.Equal(("alarm", "posix:" + files[0]), (dead.Severity, dead.Segment));
            Assert.Empty(left.Attached);
        }
        finally
        {
            foreach (string file in files)
                File.Delete("/dev/shm/" + file);
        }
    }

    private static Task<RemovalPlan> PlanRemovalAsync(DashboardApi api, UniqueKey key) => PlanRemovalAsync(api, key.Id);

    private static async Task<RemovalPlan> PlanRemovalAsync(DashboardApi api, string id) =>
        (await api.Http.GetFromJsonAsync<RemovalPlan>(DashboardApi.AddressOf(id, "/plan/remove")))!;

    private sealed record RemovalPlan(bool Possible, string? Problem, string Situation);
}
