using System.Globalization;
using System.Text.Json;
using ShmDashboard.Peers.Tests.Dashboard;
using ShmDashboard.Peers.Tests.Pictures;
using ShmDashboard.Peers.Tests.Programs;
using SixLabors.ImageSharp;
using SixLabors.ImageSharp.PixelFormats;

namespace ShmDashboard.Peers.Tests.Reading;

/// <summary>A managed segment of boost::interprocess: its objects, and the pictures in them, wherever they are.</summary>
public sealed class NamedObjectsTests(SharedDashboard shared) : PeerTest(shared)
{
    private const int Width = 80;
    private const int Height = 60;
    private const int Seed = 5;

    private readonly string _name = "managed-" + Guid.NewGuid().ToString("N");

    private string Id => "posix:" + _name;

    [Fact]
    public async Task Boost_ObjectsOfASegment_AreListedAndReadByTheirNames()
    {
        var program = await StartAsync(PeerKind.Boost);
        var encoded = PngPicture.Make(33, 21, PngKind.Rgb8, 2);
        await program.AskAsync("segment", _name, Width, Height, Seed, WriteFile("a.png", encoded.File));
        try
        {
            var objects = await ObjectsAsync();
            Assert.Equal(Triples(await program.AskAsync("objects")), objects.Select(named => $"{named.Name} {named.Offset} {named.Bytes}").Order(StringComparer.Ordinal));
            await AssertContentAsync(program, objects);

            // What a program encoded is found as in any segment.
            var file = objects.Single(named => named.Name == "file");
            Assert.Equal([(file.Content, file.ContentBytes)], (await Api.ShowAsync(Id)).Pictures!.Select(picture => (picture.Offset, picture.LengthBytes)));

            await Api.PutLayoutAsync(Id, $$"""{"object":"frame","width":{{Width}},"height":{{Height}},"format":"bgr24"}""");
            await AssertShownAsync((x, y) => (257 * Pattern.Level(0, x, y, Seed), 257 * Pattern.Level(1, x, y, Seed), 257 * Pattern.Level(2, x, y, Seed)));

            await Api.PutLayoutAsync(Id, $$"""{"object":"depth","width":{{Width}},"height":{{Height}},"format":"gray16le"}""");
            await AssertShownAsync(Grey);

            // The tree has grown, and the vector is elsewhere.
            await program.AskAsync("grow", 60);
            objects = await ObjectsAsync();
            Assert.Equal(Triples(await program.AskAsync("objects")), objects.Select(named => $"{named.Name} {named.Offset} {named.Bytes}").Order(StringComparer.Ordinal));
            await AssertContentAsync(program, objects);
            await AssertShownAsync(Grey);

            using var missing = await Api.Http.PutAsync(DashboardApi.AddressOf(Id, "/layout"), new StringContent("""{"object":"colour","width":8,"height":8,"format":"gray"}"""));
            Assert.Contains("There is no object named 'colour'", await missing.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }
        finally
        {
            await program.AskAsync("remove");
        }

        static (int, int, int) Grey(int x, int y)
        {
            int level = Pattern.Level16(0, x, y, Seed);
            return (level, level, level);
        }
    }

    private static IEnumerable<string> Triples(string told) =>
        told.Split('|', StringSplitOptions.RemoveEmptyEntries).Chunk(3).Select(parts => string.Join(' ', parts)).Order(StringComparer.Ordinal);

    private static async Task AssertContentAsync(Peer program, IReadOnlyList<NamedObject> objects)
    {
        var depth = objects.Single(named => named.Name == "depth");
        var file = objects.Single(named => named.Name == "file");
        Assert.Equal(await program.AskAsync("content"), string.Create(CultureInfo.InvariantCulture, $"{depth.Content} {depth.ContentBytes} {file.Content} {file.ContentBytes}"));
    }

    private async Task AssertShownAsync(Func<int, int, (int Red, int Green, int Blue)> expected)
    {
        using var picture = Image.Load<Rgba64>(await Api.PictureAsync(Id));
        Assert.Equal((Width, Height), (picture.Width, picture.Height));
        for (int y = 0; y < Height; y++)
        {
            for (int x = 0; x < Width; x++)
                Assert.Equal(expected(x, y), ((int)picture[x, y].R, (int)picture[x, y].G, (int)picture[x, y].B));
        }
    }

    private async Task<IReadOnlyList<NamedObject>> ObjectsAsync() =>
        [.. JsonDocument.Parse(await Api.Http.GetStringAsync(DashboardApi.AddressOf(Id, "/layouts"))).RootElement.GetProperty("objects").EnumerateArray().Select(named => new NamedObject(
            named.GetProperty("name").GetString()!, named.GetProperty("offset").GetInt64(), named.GetProperty("lengthBytes").GetInt64(),
            named.GetProperty("contentOffset").GetInt64(), named.GetProperty("contentBytes").GetInt64()))];

    private sealed record NamedObject(string Name, long Offset, long Bytes, long Content, long ContentBytes);
}
