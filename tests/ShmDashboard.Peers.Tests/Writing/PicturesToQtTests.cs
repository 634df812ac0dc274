using System.Net;
using System.Security.Cryptography;
using ShmDashboard.Peers.Tests.Dashboard;
using ShmDashboard.Peers.Tests.Machine;
using ShmDashboard.Peers.Tests.Pictures;
using ShmDashboard.Peers.Tests.Programs;

namespace ShmDashboard.Peers.Tests.Writing;

/// <summary>The dashboard writes pictures; Qt programs read them, pixel for pixel, as if one of their own had written.</summary>
public sealed class PicturesToQtTests(SharedDashboard shared) : PeerTest(shared)
{
    public static TheoryData<PeerKind, int, int, PngKind, bool> Pictures
    {
        get
        {
            var all = new TheoryData<PeerKind, int, int, PngKind, bool>();
            foreach (var kind in new[] { PeerKind.Qt5, PeerKind.Qt6 })
            {
                all.Add(kind, 1, 1, PngKind.Rgb8, false);
                all.Add(kind, 3, 5, PngKind.Rgb8, false);
                all.Add(kind, 61, 43, PngKind.Rgba8, false);
                all.Add(kind, 61, 43, PngKind.Grey8, false);
                all.Add(kind, 61, 43, PngKind.Grey16, false);
                all.Add(kind, 61, 43, PngKind.Rgba16, false);
                all.Add(kind, 61, 43, PngKind.Palette8, false);
                all.Add(kind, 61, 43, PngKind.Rgb8, true);
                all.Add(kind, 3, 2, PngKind.Rgba16, true);
                all.Add(kind, 4000, 3000, PngKind.Rgb8, false);
            }

            all.Add(PeerKind.PyQt5, 61, 43, PngKind.Rgba8, false);
            all.Add(PeerKind.PyQt6, 61, 43, PngKind.Rgba16, false);
            return all;
        }
    }

    [Theory]
    [MemberData(nameof(Pictures))]
    public async Task Put_Png_IsPixelIdenticalInQt(PeerKind kind, int width, int height, PngKind png, bool interlaced)
    {
        var key = NewKey();
        var reader = await StartAsync(kind);
        var picture = PngPicture.Make(width, height, png, seed: 11, interlaced);
        var asFile = await reader.AskPictureAsync("load", WriteFile("picture.png", picture.File));

        var reply = await Api.PutPictureAsync(key.Id, picture.File);
        var asSegment = await reader.AskPictureAsync("read", key);

        Assert.Equal(new PublishReply(key.Id, "create", picture.File.Length + 4, picture.File.Length + 4, reply.Milliseconds), reply);
        Assert.Equal(asFile, asSegment);
        Assert.Equal((width, height, picture.PixelHash), (asSegment.Width, asSegment.Height, asSegment.PixelHash));
    }

    [Theory]
    [InlineData(PeerKind.Qt5)]
    [InlineData(PeerKind.Qt6)]
    public async Task Put_Png_IsAMarkerAndTheFileByteForByte(PeerKind kind)
    {
        var key = NewKey();
        var reader = await StartAsync(kind);
        byte[] file = PngPicture.Make(61, 43, PngKind.Rgba8, 21).File;
        byte[] payload = [0, 0, 0, 1, .. file];

        await Api.PutPictureAsync(key.Id, file);
        await reader.AskAsync("attach", key, "ro");

        Assert.Equal(
            $"{payload.Length} {Convert.ToHexStringLower(SHA256.HashData(payload))}",
            await reader.AskAsync("bytes", 0, payload.Length + 1000));
        Assert.Equal(payload, await Api.BytesAsync(key.Id, 0, payload.Length + 1000));
    }

    [Theory]
    [InlineData(PeerKind.Qt5)]
    [InlineData(PeerKind.Qt6)]
    public async Task Put_ReadFiftyTimes_PictureStays(PeerKind kind)
    {
        var key = NewKey();
        var reader = await StartAsync(kind);
        await Api.PutPictureAsync(key.Id, PngPicture.Make(200, 150, PngKind.Rgba8, 12).File);

        long[] reply = await reader.AskNumbersAsync("churnread", key, 50);

        Assert.Equal((0, 1), (reply[0], reply[1]));
        // Everybody's mappings are looked through about once a second; before that it may know of the reader alone.
        var segment = await Eventually.SeeAsync("only the dashboard is attached", () => Api.ShowAsync(key.Id),
            found => found.Attached.Select(process => process.Pid).SequenceEqual([Dashboard.Pid]));
        Assert.True(segment.HeldByDashboard);
        Assert.Equal("free", segment.Lock.State);
    }

    [Theory]
    [InlineData(PeerKind.Qt5)]
    [InlineData(PeerKind.Qt6)]
    public async Task Put_AsPixmap_ShowsInTheExampleWay(PeerKind kind)
    {
        var key = NewKey();
        var reader = await StartAsync(kind);
        var picture = PngPicture.Make(61, 43, PngKind.Rgb8, 13);
        await Api.PutPictureAsync(key.Id, picture.File);

        var shown = await reader.AskPictureAsync("readpixmap", key);

        Assert.Equal(picture.PixelHash, shown.PixelHash);
    }

