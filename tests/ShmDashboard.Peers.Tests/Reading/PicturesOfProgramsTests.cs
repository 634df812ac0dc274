using System.Globalization;
using System.Text.Json;
using ShmDashboard.Peers.Tests.Dashboard;
using ShmDashboard.Peers.Tests.Machine;
using ShmDashboard.Peers.Tests.Programs;

namespace ShmDashboard.Peers.Tests.Reading;

/// <summary>Pixels as known programs leave them in their memories: whose they are is told by their headers.</summary>
public sealed class PicturesOfProgramsTests(SharedDashboard shared) : PeerTest(shared)
{
    private string _name = "program-" + Guid.NewGuid().ToString("N");

    private string Id => "posix:" + _name;

    [Theory]
    [InlineData(5, 1, "bgr0", 1)]
    [InlineData(6, 2, "rgb0", 1)]
    [InlineData(6, 3, "x2bgr10le", 4)]
    [InlineData(10, 1, "bgr0", 1)]
    [InlineData(10, 4, "rgbaf16le", 1 / 256.0)]
    public async Task LookingGlass_NewestFrameInItsQueue_IsThePicture(int version, int type, string format, double scale)
    {
        var vision = await StartAsync(PeerKind.Vision);
        string path = Path.Combine(TemporaryDirectory, "a.png");
        await vision.AskAsync("jpeg", path, 80, 60);
        await vision.AskAsync("lookingglass", _name, version, type, path);
        try
        {
            var picture = (await Api.ShowAsync(Id)).Picture!;
            Assert.Equal((format, 80, 60), (picture.Format, picture.Width, picture.Height));
            Assert.Equal("Looking Glass, 42, False", await LayoutAsync());
            Assert.Equal((await ExpectedAsync(vision, path, 79, 59)).Select(value => value * scale), await PixelAsync(79, 59));

            await vision.AskAsync("post");
            await Eventually.SeeAsync("a frame that is being written", LayoutAsync, told => told == "Looking Glass, 43, True");
        }
        finally
        {
            await vision.AskAsync("unlink", _name);
        }
    }

    [Theory]
    [InlineData("P5", "grey", 8)]
    [InlineData("P5:16", "grey", 16)]
    [InlineData("P6", "RGB", 8)]
    [InlineData("P7", "rgb24", 8)]
    public async Task Python_PnmBeforeZeros_IsThatPicture(string kind, string channels, int bits)
    {
        var vision = await StartAsync(PeerKind.Vision);
        string path = Path.Combine(TemporaryDirectory, "a.png");
        await vision.AskAsync("jpeg", path, 81, 60);
        await vision.AskAsync("pnm", _name, kind, path);
        try
        {
            var picture = (await Api.ShowAsync(Id)).Picture!;
            Assert.Equal((81, 60, channels, bits), (picture.Width!.Value, picture.Height!.Value, picture.Channels, picture.BitsPerChannel!.Value));
            double[] expected = await ExpectedAsync(vision, path, 80, 59);
            Assert.Equal(channels == "grey" ? [expected[1] * (bits == 16 ? 257 : 1)] : expected, await PixelAsync(80, 59));
        }
        finally
        {
            await vision.AskAsync("unlink", _name);
        }
    }

