using ShmDashboard.Peers.Tests.Dashboard;
using ShmDashboard.Peers.Tests.Machine;
using ShmDashboard.Peers.Tests.Programs;
using SixLabors.ImageSharp;
using SixLabors.ImageSharp.PixelFormats;

namespace ShmDashboard.Peers.Tests.Reading;

/// <summary>What a real pipeline puts into its area, shown by a layout of the user's: nothing there tells size or format. Luma and
/// chroma are FFmpeg's to compare with, because GStreamer converts them more coarsely.</summary>
public sealed class GStreamerTests(SharedDashboard shared) : PeerTest(shared)
{
    private const int Height = 60;

    /// <summary>The same picture in planes, which FFmpeg is asked about, and in one plane, which it does not write.</summary>
    [Theory]
    [InlineData("NV16", "nv16", "Y42B", "yuv422p", 40)]
    [InlineData("NV61", "nv61", "Y42B", "yuv422p", 40)]
    [InlineData("VYUY", "vyuy422", "Y42B", "yuv422p", 40)]
    [InlineData("IYU1", "uyyvyy411", "Y41B", "yuv411p", 48)]
    [InlineData("Y210", "y210le", "I422_10LE", "yuv422p10le", 40)]
    [InlineData("Y212_LE", "y212le", "I422_12LE", "yuv422p12le", 40)]
    [InlineData("v210", "v210", "I422_10LE", "yuv422p10le", 40)]
    [InlineData("v210", "v210", "I422_10LE", "yuv422p10le", 44)]
    [InlineData("VUYA", "vuyx", "Y444", "yuv444p", 40)]
    [InlineData("Y410", "xv30le", "Y444_10LE", "yuv444p10le", 40)]
    [InlineData("P012_LE", "p012le", "I420_12LE", "yuv420p12le", 40)]
    public async Task Values_OfLumaBesideChroma_AreThoseOfTheSameInPlanes(string form, string format, string planes, string planar, int width)
    {
        byte[] found = await ValuesAsync(form, format, width), expected = await ValuesAsync(planes, planar, width);

        Assert.True(expected.AsSpan(128).ToArray().Distinct().Count() > 8, "There is nothing to tell apart.");
        Assert.Equal(expected, found);
    }

    private async Task<byte[]> ValuesAsync(string form, string format, int width)
    {
        string caps = $"format={form},width={width},height={Height},framerate=30/1";
        string id = Own(await PosixFile.WriteAsync(await GStreamer.PictureAsync(caps, TemporaryDirectory, "smpte"))).Id;
        return await Api.Http.GetByteArrayAsync(DashboardApi.AddressOf(id, $"/picture?format=npy&layout={width}x{Height}~{format}"));
    }

    [Theory]
    // Rows are filled up to multiples of four bytes there.
    [InlineData("RGB", "rgb24", 82, 248, 3)]
    [InlineData("BGRx", "bgr0", 82, 328, 4)]
    [InlineData("GRAY16_LE", "gray16le", 81, 164, 2)]
    public async Task Shmsink_FrameOfEachFormat_IsShownAsGStreamerHasIt(string form, string format, int width, int stride, int pixelBytes)
    {
        string caps = $"format={form},width={width},height={Height},framerate=30/1";
        await using var pipeline = await GStreamer.StartAsync(caps, TemporaryDirectory);
        byte[] expected = await GStreamer.PictureAsync(caps, TemporaryDirectory);
        string id = "posix:" + pipeline.Name;
        await Eventually.SeeAsync("its area", async () => await Api.FindAsync(id) is not null && (await Api.BytesAsync(id, 0, 4096)).Any(value => value != 0), seen => seen);

        await Api.PutLayoutAsync(id, $$"""{"width":{{width}},"height":{{Height}},"strideBytes":{{stride}},"format":"{{format}}"}""");
        using var picture = Image.Load<Rgba64>(await Api.PictureAsync(id));

        Assert.Equal((width, Height), (picture.Width, picture.Height));
        int row = expected.Length / Height;
        for (int y = 0; y < Height; y++)
        {
            for (int x = 0; x < width; x++)
            {
                int at = (y * row) + (x * pixelBytes);
                int[] wanted = pixelBytes switch
                {
                    2 => [.. Enumerable.Repeat(expected[at] | expected[at + 1] << 8, 3)],
                    3 => [257 * expected[at], 257 * expected[at + 1], 257 * expected[at + 2]],
                    _ => [257 * expected[at + 2], 257 * expected[at + 1], 257 * expected[at]],
                };
                var pixel = picture[x, y];
                if ((pixel.R, pixel.G, pixel.B) != (wanted[0], wanted[1], wanted[2]))
                    Assert.Fail($"{pixel} instead of {string.Join(", ", wanted)} at {x}, {y}.");
            }
        }
    }
}
