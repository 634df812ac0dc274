using System.Globalization;
using System.Text.Json;
using ShmDashboard.Peers.Tests.Dashboard;
using ShmDashboard.Peers.Tests.Machine;
using ShmDashboard.Peers.Tests.Programs;
using SixLabors.ImageSharp;
using SixLabors.ImageSharp.PixelFormats;

namespace ShmDashboard.Peers.Tests.Reading;

/// <summary>
/// Pictures behind the headers of known programs, written through their own structures by a compiled program: every value, and the
/// PNG that is served, are what that program wrote.
/// </summary>
public sealed class BuiltInLayoutsTests(SharedDashboard shared) : PeerTest(shared)
{
    private const int Width = 12;
    private const int Height = 8;
    private const string Grey = "gray", Colours = "gray bgr24 bgra";
    private const string Video = "yuyv422 uyvy422 rgb24 bgr24 rgb565le gray nv12 nv21 yuv420p yv12";
    private const string Mats =
        "CV_8UC1 CV_8UC2 CV_8UC3 CV_8UC4 CV_8SC1 CV_8SC2 CV_8SC3 CV_8SC4 CV_16UC1 CV_16UC2 CV_16UC3 CV_16UC4 CV_16SC1 CV_16SC2 CV_16SC3 " +
        "CV_16SC4 CV_32SC1 CV_32SC2 CV_32SC3 CV_32SC4 CV_32FC1 CV_32FC2 CV_32FC3 CV_32FC4 CV_64FC1 CV_64FC2 CV_64FC3 CV_64FC4 " +
        "CV_16FC1 CV_16FC2 CV_16FC3 CV_16FC4";

    /// <summary>Every layout that comes along as a document, and what its programs can put behind their header.</summary>
    public static TheoryData<string, string> Layouts => new()
    {
        { "camera-shm", "bgr24" },
        { "dib-24-32", "bgr24 bgr0 rgb555le" },
        { "dib-8-grey", Grey },
        { "image-stream-io", "gray s8 gray16le s16le gray32le s32le u64le s64le grayf32le f64le CV_32FC2 CV_64FC2 grayf16le" },
        { "note-gen-sync", Colours },
        { "obs-virtual-camera", "nv12" },
        { "opencv-mat", Mats },
        { "serial-width-height-rgb", "rgb24" },
        { "sunnypilot", "nv12" },
        { "unity-capture", "rgba rgbaf16le" },
        { "unity-capture-data", "rgba rgbaf16le" },
        { "ustreamer-6", Video },
        { "ustreamer-7", Video },
        { "ustreamer-10", Video },
        { "vpstreamer", Colours },
        { "width-height-rgba", "rgba" },
        { "xwd-32", "bgr0 bgr24 rgb565le gray" },
        { "xwd-big-endian", "0rgb rgb24 rgb565be gray" },
    };

    [Theory]
    [MemberData(nameof(Layouts))]
    public async Task Program_OfEachLayoutAndFormat_IsShownAsItWrites(string layout, string forms)
    {
        var program = await StartAsync(PeerKind.Layouts);
        string beginning = layout switch { "camera-shm" => "camera_shm_", "unity-capture-data" => "UnityCapture_Data", _ => "frame-" };
        foreach (string form in forms.Split(' '))
        {
            // From below and one array with an odd seed, from above and the second of three with an even one.
            foreach (int seed in (int[])[3, 4])
            {
                string name = beginning + Guid.NewGuid().ToString("N"), id = "posix:" + name;
                string[] written = (await program.AskAsync("write", layout, form, Width, Height, seed, name)).Split(' ');
                try
                {
                    double[] expected = [.. written[1..].Select(value => double.Parse(value, CultureInfo.InvariantCulture))];
                    Assert.Equal((form, "builtIn"), (form, await OriginAsync(id)));
                    var pixels = JsonDocument.Parse(await Api.Http.GetStringAsync(
                        DashboardApi.AddressOf(id, $"/pixels?width={Width}&height={Height}"))).RootElement;
                    Assert.Equal((form, written[0]), (form, string.Concat(pixels.GetProperty("channels").EnumerateArray().Select(channel => channel.GetString())).Replace("grey", "Y", StringComparison.Ordinal)));
                    Assert.Equal(expected, Flat(pixels.GetProperty("values")));

                    using var picture = Image.Load<Rgba64>(await Api.PictureAsync(id));
                    Assert.Equal((form, Width, Height), (form, picture.Width, picture.Height));
                    string format = pixels.GetProperty("format").GetString()!;
                    if (ShownAs(format, written[0], expected) is { } colours)
                        AssertClose(form, colours, picture, written[0] == "YUV" ? 257 : 0);
                }
                finally
                {
                    await program.AskAsync("remove", name);
                }
            }
        }
    }