    [Theory]
    [InlineData(PeerKind.PyQt5, "RGB32", "bgra", 322)]
    [InlineData(PeerKind.PyQt6, "RGB32", "bgra", 322)]
    [InlineData(PeerKind.PyQt5, "RGB888", "rgb24", 322)]
    [InlineData(PeerKind.PyQt5, "Grayscale8", "gray", 320)]
    public async Task Qt_BitsOfAnImageAlone_AreGuessedWithTheirPadding(PeerKind kind, string form, string format, int width)
    {
        var vision = await StartAsync(PeerKind.Vision);
        var qt = await StartAsync(kind);
        string path = Path.Combine(TemporaryDirectory, "a.png");
        await vision.AskAsync("jpeg", path, width, 240);
        long stride = long.Parse(await qt.AskAsync("bits", _name, form, path), CultureInfo.InvariantCulture);
        try
        {
            var found = await Eventually.SeeAsync("a guess", LayoutsAsync, told => told.GetProperty("origin").GetString() == "guessed");
            var current = found.GetProperty("current");
            Assert.Equal(
                $"{width} x 240, {stride}", $"{current.GetProperty("width")} x {current.GetProperty("height")}, {current.GetProperty("strideBytes")}");
            // Nothing in bytes of colours says which end is red.
            if (form != "RGB888")
                Assert.Equal(format, current.GetProperty("format").GetString());
            await Api.PutLayoutAsync(Id, $$"""{"width":{{width}},"height":240,"strideBytes":{{stride}},"format":"{{format}}"}""");
            double[] expected = await ExpectedAsync(vision, path, width - 1, 239), pixel = await PixelAsync(width - 1, 239);
            Assert.Equal(format == "gray" ? [Math.Round(((11 * expected[0]) + (16 * expected[1]) + (5 * expected[2])) / 32)] : expected, pixel);
        }
        finally
        {
            await vision.AskAsync("unlink", _name);
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    public async Task GStreamer_AreaOfFrames_IsTheOneThatAUsersLayoutShows(int shown)
    {
        // Numbers are filled up with spaces there.
        _name = $"shmpipe.{Environment.ProcessId,5}.{shown,5}";
        var vision = await StartAsync(PeerKind.Vision);
        string path = Path.Combine(TemporaryDirectory, "a.png");
        await vision.AskAsync("jpeg", path, 82, 60);
        await vision.AskAsync("shmsink", _name, 4, path);
        try
        {
            await Api.PutLayoutAsync(Id, $$$"""{"width":82,"height":60,"strideBytes":248,"format":"rgb24","slots":{"count":4,"shown":{{{shown}}}}}""");
            var told = await LayoutsAsync();
            Assert.Equal(("user", shown, 4), (told.GetProperty("origin").GetString(), told.GetProperty("slot").GetInt32(), told.GetProperty("slots").GetInt32()));
            var picture = (await Api.ShowAsync(Id)).Picture!;
            Assert.Equal(("rgb24", 82, 60), (picture.Format, picture.Width!.Value, picture.Height!.Value));
            Assert.Equal(await ExpectedAsync(vision, path, 70, 59), await PixelAsync(70 + shown, 59));
            Assert.NotEqual(await ExpectedAsync(vision, path, 70, 59), await PixelAsync(69 + shown, 59));

            using var beyond = await Api.Http.PutAsync(
                DashboardApi.AddressOf(Id, "/layout"), new StringContent("""{"width":82,"height":60,"format":"rgb24","slots":{"count":9,"shown":8}}"""));
            Assert.False(beyond.IsSuccessStatusCode, "The ninth frame would be beyond the segment.");
        }
        finally
        {
            await vision.AskAsync("unlink", _name);
        }
    }

    private static async Task<double[]> ExpectedAsync(Peer vision, string path, int x, int y) =>
        [.. (await vision.AskAsync("at", path, x, y)).Split(' ').Select(value => double.Parse(value, CultureInfo.InvariantCulture))];

    /// <summary>Red, green and blue, or grey, as they are stored.</summary>
    private async Task<double[]> PixelAsync(int x, int y)
    {
        string address = DashboardApi.AddressOf(Id, string.Create(CultureInfo.InvariantCulture, $"/pixels?x={x}&y={y}"));
        var told = JsonDocument.Parse(await Api.Http.GetStringAsync(address)).RootElement;
        var channels = told.GetProperty("channels").EnumerateArray().Select(channel => channel.GetString()!).ToList();
        var values = told.GetProperty("values")[0][0];
        var wanted = channels.Contains("R") ? ["R", "G", "B"] : channels;
        return [.. wanted.Select(name => values[channels.IndexOf(name)].GetDouble())];
    }

    private async Task<JsonElement> LayoutsAsync() =>
        JsonDocument.Parse(await Api.Http.GetStringAsync(DashboardApi.AddressOf(Id, "/layouts"))).RootElement;

    private async Task<string> LayoutAsync()
    {
        var layout = await LayoutsAsync();
        return $"{layout.GetProperty("document").GetProperty("name")}, {layout.GetProperty("counter")}, {layout.GetProperty("beingWritten")}";
    }
}
