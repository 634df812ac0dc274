using ShmDashboard.Peers.Tests.Dashboard;
using ShmDashboard.Peers.Tests.Pictures;
using ShmDashboard.Peers.Tests.Programs;

namespace ShmDashboard.Peers.Tests.Reading;

/// <summary>Encoded pictures that programs put somewhere into a segment: in a list of Qt's, in a message, as base64, behind a length.</summary>
public sealed class PicturesAnywhereTests(SharedDashboard shared) : PeerTest(shared)
{
    private readonly string _name = "anywhere-" + Guid.NewGuid().ToString("N");

    private string Id => "posix:" + _name;

    [Theory]
    [InlineData(PeerKind.Qt5)]
    [InlineData(PeerKind.Qt6)]
    public async Task Qt_NumberNameAndListOfImages_AreAllOfThem(PeerKind kind)
    {
        var qt = await StartAsync(kind);
        var key = NewKey();
        await qt.AskAsync("generate", 40, 30, "RGB32", 3);
        await qt.AskAsync("create", key, 400_000);
        await qt.AskAsync("writelist", 3);

        var segment = await Api.ShowAsync(key.Id);

        Assert.Equal([(40, 30), (39, 30), (38, 30)], segment.Pictures!.Select(picture => (picture.Width!.Value, picture.Height!.Value)));
        Assert.All(segment.Pictures!, picture => Assert.Equal(("png", "complete", true), (picture.Format, picture.Integrity, picture.InQtStream)));
        // A number, a name of six letters and the count stand before the first item's marker.
        Assert.Equal(4 + 4 + 12 + 4 + 4, segment.Pictures![0].Offset);
        byte[] all = await Api.BytesAsync(key.Id, 0, 400_000);
        foreach (var picture in segment.Pictures!)
        {
            byte[] file = await Api.Http.GetByteArrayAsync(DashboardApi.AddressOf(key.Id, "/picture?picture=" + picture.Picture));
            Assert.Equal(all.AsSpan((int)picture.Offset, (int)picture.LengthBytes).ToArray(), file);
        }

        // One fewer: the list is shorter.
        await qt.AskAsync("writelist", 2);
        Assert.Equal([40, 39], (await Api.ShowAsync(key.Id)).Pictures!.Take(2).Select(picture => picture.Width!.Value));
    }

    [Fact]
    public async Task Python_MessageWithPictures_ListsEachWithItsOffset()
    {
        var vision = await StartAsync(PeerKind.Vision);
        byte[] png = PngPicture.Make(31, 23, PngKind.Rgb8, 2).File;
        string jpeg = Path.Combine(TemporaryDirectory, "a.jpg");
        await vision.AskAsync("jpeg", jpeg, 48, 32);
        await vision.AskAsync("message", _name, WriteFile("a.png", png), jpeg);
        try
        {
            var pictures = (await Api.ShowAsync(Id)).Pictures!;

            Assert.Equal([("png", 31, 23), ("jpeg", 48, 32)], pictures.Select(picture => (picture.Format, picture.Width!.Value, picture.Height!.Value)));
            Assert.Equal(png, await Api.PictureAsync(Id));
            Assert.Equal(await File.ReadAllBytesAsync(jpeg), await Api.Http.GetByteArrayAsync(DashboardApi.AddressOf(Id, "/picture?picture=1")));
            string told = await Api.Http.GetStringAsync(DashboardApi.AddressOf(Id, "/pixels?picture=1&x=3&y=4"));
            Assert.Contains("\"format\":\"rgb24\"", told, StringComparison.Ordinal);
            using var missing = await Api.Http.GetAsync(DashboardApi.AddressOf(Id, "/picture?picture=2"));
            Assert.Contains("there are 2, from 0 to 1", (await DashboardApi.ProblemAsync(missing, System.Net.HttpStatusCode.NotFound)).Detail, StringComparison.Ordinal);
        }
        finally
        {
            await vision.AskAsync("unlink", _name);
        }
    }

