using System.Net;
using ShmDashboard.Peers.Tests.Dashboard;
using ShmDashboard.Peers.Tests.Machine;
using ShmDashboard.Peers.Tests.Programs;

namespace ShmDashboard.Peers.Tests.Lifetime;

/// <summary>Segments go while they are shown, properly or by a crash.</summary>
public sealed class DisappearanceTests(SharedDashboard shared) : PeerTest(shared)
{
    [Theory]
    [InlineData(PeerKind.Qt5)]
    [InlineData(PeerKind.Qt6)]
    public async Task Show_SegmentRemovedAndMadeAnew_FollowsIt(PeerKind kind)
    {
        var key = NewKey();
        var writer = await StartAsync(kind);
        await writer.AskAsync("generate", 30, 20, "RGB32", 1);
        await writer.AskAsync("createexact", key);
        var first = await Api.ShowAsync(key.Id);

        await writer.AskAsync("detach");
        Assert.Null(await Api.FindAsync(key.Id));
        using var gone = await Api.GetPictureAsync(key.Id);
        await DashboardApi.ProblemAsync(gone, HttpStatusCode.NotFound);

        await writer.AskAsync("generate", 31, 21, "RGB32", 2);
        await writer.AskAsync("createexact", key);
        var second = await Api.ShowAsync(key.Id);
        Assert.Equal((31, 21), (second.Picture?.Width, second.Picture?.Height));
        Assert.True(second.Sequence > first.Sequence, $"{second.Sequence} after {first.Sequence}");
    }

    [Theory]
    [InlineData(PeerKind.Qt5)]
    [InlineData(PeerKind.Qt6)]
    [InlineData(PeerKind.PyQt5)]
    public async Task Show_MakerKilled_IsStaleAndStillShown(PeerKind kind)
    {
        var key = NewKey();
        key.AllowLeftovers();
        var writer = await StartAsync(kind);
        await writer.AskAsync("create", key, 1000);
        await writer.AskAsync("writetext", "utf8", "last words");
        Assert.False((await Api.ShowAsync(key.Id)).Stale);

        await writer.CrashAsync();

        var stale = await Eventually.SeeAsync("stale", () => Api.ShowAsync(key.Id), found => found.Stale);
        Assert.Equal(0, stale.AttachedCount);
        Assert.Equal(writer.Pid, stale.Creator?.Pid);
        Assert.False(stale.Creator?.Alive);
        Assert.Equal("last words", stale.Text);
        // Nothing may vanish because somebody looked.
        Assert.NotNull(key.Segment);
        Assert.True(File.Exists(key.SegmentFile));
    }

    [Theory]
    [InlineData(PeerKind.Qt5)]
    [InlineData(PeerKind.Qt6)]
    public async Task Show_MakerKilledButAnotherAttached_IsNotStale(PeerKind kind)
    {
        var key = NewKey();
        key.AllowLeftovers();
        var writer = await StartAsync(kind);
        var reader = await StartAsync(kind);
        await writer.AskAsync("create", key, 1000);
        await reader.AskAsync("attach", key, "ro");

        await writer.CrashAsync();

        var segment = await Eventually.SeeAsync("the reader alone is attached", () => Api.ShowAsync(key.Id),
            found => found.AttachedCount == 1 && found.Attached.Select(process => process.Pid).SequenceEqual([reader.Pid]));
        Assert.False(segment.Stale);
    }

    [Fact]
    public async Task Picture_PosixFileTruncatedWhileRead_NeitherCrashesNorHangs()
    {
        string name = $"shmdashboard-tests-{Guid.NewGuid():N}";
        string id = "posix:" + name;
        var owner = await StartAsync(PeerKind.Python);
        await owner.AskAsync("create", name, 32 << 20);
        try
        {
            byte[] picture = Pictures.PngPicture.Make(1000, 1000, Pictures.PngKind.Rgb8, 3).File;
            await owner.AskAsync("writefile", WriteFile("large.png", picture));
            var reading = Task.Run(async () =>
            {
                for (int i = 0; i < 30; i++)
                {
                    using var response = await Api.GetPictureAsync(id);
                    await response.Content.ReadAsByteArrayAsync();
                }
            });

            foreach (int size in new[] { 1 << 20, 4096, 100, 32 << 20, 0, 10 })
                await owner.AskAsync("resize", size);
            await reading;

            Assert.Equal(10, (await Api.ShowAsync(id)).SizeBytes);
        }
        finally
        {
            await owner.AskAsync("unlink");
        }
    }
}
