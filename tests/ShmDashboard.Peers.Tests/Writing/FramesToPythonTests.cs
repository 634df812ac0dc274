using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using ShmDashboard.Peers.Tests.Dashboard;
using ShmDashboard.Peers.Tests.Programs;

namespace ShmDashboard.Peers.Tests.Writing;

/// <summary>Pictures written as raw pixels: what a program on NumPy and OpenCV reads is what OpenCV itself makes of the picture.</summary>
public sealed class FramesToPythonTests(SharedDashboard shared) : PeerTest(shared)
{
    private readonly string _name = "frames-" + Guid.NewGuid().ToString("N");

    private string Id => "posix:" + _name;

    [Theory]
    [InlineData("bgr24", "blocks", 192, 16, 0)]
    [InlineData("bgr24", "blocks", 256, 0, 0)]
    [InlineData("rgba", "blocks", 256, 8, 0)]
    [InlineData("gray16le", "grey16", 128, 24, 0)]
    [InlineData("grayf32le", "grey16", 320, 0, 0.000001)]
    [InlineData("nv12", "blocks", 64, 0, 1)]
    [InlineData("rgb565le", "blocks", 128, 4, 10)]
    public async Task Put_IntoASegmentWithALayout_IsWhatOpenCvMakesOfThePicture(string format, string kind, int stride, int offset, double most)
    {
        var reader = await StartAsync(PeerKind.Vision);
        byte[] picture = await PictureAsync(reader, kind, 64, 48);
        long size = offset + ((long)stride * 48 * (format == "nv12" ? 3 : 2) / 2) + 100;
        await reader.AskAsync("segment", _name, size);
        try
        {
            await Api.PutLayoutAsync(Id, string.Create(CultureInfo.InvariantCulture,
                $$"""{"offset":{{offset}},"width":64,"height":48,"strideBytes":{{stride}},"format":"{{format}}"}"""));

            var plan = await Api.PlanFrameAsync(Id, picture);
            var written = await Api.PutFrameAsync(Id, picture, "situation=" + Uri.EscapeDataString(plan.Situation));

            Assert.Equal(("overwrite", format, 64, 48, stride, offset, false), Told(plan.Action, plan.Frame!));
            Assert.Equal(("overwrite", format, 64, 48, stride, offset, false), Told(written.Action, written.Frame!));
            string[] found = (await reader.AskAsync("difference", _name, format, 64, 48, stride, offset, PathOf(kind))).Split(' ');
            Assert.InRange(double.Parse(found[0], CultureInfo.InvariantCulture), 0, most);
            Assert.Equal("True", found[1]);
        }
        finally
        {
            await reader.AskAsync("unlink", _name);
        }
    }

    [Theory]
    [InlineData("bgr24", "blocks", 90, 0)]
    [InlineData("bgr24", "blocks", 180, 0)]
    [InlineData("rgba", "blocks", 270, 0)]
    [InlineData("gray16le", "grey16", 90, 0)]
    [InlineData("gray16le", "grey16", 270, 0)]
    [InlineData("nv12", "blocks", 90, 1)]
    public async Task Put_IntoALayoutThatIsShownTurned_IsStoredAsItsCameraWouldHaveIt(string format, string kind, int degrees, double most)
    {
        var reader = await StartAsync(PeerKind.Vision);
        byte[] picture = await PictureAsync(reader, kind, 64, 48);
        await reader.AskAsync("turn", PathOf(kind), degrees, PathOf("turned"));
        var (width, height) = degrees == 180 ? (64, 48) : (48, 64);
        const int Stride = 320, Offset = 8;
        await reader.AskAsync("segment", _name, Offset + (Stride * height * 2));
        try
        {
            await Api.PutLayoutAsync(Id, string.Create(CultureInfo.InvariantCulture,
                $$"""{"offset":{{Offset}},"width":{{width}},"height":{{height}},"strideBytes":{{Stride}},"format":"{{format}}","rotation":{{degrees}}}"""));

            var written = await Api.PutFrameAsync(Id, picture);

            Assert.Equal((64, 48, degrees, false), (written.Frame!.Width, written.Frame.Height, written.Frame.Rotation, written.Frame.Scaled));
            string[] found = (await reader.AskAsync("difference", _name, format, width, height, Stride, Offset, PathOf("turned"))).Split(' ');
            Assert.InRange(double.Parse(found[0], CultureInfo.InvariantCulture), 0, most);
            Assert.Equal("True", found[1]);
            Assert.Equal((format, 64, 48), await ShownAsync());
        }
        finally
        {
            await reader.AskAsync("unlink", _name);
        }
    }