    [Fact]
    public async Task Python_DataUrlInJson_IsThePicture()
    {
        var vision = await StartAsync(PeerKind.Vision);
        byte[] png = PngPicture.Make(90, 70, PngKind.Rgba8, 4).File;
        await vision.AskAsync("dataurl", _name, WriteFile("a.png", png));
        try
        {
            var segment = await Api.ShowAsync(Id);

            Assert.Equal(("png", 90, 70, true), (segment.Pictures![0].Format, segment.Pictures[0].Width, segment.Pictures[0].Height, segment.Pictures[0].Base64));
            Assert.Equal(png, await Api.PictureAsync(Id));
        }
        finally
        {
            await vision.AskAsync("unlink", _name);
        }
    }

    [Theory]
    [InlineData(">")]
    [InlineData("<")]
    public async Task Python_JpegBehindAByteAndItsLength_IsThatJpeg(string order)
    {
        var vision = await StartAsync(PeerKind.Vision);
        string jpeg = Path.Combine(TemporaryDirectory, "a.jpg");
        await vision.AskAsync("jpeg", jpeg, 320, 240);
        await vision.AskAsync("prefixed", _name, order, jpeg);
        try
        {
            Assert.Equal(await File.ReadAllBytesAsync(jpeg), await Api.PictureAsync(Id));
            Assert.Equal(5, (await Api.ShowAsync(Id)).Pictures![0].Offset);
        }
        finally
        {
            await vision.AskAsync("unlink", _name);
        }
    }

    [Theory]
    [InlineData(6, "RGB3", "rgb24")]
    [InlineData(7, "RGB3", "rgb24")]
    [InlineData(10, "RGB3", "rgb24")]
    [InlineData(10, "GREY", "gray")]
    [InlineData(6, "JPEG", "jpeg")]
    [InlineData(7, "MJPG", "jpeg")]
    [InlineData(10, "JPEG", "jpeg")]
    public async Task UStreamer_SinkOfEachVersion_IsItsPicture(int version, string fourcc, string format)
    {
        var vision = await StartAsync(PeerKind.Vision);
        string path = Path.Combine(TemporaryDirectory, format == "jpeg" ? "a.jpg" : "a.png");
        await vision.AskAsync("jpeg", path, 80, 60);
        await vision.AskAsync("ustreamer", _name, version, fourcc, path);
        try
        {
            var picture = (await Api.ShowAsync(Id)).Picture!;
            Assert.Equal((format, 80, 60), (picture.Format, picture.Width, picture.Height));
            if (format == "jpeg")
                Assert.Equal(await File.ReadAllBytesAsync(path), await Api.PictureAsync(Id));
            if (format != "rgb24")
                return;
            string told = await Api.Http.GetStringAsync(DashboardApi.AddressOf(Id, "/pixels?x=79&y=59"));
            Assert.Contains($"[[[{(await vision.AskAsync("at", path, 79, 59)).Replace(' ', ',')}]]]", told, StringComparison.Ordinal);
        }
        finally
        {
            await vision.AskAsync("unlink", _name);
        }
    }

    [Theory]
    [InlineData("png", 37)]
    [InlineData("jpg", 128)]
    [InlineData("webp", 16)]
    [InlineData("bmp", 64)]
    [InlineData("tif", 200)]
    public async Task Python_FileBehindAHeader_IsShownWithItsOffset(string ending, int before)
    {
        var vision = await StartAsync(PeerKind.Vision);
        string path = Path.Combine(TemporaryDirectory, "a." + ending);
        await vision.AskAsync("jpeg", path, 64, 48);
        await vision.AskAsync("file", _name, Convert.ToHexString([.. Enumerable.Range(0, before).Select(i => (byte)(i * 37 + 11))]), path);
        try
        {
            Assert.Equal((before, 64, 48), ((int)(await Api.ShowAsync(Id)).Pictures![0].Offset, (await Api.ShowAsync(Id)).Pictures![0].Width, (await Api.ShowAsync(Id)).Pictures![0].Height));
            byte[] served = await Api.PictureAsync(Id);
            Assert.Equal(served, (await File.ReadAllBytesAsync(path)).AsSpan(0, served.Length).ToArray());
        }
        finally
        {
            await vision.AskAsync("unlink", _name);
        }
    }
}
