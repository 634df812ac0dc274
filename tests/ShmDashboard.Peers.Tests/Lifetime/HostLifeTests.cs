using ShmDashboard.Peers.Tests.Dashboard;
using ShmDashboard.Peers.Tests.Machine;
using ShmDashboard.Peers.Tests.Pictures;
using ShmDashboard.Peers.Tests.Programs;
using ShmDashboard.Peers.Tests.Watching;

namespace ShmDashboard.Peers.Tests.Lifetime;

/// <summary>The dashboard itself ends, well or by force.</summary>
[Collection(HeavyLoad.Name)]
public sealed class HostLifeTests(SharedDashboard shared) : PeerTest(shared)
{
    [Fact]
    public async Task Sigterm_HoldingSegments_ReleasesThemAllAndEndsWithZero()
    {
        var picture = NewKey();
        var text = NewKey();
        string posix = $"shmdashboard-tests-{Guid.NewGuid():N}";
        var host = await StartDashboardAsync();
        byte[] png = PngPicture.Make(61, 43, PngKind.Rgb8, 1).File;
        await host.Api.PutPictureAsync(picture.Id, png);
        await host.Api.PutTextAsync(text.Id, "hello", "qstring");
        await host.Api.PutPictureAsync("posix:" + posix, png);
        Assert.True(File.Exists("/dev/shm/" + posix));

        int exitCode = await host.StopAsync();

        Assert.Equal(0, exitCode);
        Assert.Empty(picture.Leftovers());
        Assert.Empty(text.Leftovers());
        Assert.False(File.Exists("/dev/shm/" + posix));
    }

    [Theory]
    [InlineData(PeerKind.Qt5)]
    [InlineData(PeerKind.Qt6)]
    public async Task Sigterm_PeerAttached_LeavesThePeerItsSegment(PeerKind kind)
    {
        var key = NewKey();
        var reader = await StartAsync(kind);
        var host = await StartDashboardAsync();
        await host.Api.PutTextAsync(key.Id, "stay", "utf8");
        await reader.AskAsync("attach", key, "rw");

        await host.StopAsync();

        Assert.Equal("stay", await reader.AskTextAsync("readtext", "utf8"));
        await reader.AskAsync("detach");
        await reader.AskAsync("drop");
        // The lock too: the reader made itself a new one and took it along.
        Assert.Empty(key.Leftovers());
    }

    [Fact]
    public async Task Sigterm_NothingHeld_LeavesNoFileInTheHome()
    {
        var host = await StartDashboardAsync(TemporaryDirectory);
        var key = NewKey();
        await host.Api.PutTextAsync(key.Id, "hello", "utf8");

        await host.StopAsync();

        Assert.Empty(Directory.EnumerateFiles(TemporaryDirectory, "*", SearchOption.AllDirectories));
    }

    [Theory]
    [InlineData(PeerKind.Qt5)]
    [InlineData(PeerKind.Qt6)]
    public async Task Kill_PeerAttached_PeerIsUnharmedAndTheLockIsFree(PeerKind kind)
    {
        var key = NewKey();
        key.AllowLeftovers();
        var reader = await StartAsync(kind);
        var host = await StartDashboardAsync();
        await host.Api.PutTextAsync(key.Id, "unharmed", "utf8");
        await reader.AskAsync("attach", key, "rw");

        await host.KillAsync();

        Assert.Equal(1, KernelObjects.ValueOf(key.Lock!.Value));
        Assert.Equal("unharmed", await reader.AskTextAsync("readtext", "utf8"));
        await reader.AskAsync("writetext", "utf8", "going on");
        await reader.AskAsync("detach");
        Assert.Null(key.Segment);
    }