    [Theory]
    [InlineData(PeerKind.Qt5)]
    [InlineData(PeerKind.Qt6)]
    public async Task Put_OverOwnSmallerUpload_MakesItAnewAndLargerIsRead(PeerKind kind)
    {
        var key = NewKey();
        var reader = await StartAsync(kind);
        var larger = PngPicture.Make(300, 200, PngKind.Rgba8, 15);
        await Api.PutPictureAsync(key.Id, PngPicture.Make(10, 10, PngKind.Rgba8, 14).File);
        await reader.AskAsync("read", key);

        var reply = await Api.PutPictureAsync(key.Id, larger.File);

        Assert.Equal("recreate", reply.Action);
        Assert.Equal(larger.PixelHash, (await reader.AskPictureAsync("read", key)).PixelHash);
    }

    [Theory]
    [InlineData(PeerKind.Qt5)]
    [InlineData(PeerKind.Qt6)]
    public async Task Put_IntoSegmentOfAttachedPeer_OverwritesAndLeavesItToThePeer(PeerKind kind)
    {
        var key = NewKey();
        var owner = await StartAsync(kind);
        var reader = await StartAsync(kind);
        var picture = PngPicture.Make(61, 43, PngKind.Rgb8, 16);
        await owner.AskAsync("create", key, 200_000);

        var reply = await Api.PutPictureAsync(key.Id, picture.File);

        Assert.Equal(("overwrite", 200_000L), (reply.Action, reply.SegmentBytes));
        Assert.Equal(picture.PixelHash, (await reader.AskPictureAsync("read", key)).PixelHash);
        Assert.False((await Api.ShowAsync(key.Id)).HeldByDashboard);
        await Eventually.SeeAsync("one attached", () => key.Segment?.AttachCount == 1);
        await owner.AskAsync("detach");
        Assert.Null(key.Segment);
    }

    [Theory]
    [InlineData(PeerKind.Qt5)]
    [InlineData(PeerKind.Qt6)]
    public async Task Put_TooLargeForSegmentInUse_409NamesWhoIsAttached(PeerKind kind)
    {
        var key = NewKey();
        var owner = await StartAsync(kind);
        await owner.AskAsync("create", key, 100);

        var problem = await Api.PutPictureInVainAsync(
            key.Id, PngPicture.Make(300, 200, PngKind.Rgb8, 17).File, HttpStatusCode.Conflict);

        Assert.Contains($"{owner.Name} {owner.Pid}", problem.Detail, StringComparison.Ordinal);
        Assert.Equal(100, key.Segment?.SizeBytes);
    }

    [Theory]
    [InlineData(PeerKind.Qt5)]
    [InlineData(PeerKind.Qt6)]
    public async Task Release_NobodyElseAttached_RemovesSegmentLockAndFiles(PeerKind kind)
    {
        var key = NewKey();
        var reader = await StartAsync(kind);
        await Api.PutPictureAsync(key.Id, PngPicture.Make(61, 43, PngKind.Rgb8, 18).File);
        await reader.AskAsync("read", key);

        await Api.ReleaseAsync(key.Id);

        Assert.Empty(key.Leftovers());
        Assert.Null(await Api.FindAsync(key.Id));
        Assert.Equal(PeerErrorException.NotFound, await reader.AskInVainAsync("attach", key));
    }

    [Theory]
    [InlineData(PeerKind.Qt5)]
    [InlineData(PeerKind.Qt6)]
    public async Task Release_PeerAttached_SegmentStaysForThePeer(PeerKind kind)
    {
        var key = NewKey();
        key.AllowLeftovers(); // The lock, as whenever the one that made it leaves before the others.
        var reader = await StartAsync(kind);
        var picture = PngPicture.Make(61, 43, PngKind.Rgb8, 19);
        await Api.PutPictureAsync(key.Id, picture.File);
        await reader.AskAsync("attach", key, "rw");

        await Api.ReleaseAsync(key.Id);

        await Eventually.SeeAsync("one attached", () => key.Segment?.AttachCount == 1);
        await reader.AskAsync("lock");
        await reader.AskAsync("unlock");
        await reader.AskAsync("detach");
        Assert.Null(key.Segment);
        Assert.False(File.Exists(key.SegmentFile));
        await Eventually.SeeAsync("free", () => KernelObjects.ValueOf(key.Lock!.Value) == 1);
    }

    [Theory]
    [InlineData(PeerKind.Qt5)]
    [InlineData(PeerKind.Qt6)]
    public async Task Put_AfterPeerLeftWithoutDetaching_TakesOverTheStaleSegment(PeerKind kind)
    {
        var key = NewKey();
        key.AllowLeftovers();
        var crashing = await StartAsync(kind);
        await crashing.AskAsync("create", key, 100);
        await crashing.CrashAsync();
        var picture = PngPicture.Make(61, 43, PngKind.Rgb8, 20);

        var reply = await Api.PutPictureAsync(key.Id, picture.File);

        Assert.Equal("recreate", reply.Action);
        var reader = await StartAsync(kind);
        Assert.Equal(picture.PixelHash, (await reader.AskPictureAsync("read", key)).PixelHash);
    }
}