    [Fact]
    public async Task Layouts_ThatComeAlong_AreAllWrittenByAProgram()
    {
        var known = JsonDocument.Parse(await Api.Http.GetStringAsync("/api/layouts/known")).RootElement.EnumerateArray()
            .Where(layout => layout.GetProperty("origin").GetString() == "builtIn").Select(layout => layout.GetProperty("id").GetString()!);

        // Those of Qt's own program are below.
        Assert.Equal(known.Order(StringComparer.Ordinal),
            Layouts.Select(row => row.Data.Item1).Append("qt-creator-image").Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData(PeerKind.Qt5, "1 2 4 5 6 7 11 13 14 16 17 18 19 20 21 22 24 25 26 27 28 29")]
    [InlineData(PeerKind.Qt6, "1 2 4 5 6 7 11 13 14 16 17 18 19 20 21 22 24 25 26 27 28 29 30 31 32 33 34 35")]
    public async Task QtCreator_ImageOfEachFormat_IsShownAsQtShowsIt(PeerKind kind, string formats)
    {
        var program = await StartAsync(kind);
        foreach (string number in formats.Split(' '))
        {
            var key = NewKey("Image-");
            string path = Path.Combine(TemporaryDirectory, $"{number}.png");
            await program.AskAsync("contain", key.Text, number, Width, Height, 7, path);
            using var reference = Image.Load<Rgba64>(path);
            // It may have been looked at before anything was in it.
            await Eventually.SeeAsync($"a picture of format {number}", () => OriginAsync(key.Id), origin => origin == "builtIn");
            using var picture = Image.Load<Rgba64>(await Api.PictureAsync(key.Id));
            // What is deeper than eight bits and not of 16, Qt saves with eight.
            bool isDeep = number is "19" or "20" or "21" or "22" or "30" or "31" or "32" or "33" or "34" or "35";
            AssertClose(number, Colours16(reference), picture, isDeep ? 257 : 0);
            await program.AskAsync("drop");
        }
    }

    private static int[] Colours16(Image<Rgba64> picture)
    {
        var all = new List<int>();
        for (int y = 0; y < picture.Height; y++)
        {
            for (int x = 0; x < picture.Width; x++)
            {
                var pixel = picture[x, y];
                all.AddRange([pixel.R, pixel.G, pixel.B, pixel.A]);
            }
        }

        return [.. all];
    }

    private static void AssertClose(string form, int[] expected, Image<Rgba64> picture, int most)
    {
        int[] shown = Colours16(picture);
        int worst = Enumerable.Range(0, expected.Length).MaxBy(at => Math.Abs(expected[at] - shown[at]));
        Assert.True(Math.Abs(expected[worst] - shown[worst]) <= most,
            $"{form}: {shown[worst]} instead of {expected[worst]} at {worst / 4 % Width}, {worst / 4 / Width}, channel {worst % 4}.");
    }

    /// <summary>Red, green, blue and alpha in 16 bits; null where only a display range makes a picture of the values.</summary>
    private static int[]? ShownAs(string format, string channels, double[] values)
    {
        int highest = format is "gray16le" or "bgr48le" or "bgra64le" ? 65535 : 255;
        if (format.StartsWith("rgb565", StringComparison.Ordinal) || format.StartsWith("rgb555", StringComparison.Ordinal))
            return [.. values.Chunk(3).SelectMany(pixel => (int[])[Of(pixel[0], 31), Of(pixel[1], format.Contains('6', StringComparison.Ordinal) ? 63 : 31), Of(pixel[2], 31), 65535])];
        if (channels == "YUV")
            return [.. values.Chunk(3).SelectMany(pixel => Bt601(pixel[0] - 16, pixel[1] - 128, pixel[2] - 128))];
        if (highest == 255 && !(format is "gray" or "rgb24" or "bgr24" or "rgba" or "bgra" or "bgr0" or "0rgb"))
            return null;
        int red = channels.IndexOf('R', StringComparison.Ordinal), green = channels.IndexOf('G', StringComparison.Ordinal);
        int blue = channels.IndexOf('B', StringComparison.Ordinal), alpha = channels.IndexOf('A', StringComparison.Ordinal);
        return [.. values.Chunk(channels.Length).SelectMany(pixel => (int[])
            [At(pixel, Math.Max(red, 0)), At(pixel, Math.Max(green, 0)), At(pixel, Math.Max(blue, 0)), alpha < 0 ? 65535 : At(pixel, alpha)])];

        int At(double[] pixel, int channel) => Of(pixel[channel], highest);
        
        // Narrow fields are widened with their own upper bits, as Qt and FFmpeg do.
        static int Of(double value, int highest) => highest switch
        {
            65535 => (int)value,
            63 => 257 * (((int)value << 2) | ((int)value >> 4)),
            31 => 257 * (((int)value << 3) | ((int)value >> 2)),
            _ => 257 * (int)value,
        };
    }

    /// <summary>ITU-R BT.601 of the limited range, in numbers that were not rounded.</summary>
    private static int[] Bt601(double luma, double blue, double red)
    {
        double light = luma * 255 / 219;
        return [Held(light + (255 / 224.0 * 1.402 * red)), Held(light - (255 / 224.0 * ((0.344136 * blue) + (0.714136 * red)))), Held(light + (255 / 224.0 * 1.772 * blue)), 65535];

        static int Held(double value) => 257 * (int)Math.Round(Math.Clamp(value, 0, 255));
    }

    private static double[] Flat(JsonElement values) =>
        [.. values.EnumerateArray().SelectMany(row => row.EnumerateArray()).SelectMany(pixel => pixel.EnumerateArray()).Select(value => value.GetDouble())];

    private async Task<string?> OriginAsync(string id) =>
        JsonDocument.Parse(await Api.Http.GetStringAsync(DashboardApi.AddressOf(id))).RootElement.GetProperty("picture") is { ValueKind: JsonValueKind.Object } picture
            ? picture.GetProperty("layoutOrigin").GetString() : null;
}