    [Theory]
    [InlineData("layout=64x48~bgr24~stride256~offset16", "bgr24", 256, 16)]
    [InlineData("layout=camera-shm&width=64&height=48", "bgr24", 192, 32)]
    [InlineData("layout=note-gen-sync&format=bgr24", "bgr24", 192, 24)]
    [InlineData("layout=opencv-mat&format=CV_8UC3", "bgr24", 192, 16)]
    [InlineData("layout=sunnypilot", "nv12", 64, 64)]
    public async Task Put_WhereThereIsNoSegment_MakesOneOfThatLayout(string query, string format, int stride, int offset)
    {
        var reader = await StartAsync(PeerKind.Vision);
        byte[] picture = await PictureAsync(reader, "blocks", 64, 48);

        var plan = await Api.PlanFrameAsync(Id, picture, query);
        var written = await Api.PutFrameAsync(Id, picture, query);

        Assert.Equal(("create", written.SegmentBytes), (plan.Action, plan.SegmentBytes));
        Assert.Equal((format, 64, 48), (written.Frame!.Format, written.Frame.Width, written.Frame.Height));
        string[] found = (await reader.AskAsync("difference", _name, format, 64, 48, stride, written.Frame.Offset, PathOf("blocks"))).Split(' ');
        Assert.InRange(double.Parse(found[0], CultureInfo.InvariantCulture), 0, format == "nv12" ? 1 : 0);
        Assert.InRange(written.Frame.Offset, offset, written.SegmentBytes);
        // It is read by that layout from now on, and the next picture goes into it.
        Assert.Equal((format, 64, 48), await ShownAsync());
        Assert.Equal("overwrite", (await Api.PutFrameAsync(Id, picture)).Action);
        await Api.ReleaseAsync(Id);
    }

    [Fact]
    public async Task Put_AHeaderOfACamera_IsFilledAndThenCounted()
    {
        var reader = await StartAsync(PeerKind.Vision);
        byte[] picture = await PictureAsync(reader, "blocks", 64, 48);

        await Api.PutFrameAsync(Id, picture, "layout=camera-shm&width=32&height=20&fit=cover");
        Assert.Equal("2 32 20 1", await reader.AskAsync("header", _name, "QIIQ", 24));
        var next = await Api.PutFrameAsync(Id, picture);

        Assert.Equal("4 32 20 2", await reader.AskAsync("header", _name, "QIIQ", 24));
        Assert.Equal(("sequence", true, 2, 0, 27, 20), (
            next.Frame!.Signs, next.Frame.Scaled, next.Frame.X, next.Frame.Y, next.Frame.PlacedWidth, next.Frame.PlacedHeight));
        await Api.ReleaseAsync(Id);
    }

    [Fact]
    public async Task Put_WhileAReaderPolls_NeverShowsItATornFrame()
    {
        const int Width = 640, Height = 480, Frames = 40;
        string name = "camera_shm_" + _name, id = "posix:" + name;
        var reader = await StartAsync(PeerKind.Vision);
        byte[][] pictures = [await PictureAsync(reader, "flat", Width, Height, 1), await PictureAsync(reader, "flat", Width, Height, 2)];
        await reader.AskAsync("camera", name, Width, Height);
        try
        {
            await reader.AskAsync("poll", name);
            for (int i = 0; i < Frames; i++)
                Assert.Equal("sequence", (await Api.PutFrameAsync(id, pictures[i % 2])).Frame!.Signs);
            long[] polled = await reader.AskNumbersAsync("polled");

            Assert.InRange(polled[0], Frames / 2, Frames + 1);
            Assert.Equal((0, 41 + Frames), (polled[2], polled[3]));

            // What the reader would have seen of a writer that does not keep the lock.
            await reader.AskAsync("poll", name);
            await reader.AskAsync("tear", name);
            await Task.Delay(TimeSpan.FromMilliseconds(200), TimeProvider.System);
            Assert.Equal(1, (await reader.AskNumbersAsync("polled"))[2]);
        }
        finally
        {
            await reader.AskAsync("unlink", name);
        }
    }

    [Fact]
    public async Task Put_IntoAKeyOfQt_IsReadUnderItsLock()
    {
        var vision = await StartAsync(PeerKind.Vision);
        var qt = await StartAsync(PeerKind.Qt5);
        byte[] picture = await PictureAsync(vision, "blocks", 64, 48);
        var key = NewKey();

        var written = await Api.PutFrameAsync(key.Id, picture, "layout=64x48~bgr24");
        await Api.PutFrameAsync(Id, picture, "layout=64x48~bgr24");
        await qt.AskAsync("attach", key, "ro");

        Assert.Equal(("create", "bgr24"), (written.Action, written.Frame!.Format));
        byte[] pixels = await Api.BytesAsync(Id, 0, 64 * 48 * 3);
        Assert.EndsWith(Convert.ToHexStringLower(SHA256.HashData(pixels)), await qt.AskAsync("bytes", 0, pixels.Length), StringComparison.Ordinal);
        await Api.ReleaseAsync(Id);
    }

