using System.Globalization;
using System.Text.Json;
using ShmDashboard.Peers.Tests.Dashboard;
using ShmDashboard.Peers.Tests.Programs;

namespace ShmDashboard.Peers.Tests.Reading;

/// <summary>True values of picture files: what OpenCV reads of them, in their own depth and with their own channels.</summary>
public sealed class ValuesOfPictureFilesTests(SharedDashboard shared) : PeerTest(shared)
{
    private readonly string _name = "values-" + Guid.NewGuid().ToString("N");

    [Theory]
    [InlineData("grey16", "png", "gray16le", 16, 0, "-")]
    [InlineData("rgb16", "png", "rgb48le", 16, 0, "-")]
    [InlineData("blocks", "png", "rgb24", 8, 0, "-")]
    [InlineData("rgba", "png", "rgba", 8, 0, "-")]
    [InlineData("grey16", "tif", "gray16le", 16, 0, "-")]
    [InlineData("blocks", "bmp", "rgb24", 8, 0, "-")]
    [InlineData("jpeg", "jpg", "rgb24", 8, 3, "-")]
    // As QDataStream writes a QImage.
    [InlineData("grey16", "png", "gray16le", 16, 0, "00000001")]
    public async Task PixelsAndStatistics_OfAFile_AreWhatOpenCvReads(string kind, string ending, string format, int bits, int most, string before)
    {
        var vision = await StartAsync(PeerKind.Vision);
        string path = Path.Combine(TemporaryDirectory, $"picture.{ending}");
        if (kind == "jpeg")
            await vision.AskAsync("jpeg", path, 62, 48);
        else
            await vision.AskAsync("picture", path, kind, 62, 48, 5);
        await vision.AskAsync("file", _name, before, path);
        try
        {
            foreach (var (x, y) in ((int, int)[])[(0, 0), (61, 47), (17, 30)])
            {
                var told = await JsonAsync($"/pixels?x={x}&y={y}");
                Assert.Equal((format, bits), (told.GetProperty("format").GetString(), told.GetProperty("bitsPerSample").GetInt32()));
                double[] expected = Numbers(await vision.AskAsync("at", path, x, y));
                Assert.Equal(expected.Length, told.GetProperty("channels").GetArrayLength());
                AssertNear(expected, told.GetProperty("values")[0][0].EnumerateArray().Select(value => value.GetDouble()), most);
            }

            var statistics = (await JsonAsync("/statistics")).GetProperty("channels").EnumerateArray().ToArray();
            AssertNear(Numbers(await vision.AskAsync("statistics", path)), statistics.SelectMany(channel => (double[])
                [channel.GetProperty("min").GetDouble(), channel.GetProperty("max").GetDouble(), channel.GetProperty("mean").GetDouble(), channel.GetProperty("deviation").GetDouble()]), most + 0.001);
        }
        finally
        {
            await vision.AskAsync("unlink", _name);
        }
    }

    private static double[] Numbers(string reply) => [.. reply.Split(' ').Select(number => double.Parse(number, CultureInfo.InvariantCulture))];

    private static void AssertNear(double[] expected, IEnumerable<double> found, double most) =>
        Assert.All(expected.Zip(found, (one, other) => Math.Abs(one - other)), difference => Assert.InRange(difference, 0, most));

    private async Task<JsonElement> JsonAsync(string of)
    {
        using var document = JsonDocument.Parse(await Api.Http.GetStringAsync(DashboardApi.AddressOf("posix:" + _name, of)));
        return document.RootElement.Clone();
    }
}
