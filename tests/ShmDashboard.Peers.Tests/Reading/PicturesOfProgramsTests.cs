using System.Globalization;
using System.Text.Json;
using ShmDashboard.Peers.Tests.Dashboard;
using ShmDashboard.Peers.Tests.Machine;
using ShmDashboard.Peers.Tests.Programs;

namespace ShmDashboard.Peers.Tests.Reading;

/// <summary>Pixels as known programs leave them in their memories: whose they are is told by their headers.</summary>
public sealed class PicturesOfProgramsTests(SharedDashboard shared) : PeerTest(shared)
{
    private readonly string _name = "program-" + Guid.NewGuid().ToString("N");

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
            string[] expected = (await vision.AskAsync("at", path, 79, 59)).Split(' ');
            Assert.Equal(expected.Select(value => int.Parse(value, CultureInfo.InvariantCulture) * scale), await PixelAsync(79, 59));

            await vision.AskAsync("post");
            await Eventually.SeeAsync("a frame that is being written", LayoutAsync, told => told == "Looking Glass, 43, True");
        }
        finally
        {
            await vision.AskAsync("unlink", _name);
        }
    }

    /// <summary>Red, green and blue as they are stored.</summary>
    private async Task<double[]> PixelAsync(int x, int y)
    {
        string address = DashboardApi.AddressOf(Id, string.Create(CultureInfo.InvariantCulture, $"/pixels?x={x}&y={y}"));
        var told = JsonDocument.Parse(await Api.Http.GetStringAsync(address)).RootElement;
        var channels = told.GetProperty("channels").EnumerateArray().Select(channel => channel.GetString()!).ToList();
        var values = told.GetProperty("values")[0][0];
        return [.. "RGB".Select(name => values[channels.IndexOf(name.ToString())].GetDouble())];
    }

    private async Task<string> LayoutAsync()
    {
        var layout = JsonDocument.Parse(await Api.Http.GetStringAsync(DashboardApi.AddressOf(Id, "/layouts"))).RootElement;
        return $"{layout.GetProperty("document").GetProperty("name")}, {layout.GetProperty("counter")}, {layout.GetProperty("beingWritten")}";
    }
}