    [Fact]
    public async Task Put_IntoASystemVSegmentOfNoQt_IsItsNextFrame()
    {
        var camera = await StartAsync(PeerKind.Vision);
        byte[] picture = await PictureAsync(camera, "flat", 4, 2);
        // A serial number, width and height, then RGB.
        string id = "sysv:" + await camera.AskAsync("sysv", "29000000" + "04000000" + "02000000", 12 + (4 * 2 * 3));
        try
        {
            Assert.Equal("rgb24", (await Api.ShowAsync(id)).Picture?.Format);

            var written = await Api.PutFrameAsync(id, picture);

            Assert.Equal(("overwrite", "rgb24", "counter"), (written.Action, written.Frame!.Format, written.Frame.Signs));
            byte[] found = Convert.FromHexString(await camera.AskAsync("sysvread", 36));
            Assert.Equal([42, 0, 0, 0, 4, 0, 0, 0, 2, 0, 0, 0], found[..12]);
            string[] colour = (await camera.AskAsync("at", PathOf("flat"), 0, 0)).Split(' ');
            Assert.Equal(Enumerable.Repeat(colour, 8).SelectMany(pixel => pixel), found[12..].Select(value => value.ToString(CultureInfo.InvariantCulture)));
            await Api.PutPictureInVainAsync(id, picture, HttpStatusCode.BadRequest);
        }
        finally
        {
            await camera.AskAsync("sysvremove");
        }
    }

    [Theory]
    [InlineData("", HttpStatusCode.NotFound, "no such segment whose layout could be taken")]
    [InlineData("layout=never-heard-of", HttpStatusCode.NotFound, "it is none that is known")]
    [InlineData("layout=image-stream-io", HttpStatusCode.NotFound, "keep more in their header than is known here")]
    [InlineData("layout=60000x60000~bgr24", HttpStatusCode.NotFound, "the most is 134,217,728")]
    [InlineData("layout=10000x10000~bgra", HttpStatusCode.RequestEntityTooLarge, "frames are written into 268,435,456 at the most")]
    [InlineData("layout=camera-shm&format=nv12", HttpStatusCode.NotFound, "This layout holds bgr24, not nv12")]
    [InlineData("layout=64x48~bgr24&fit=somehow", HttpStatusCode.BadRequest, "expected inside, cover, stretch")]
    [InlineData("layout=camera-shm&width=-1", HttpStatusCode.BadRequest, "expected 1 or more")]
    public async Task Put_WhatCannotBeMade_IsRefusedAndMakesNothing(string query, HttpStatusCode expected, string why)
    {
        var vision = await StartAsync(PeerKind.Vision);
        using var response = await Api.TryPutFrameAsync(Id, await PictureAsync(vision, "blocks", 64, 48), query);

        Assert.Contains(why, (await DashboardApi.ProblemAsync(response, expected)).Detail, StringComparison.Ordinal);
        Assert.False(File.Exists("/dev/shm/" + _name));
    }

    [Fact]
    public async Task Put_WhereTheFrameHasNoRoom_IsRefusedAndTouchesNothing()
    {
        var vision = await StartAsync(PeerKind.Vision);
        byte[] picture = await PictureAsync(vision, "blocks", 64, 48);
        await vision.AskAsync("segment", _name, 5000);
        try
        {
            using var response = await Api.TryPutFrameAsync(Id, picture, "layout=64x48~bgr24");

            Assert.Contains("ends at 9,216, not within 5,000 bytes", (await DashboardApi.ProblemAsync(response, HttpStatusCode.NotFound)).Detail, StringComparison.Ordinal);
            Assert.Equal(Enumerable.Repeat((byte)0xEE, 5000), await Api.BytesAsync(Id, 0, 5000));
        }
        finally
        {
            await vision.AskAsync("unlink", _name);
        }
    }

    private string PathOf(string kind) => Path.Combine(TemporaryDirectory, kind + ".png");

    private async Task<byte[]> PictureAsync(Peer peer, string kind, int width, int height, int seed = 7)
    {
        await peer.AskAsync("picture", PathOf(kind), kind, width, height, seed);
        return await File.ReadAllBytesAsync(PathOf(kind));
    }

    private async Task<(string?, int?, int?)> ShownAsync()
    {
        var picture = (await Api.ShowAsync(Id)).Picture;
        return (picture?.Format, picture?.Width, picture?.Height);
    }

    private static (string, string, int, int, int, int, bool) Told(string action, FrameReply frame) =>
        (action, frame.Format, frame.Width, frame.Height, (int)frame.StrideBytes, (int)frame.Offset, frame.Scaled);
}
