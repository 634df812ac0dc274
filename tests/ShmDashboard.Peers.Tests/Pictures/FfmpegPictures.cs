using System.Globalization;
using System.Text;
using ShmDashboard.Peers.Tests.Programs;

namespace ShmDashboard.Peers.Tests.Pictures;

/// <summary>
/// FFmpeg's test picture in each of its pixel formats, and what FFmpeg itself makes of those bytes for a screen: two runs for all of
/// them. Chroma belongs to its whole block, as cameras mean it and OpenCV reads it (scaler flag neighbor), and is not rounded on
/// its way (accurate_rnd, full_chroma_int); luma and chroma are BT.601 of the limited range, which FFmpeg takes where nothing is said.
/// </summary>
public sealed class FfmpegPictures : IAsyncLifetime
{
    public const int Width = 36;
    public const int Height = 22;

    private readonly string _folder = Directory.CreateTempSubdirectory("shmdashboard-ffmpeg-").FullName;

    /// <summary>The formats: each with the one that its reference is in.</summary>
    public static IReadOnlyDictionary<string, string> Formats { get; } = Names();

    /// <summary>The bytes of the picture.</summary>
    public string FileOf(string format) => Path.Combine(_folder, format + ".raw");

    /// <summary>Red, green, blue and alpha of each pixel in 16 bits, as FFmpeg shows the bytes.</summary>
    public async Task<int[]> ShownAsync(string format)
    {
        byte[] bytes = await File.ReadAllBytesAsync(Path.Combine(_folder, format + ".reference"));
        int Byte(int at) => 257 * bytes[at];
        int Word(int at) => bytes[2 * at] | bytes[(2 * at) + 1] << 8;
        var pixels = Enumerable.Range(0, Width * Height);
        return [.. Formats[format] switch
        {
            "gray" => pixels.SelectMany(at => (int[])[Byte(at), Byte(at), Byte(at), 65535]),
            "gray16le" => pixels.SelectMany(at => (int[])[Word(at), Word(at), Word(at), 65535]),
            "rgb24" => pixels.SelectMany(at => (int[])[Byte(3 * at), Byte((3 * at) + 1), Byte((3 * at) + 2), 65535]),
            "rgba" => Enumerable.Range(0, 4 * Width * Height).Select(Byte),
            "rgb48le" => pixels.SelectMany(at => (int[])[Word(3 * at), Word((3 * at) + 1), Word((3 * at) + 2), 65535]),
            "bgra64le" => pixels.SelectMany(at => (int[])[Word((4 * at) + 2), Word((4 * at) + 1), Word(4 * at), Word((4 * at) + 3)]),
            _ => Enumerable.Range(0, 4 * Width * Height).Select(Word),
        }];
    }

    /// <summary>The names of all that this FFmpeg both reads and writes.</summary>
    public static async Task<IReadOnlyList<string>> KnownAsync() =>
        [.. Encoding.UTF8.GetString(await Ffmpeg.RunAsync("-pix_fmts")).Split('\n').Where(line => line.StartsWith("IO", StringComparison.Ordinal) && line.Length > 8 && line[7] != '=').Select(line => line[6..].Split(' ')[0])];

    public async ValueTask InitializeAsync()
    {
        if (!Ffmpeg.IsThere)
            return;
        string size = string.Create(CultureInfo.InvariantCulture, $"{Width}x{Height}");
        var formats = Formats.ToList();
        await Ffmpeg.RunAsync(["-f", "lavfi", "-i", $"testsrc2=size={size}:rate=1", .. formats.SelectMany(pair => (string[])
            ["-frames:v", "1", .. Writing(pair.Key), "-f", "rawvideo", FileOf(pair.Key)])]);
        // In one thread: with several, FFmpeg's mosaics have edges between their parts.
        await Ffmpeg.RunAsync(["-filter_threads", "1",
            .. formats.SelectMany(pair => (string[])[.. Reading(pair.Key), "-video_size", size, "-i", FileOf(pair.Key)]),
            .. formats.SelectMany((pair, at) => (string[])
            [
                "-map", $"{at}:v", "-vf", $"scale=flags=neighbor+accurate_rnd+full_chroma_int+full_chroma_inp+bitexact,format={pair.Value}",
                "-f", "rawvideo", Path.Combine(_folder, pair.Key + ".reference"),
            ])]);
    }

    public ValueTask DisposeAsync()
    {
        Directory.Delete(_folder, recursive: true);
        return ValueTask.CompletedTask;
    }

    // FFmpeg does not write mosaics; any grey is one.
    private static string[] Writing(string format) => format == "v210" ? ["-c:v", "v210", "-pix_fmt", "yuv422p10le"] : ["-pix_fmt",
        !format.StartsWith("bayer", StringComparison.Ordinal) ? format : format.EndsWith('8') ? "gray" : "gray16" + format[^2..]];

    // To FFmpeg it is no pixel format but a codec.
    private static string[] Reading(string format) => format == "v210" ? ["-f", "v210"] : ["-f", "rawvideo", "-pixel_format", format];

    private static Dictionary<string, string> Names()
    {
        var names = new Dictionary<string, string>();
        Add("gray", "gray monob monow grayf32le");
        Add("gray16le", "gray10le gray10be gray12le gray12be gray14le gray14be gray16le gray16be");
        Add("rgb24", "rgb24 bgr24 rgb0 bgr0 0rgb 0bgr gbrp rgb8 bgr8 x2rgb10le x2bgr10le gbrpf32le gbrapf32le");
        foreach (string end in (string[])["le", "be"])
            Add("rgb24", $"rgb565{end} bgr565{end} rgb555{end} bgr555{end} rgb444{end} bgr444{end}");
        Add("rgba", "rgba bgra argb abgr gbrap ya8");
        Add("rgb48le", "rgb48le rgb48be bgr48le bgr48be gbrp10le gbrp10be gbrp12le gbrp12be gbrp14le gbrp14be gbrp16le gbrp16be");
        Add("rgba64le", "rgba64le rgba64be gbrap16le ya16le ya16be");
        Add("bgra64le", "bgra64le bgra64be");
        Add("rgb24", "yuyv422 yvyu422 uyvy422 nv12 nv21 nv24 nv42 yuv420p yuv422p yuv440p yuv411p yuv444p");
        foreach (string end in (string[])["le", "be"])
        {
            Add("rgb24", $"yuv420p10{end} yuv422p10{end} yuv444p10{end} yuv420p12{end} yuv422p12{end} yuv444p12{end} yuv420p16{end} yuv422p16{end} yuv444p16{end}");
            Add("rgb24", $"p010{end} p016{end} p210{end} p216{end} p410{end} p416{end}");
            Add("rgb24", $"bayer_bggr16{end} bayer_rggb16{end} bayer_gbrg16{end} bayer_grbg16{end}");
        }

        Add("rgb24", "v210");
        Add("rgb24", "bayer_bggr8 bayer_rggb8 bayer_gbrg8 bayer_grbg8");
        return names;

        void Add(string reference, string formats)
        {
            foreach (string format in formats.Split(' '))
                names.Add(format, reference);
        }
    }
}