    // It has to attach, under the lock, to read; and it writes under the lock. Killed in the middle of either, again and again.
    [Theory]
    [InlineData(PeerKind.Qt5)]
    [InlineData(PeerKind.Qt6)]
    public async Task Kill_AtAnyMomentWhileItReadsAndUploads_ThePeerGoesOnAndTheLockIsFree(PeerKind kind)
    {
        const int Rounds = 6;
        var key = NewKey();
        var peer = await StartAsync(kind);
        await peer.AskAsync("private");
        byte[] picture = PngPicture.Make(700, 500, PngKind.Rgb8, 1).File;
        await peer.AskAsync("create", key, picture.Length + 1000);
        var moments = new Random(7);
        for (int round = 0; round < Rounds; round++)
        {
            var host = Own(await DashboardHost.StartConfinedAsync());
            using var enough = new CancellationTokenSource();
            int answers = 0;
            var reading = UntilKilledAsync(async () =>
            {
                (await host.Api.GetPictureAsync(key.Id)).Dispose();
                Interlocked.Increment(ref answers);
            }, enough.Token);
            var uploading = UntilKilledAsync(async () =>
            {
                (await host.Api.TryPutPictureAsync(key.Id, picture)).Dispose();
                Interlocked.Increment(ref answers);
            }, enough.Token);
            var working = UntilKilledAsync(() => peer.AskAsync("hold", 1), enough.Token);
            await Eventually.SeeAsync("answers", () => Volatile.Read(ref answers) > 5);
            await Task.Delay(TimeSpan.FromMilliseconds(moments.Next(1, 60)), TimeProvider.System);

            await host.KillAsync();
            await enough.CancelAsync();
            await Task.WhenAll(reading, uploading, working);

            Assert.Equal(1, KernelObjects.ValueOf(key.Lock!.Value));
            Assert.Equal(1, key.Segment?.AttachCount);
            await peer.AskAsync("hold", 1);
        }

        await peer.AskAsync("detach");
        await peer.AskAsync("drop");
        Assert.Empty(key.Leftovers());
    }

    [Fact]
    public async Task Kill_HoldingSegments_NextStartSaysWhatWasLeft()
    {
        var key = NewKey("left behind");
        key.AllowLeftovers();
        string posix = $"shmdashboard-tests-{Guid.NewGuid():N}";
        byte[] png = PngPicture.Make(61, 43, PngKind.Rgb8, 2).File;
        var first = await StartDashboardAsync(TemporaryDirectory);
        await first.Api.PutPictureAsync(key.Id, png);
        await first.Api.PutPictureAsync("posix:" + posix, png);
        await first.KillAsync();
        try
        {
            var second = await StartDashboardAsync(TemporaryDirectory);

            Assert.Contains(key.Id, second.Banner, StringComparison.Ordinal);
            Assert.Contains("posix:" + posix, second.Banner, StringComparison.Ordinal);
            Assert.NotNull(key.Segment);
            Assert.Equal(png, await second.Api.PictureAsync(key.Id));

            await second.StopAsync();
            var third = await StartDashboardAsync(TemporaryDirectory);
            Assert.DoesNotContain("posix:" + posix, third.Banner, StringComparison.Ordinal);
        }
        finally
        {
            File.Delete("/dev/shm/" + posix);
        }
    }

    [Theory]
    [InlineData(PeerKind.Qt5)]
    [InlineData(PeerKind.Qt6)]
    public async Task Start_KeyOnTheCommandLine_IsListedByItsKeyFromTheBeginning(PeerKind kind)
    {
        var key = NewKey();
        var writer = await StartAsync(kind);
        await writer.AskAsync("create", key, 1000);

        var host = await StartDashboardAsync(null, "--key", key.Text);

        Assert.Contains(await host.Api.ListAsync(), segment => segment.Id == key.Id);
    }

    [Fact]
    public async Task Start_ByTheRuntime_IsCalledAsTheProgram()
    {
        await using var host = await DashboardHost.StartByRuntimeAsync();

        Assert.Equal("ShmDashboard.We", (await File.ReadAllTextAsync($"/proc/{host.Pid}/comm")).TrimEnd());
    }

    [Fact]
    public async Task Start_TwoDashboards_DoNotDisturbEachOther()
    {
        var key = NewKey();
        var other = await StartDashboardAsync();
        byte[] png = PngPicture.Make(61, 43, PngKind.Rgb8, 3).File;
        await Api.PutPictureAsync(key.Id, png);

        Assert.Equal(png, await other.Api.PictureAsync(key.Id));
        Assert.False((await other.Api.ShowAsync(key.Id)).HeldByDashboard);
        Assert.True((await Api.ShowAsync(key.Id)).HeldByDashboard);

        await other.StopAsync();
        Assert.Equal(png, await Api.PictureAsync(key.Id));
    }

    private static async Task UntilKilledAsync(Func<Task> act, CancellationToken killed)
    {
        try
        {
            while (!killed.IsCancellationRequested)
                await act();
        }
        catch (Exception gone) when (gone is HttpRequestException or IOException)
        {
            // The connection went with the process.
        }
    }
}
