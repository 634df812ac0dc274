using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;

namespace ShmDashboard.Imaging.Layouts.PixelFormats;

/// <summary>
/// Every pixel format that layouts can name: FFmpeg's names (<c>ffmpeg -pix_fmts</c>), single samples of any type, those of cameras
/// that FFmpeg does not have (V4L2's and GenICam's), and OpenCV's <c>CV_8UC3</c> and so on, which mean BGR and BGRA with three and four
/// channels.
/// </summary>
public static class RawFormats
{
    private static readonly FrozenDictionary<string, RawFormat> s_byName;
    private static readonly ImmutableArray<(string Grey, Func<string, string> Mosaic, SamplePacking Packing)> s_packings = [.. Packings()];

    static RawFormats()
    {
        All = [.. Greys(), .. Colours(), .. Words(), .. Yuv(), .. Bayer(), .. OtherOpenCv()];
        var names = All.ToDictionary(format => format.Name);
        foreach (var (alias, name) in Aliases().Concat(CameraNames()))
            names.Add(alias, names[name]);
        s_byName = names.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>All formats, each once.</summary>
    public static ImmutableArray<RawFormat> All { get; }

    /// <summary>Finds a format by its name, in any case.</summary>
    public static bool TryFind(string? name, [NotNullWhen(true)] out RawFormat? format)
    {
        format = null;
        return name is not null && s_byName.TryGetValue(name, out format);
    }

    /// <summary>The format of a name that is known to exist.</summary>
    /// <exception cref="KeyNotFoundException">It does not.</exception>
    public static RawFormat Named(string name) => s_byName[name];

    private static IEnumerable<RawFormat> Greys() =>
    [
        new SampleFormat("gray", SampleType.U8, "Y"),
        new SampleFormat("gray10le", SampleType.U16, "Y", 10),
        new SampleFormat("gray10be", SampleType.U16, "Y", 10, bigEndian: true),
        new SampleFormat("gray12le", SampleType.U16, "Y", 12),
        new SampleFormat("gray12be", SampleType.U16, "Y", 12, bigEndian: true),
        new SampleFormat("gray14le", SampleType.U16, "Y", 14),
        new SampleFormat("gray14be", SampleType.U16, "Y", 14, bigEndian: true),
        new SampleFormat("gray16le", SampleType.U16, "Y"),
        new SampleFormat("gray16be", SampleType.U16, "Y", bigEndian: true),
        new SampleFormat("grayf16le", SampleType.F16, "Y"),
        new SampleFormat("grayf16be", SampleType.F16, "Y", bigEndian: true),
        new SampleFormat("grayf32le", SampleType.F32, "Y"),
        new SampleFormat("grayf32be", SampleType.F32, "Y", bigEndian: true),
        new SampleFormat("f64le", SampleType.F64, "Y"),
        new SampleFormat("f64be", SampleType.F64, "Y", bigEndian: true),
        new SampleFormat("s8", SampleType.S8, "Y"),
        new SampleFormat("s16le", SampleType.S16, "Y"),
        new SampleFormat("s16be", SampleType.S16, "Y", bigEndian: true),
        new SampleFormat("gray32le", SampleType.U32, "Y"),
        new SampleFormat("gray32be", SampleType.U32, "Y", bigEndian: true),
        new SampleFormat("s32le", SampleType.S32, "Y"),
        new SampleFormat("s32be", SampleType.S32, "Y", bigEndian: true),
        new SampleFormat("u64le", SampleType.U64, "Y"),
        new SampleFormat("u64be", SampleType.U64, "Y", bigEndian: true),
        new SampleFormat("s64le", SampleType.S64, "Y"),
        new SampleFormat("s64be", SampleType.S64, "Y", bigEndian: true),
        new SampleFormat("ya8", SampleType.U8, "YA"),
        new SampleFormat("ya16le", SampleType.U16, "YA"),
        new SampleFormat("ya16be", SampleType.U16, "YA", bigEndian: true),
        new MonoFormat("monob", zeroIsWhite: false),
        new MonoFormat("monow", zeroIsWhite: true),
        new MonoFormat("monob-lsb", zeroIsWhite: false, lowestFirst: true),
        .. s_packings.Select(packed => new SampleFormat(packed.Grey, packed.Packing)),
    ];

    private static IEnumerable<RawFormat> Colours()
    {
        foreach (string order in (string[])["RGB", "BGR"])
        {
            string name = order.ToLowerInvariant();
            yield return new SampleFormat($"{name}24", SampleType.U8, order);
            yield return new SampleFormat($"{name}48le", SampleType.U16, order);
            yield return new SampleFormat($"{name}48be", SampleType.U16, order, bigEndian: true);
            yield return new SampleFormat($"{name}f16le", SampleType.F16, order);
            yield return new SampleFormat($"{name}f32le", SampleType.F32, order);
            yield return new SampleFormat($"{name}f32be", SampleType.F32, order, bigEndian: true);
            yield return new SampleFormat($"{name}f64le", SampleType.F64, order);
            yield return new SampleFormat($"{name}a64le", SampleType.U16, order + "A");
            yield return new SampleFormat($"{name}a64be", SampleType.U16, order + "A", bigEndian: true);
            yield return new SampleFormat($"{name}af16le", SampleType.F16, order + "A");
            yield return new SampleFormat($"{name}af16be", SampleType.F16, order + "A", bigEndian: true);
            yield return new SampleFormat($"{name}af32le", SampleType.F32, order + "A");
            yield return new SampleFormat($"{name}af32be", SampleType.F32, order + "A", bigEndian: true);
            yield return new SampleFormat($"{name}p", SampleType.U8, order, planar: true);
            foreach (bool big in (bool[])[false, true])
            {
                string end = big ? "be" : "le";
                yield return new SampleFormat($"{name}p16{end}", SampleType.U16, order, bigEndian: big, planar: true);
                yield return new SampleFormat($"{name}ps16{end}", SampleType.S16, order, bigEndian: big, planar: true);
                yield return new SampleFormat($"{name}pf32{end}", SampleType.F32, order, bigEndian: big, planar: true);
                yield return new SampleFormat($"{name}pf64{end}", SampleType.F64, order, bigEndian: big, planar: true);
            }

            yield return new SampleFormat($"{name}ap", SampleType.U8, order + "A", planar: true);
        }

        foreach (string order in (string[])["RGBA", "BGRA", "ARGB", "ABGR"])
        {
            yield return new SampleFormat(order.ToLowerInvariant(), SampleType.U8, order);
            yield return new SampleFormat(
                order.ToLowerInvariant().Replace('a', '0'), SampleType.U8, order.Replace('A', 'X'));
        }

        yield return new SampleFormat("gbrp", SampleType.U8, "GBR", planar: true);
        foreach (int bits in (int[])[10, 12, 14, 16])
        {
            yield return new SampleFormat($"gbrp{bits}le", SampleType.U16, "GBR", bits, planar: true);
            yield return new SampleFormat($"gbrp{bits}be", SampleType.U16, "GBR", bits, bigEndian: true, planar: true);
        }

        yield return new SampleFormat("gbrap", SampleType.U8, "GBRA", planar: true);
        yield return new SampleFormat("gbrap16le", SampleType.U16, "GBRA", planar: true);
        yield return new SampleFormat("gbrpf32le", SampleType.F32, "GBR", planar: true);
        yield return new SampleFormat("gbrapf32le", SampleType.F32, "GBRA", planar: true);
    }

    private static IEnumerable<RawFormat> Words()
    {
        foreach (bool big in (bool[])[false, true])
        {
            string end = big ? "be" : "le";
            yield return new PackedFormat($"rgb565{end}", 2, big, new(11, 5), new(5, 6), new(0, 5));
            yield return new PackedFormat($"bgr565{end}", 2, big, new(0, 5), new(5, 6), new(11, 5));
            yield return new PackedFormat($"rgb555{end}", 2, big, new(10, 5), new(5, 5), new(0, 5));
            yield return new PackedFormat($"bgr555{end}", 2, big, new(0, 5), new(5, 5), new(10, 5));
            yield return new PackedFormat($"rgb444{end}", 2, big, new(8, 4), new(4, 4), new(0, 4));
            yield return new PackedFormat($"bgr444{end}", 2, big, new(0, 4), new(4, 4), new(8, 4));
            yield return new PackedFormat($"x2rgb10{end}", 4, big, new(20, 10), new(10, 10), new(0, 10));
            yield return new PackedFormat($"x2bgr10{end}", 4, big, new(0, 10), new(10, 10), new(20, 10));
        }

        yield return new PackedFormat("rgb8", 1, false, new(5, 3), new(2, 3), new(0, 2));
        yield return new PackedFormat("bgr8", 1, false, new(0, 3), new(3, 3), new(6, 2));
    }

    private static IEnumerable<RawFormat> Yuv()
    {
        yield return new YuvFormat("yuyv422", "YUYV");
        yield return new YuvFormat("yvyu422", "YVYU");
        yield return new YuvFormat("uyvy422", "UYVY");
        // FFmpeg has no name for it; V4L2 calls it VYUY.
        yield return new YuvFormat("vyuy422", "VYUY");
        yield return new YuvFormat("uyyvyy411", "UYYVYY");
        yield return new YuvFormat("y210le", "YUYV", bits: 10, highBits: true);
        yield return new YuvFormat("y212le", "YUYV", bits: 12, highBits: true);
        // Source: QuickTime's letters for uncompressed video, ice floe 19.
        yield return new YuvFormat("v210", "UYVY", bits: 10, inWords: true, padding: 128);
        yield return new YuvFormat("vuyx", "VUYX");
        yield return new YuvFormat("xv30le", "UYV", bits: 10, inWords: true);
        yield return new YuvFormat("xv36le", "UYVX", bits: 12, highBits: true);
        yield return new YuvFormat("nv12", YuvPlacement.SemiPlanar, 2, 2);
        yield return new YuvFormat("nv21", YuvPlacement.SemiPlanar, 2, 2, vFirst: true);
        yield return new YuvFormat("nv16", YuvPlacement.SemiPlanar, 2, 1);
        yield return new YuvFormat("nv61", YuvPlacement.SemiPlanar, 2, 1, vFirst: true);
        yield return new YuvFormat("nv24", YuvPlacement.SemiPlanar, 1, 1);
        yield return new YuvFormat("nv42", YuvPlacement.SemiPlanar, 1, 1, vFirst: true);
        yield return new YuvFormat("yuv420p", YuvPlacement.Planar, 2, 2);
        yield return new YuvFormat("yv12", YuvPlacement.Planar, 2, 2, vFirst: true);
        yield return new YuvFormat("yuv422p", YuvPlacement.Planar, 2, 1);
        yield return new YuvFormat("yuv440p", YuvPlacement.Planar, 1, 2);
        yield return new YuvFormat("yuv411p", YuvPlacement.Planar, 4, 1);
        yield return new YuvFormat("yuv444p", YuvPlacement.Planar, 1, 1);
        foreach (bool big in (bool[])[false, true])
        {
            string end = big ? "be" : "le";
            foreach (var (chroma, width, height) in ((string, int, int)[])[("420", 2, 2), ("422", 2, 1), ("444", 1, 1)])
            {
                foreach (int bits in (int[])[10, 12, 16])
                    yield return new YuvFormat($"yuv{chroma}p{bits}{end}", YuvPlacement.Planar, width, height, bits: bits, bigEndian: big);
            }

            foreach (var (first, width, height) in ((char, int, int)[])[('0', 2, 2), ('2', 2, 1), ('4', 1, 1)])
            {
                foreach (int bits in (int[])[10, 12])
                    yield return new YuvFormat($"p{first}{bits}{end}", YuvPlacement.SemiPlanar, width, height, bits: bits, highBits: true, bigEndian: big);
                yield return new YuvFormat($"p{first}16{end}", YuvPlacement.SemiPlanar, width, height, bits: 16, bigEndian: big);
            }
        }
    }

    private static IEnumerable<RawFormat> Bayer()
    {
        foreach (string order in (string[])["BGGR", "RGGB", "GBRG", "GRBG"])
        {
            string name = $"bayer_{order.ToLowerInvariant()}";
            yield return new BayerFormat($"{name}8", order, 8);
            yield return new BayerFormat($"{name}16le", order, 16);
            yield return new BayerFormat($"{name}16be", order, 16, bigEndian: true);
            // FFmpeg has none of these; cameras of 10, 12 and 14 bits write them.
            foreach (int bits in (int[])[10, 12, 14])
                yield return new BayerFormat($"{name}{bits}le", order, bits);
            foreach (var packed in s_packings)
                yield return new BayerFormat(packed.Mosaic(order), order, packed.Packing);
        }
    }

    /// <summary>
    /// Samples that share bytes, by the names that their cameras have for them in small letters: MIPI's by V4L2's (Y10P, SRGGB10P),
    /// those of industrial cameras by GenICam's (Mono10p, BayerRG10p, and GigE Vision's older Mono10Packed, BayerRG10Packed).
    /// </summary>
    private static IEnumerable<(string Grey, Func<string, string> Mosaic, SamplePacking Packing)> Packings()
    {
        foreach (int bits in (int[])[10, 12, 14])
        {
            yield return ($"y{bits}p", order => $"s{order.ToLowerInvariant()}{bits}p", SamplePacking.Mipi(bits));
            yield return ($"mono{bits}p", order => $"bayer{order[..2].ToLowerInvariant()}{bits}p", SamplePacking.LowestFirst(bits));
            if (bits < 14)
                yield return ($"mono{bits}packed", order => $"bayer{order[..2].ToLowerInvariant()}{bits}packed", SamplePacking.Pairs(bits));
        }
    }

    private static IEnumerable<(string Name, SampleType Type)> OpenCvDepths() =>
    [
        ("8U", SampleType.U8), ("8S", SampleType.S8), ("16U", SampleType.U16), ("16S", SampleType.S16), ("32S", SampleType.S32),
        ("32F", SampleType.F32), ("64F", SampleType.F64), ("16F", SampleType.F16),
    ];

    private static IEnumerable<RawFormat> OtherOpenCv()
    {
        var known = Aliases().Select(pair => pair.Alias).ToHashSet();
        foreach (var (depth, type) in OpenCvDepths())
        {
            for (int channels = 1; channels <= 4; channels++)
            {
                string name = $"CV_{depth}C{channels}";
                if (!known.Contains(name))
                    yield return new SampleFormat(name, type, channels switch { 1 => "Y", 2 => "01", 3 => "BGR", _ => "BGRA" });
            }
        }
    }

    /// <summary>What V4L2, libcamera and GenICam call formats that have another name here.</summary>
    private static IEnumerable<(string Alias, string Name)> CameraNames()
    {
        foreach (int bits in (int[])[8, 10, 12, 14, 16])
        {
            string end = bits == 8 ? "" : "le";
            yield return ($"mono{bits}", bits == 8 ? "gray" : $"gray{bits}le");
            if (bits > 8)
                yield return ($"y{bits}", $"gray{bits}le");
            foreach (string order in (string[])["BGGR", "RGGB", "GBRG", "GRBG"])
            {
                string filters = order.ToLowerInvariant(), name = $"bayer_{filters}{bits}{end}";
                yield return ($"s{filters}{bits}", name);
                yield return ($"bayer{filters[..2]}{bits}", name);
                if (bits is 10 or 12 or 14)
                    yield return ($"s{filters}{bits}_csi2p", $"s{filters}{bits}p");
            }

            if (bits is 10 or 12 or 14)
                yield return ($"r{bits}_csi2p", $"y{bits}p");
        }

        yield return ("yvyu", "yvyu422");
        yield return ("vyuy", "vyuy422");
        yield return ("y210", "y210le");
        yield return ("y212", "y212le");
    }

    private static IEnumerable<(string Alias, string Name)> Aliases() =>
    [
        ("gray8", "gray"), ("y8", "gray"), ("grayf32", "grayf32le"), ("f32", "grayf32le"), ("f32le", "grayf32le"),
        ("f32be", "grayf32be"), ("f16", "grayf16le"), ("f16le", "grayf16le"), ("f64", "f64le"), ("grayf64le", "f64le"),
        ("gray10", "gray10le"), ("gray12", "gray12le"), ("gray14", "gray14le"), ("gray16", "gray16le"), ("u8", "gray"),
        ("u16le", "gray16le"), ("u16be", "gray16be"), ("u32le", "gray32le"), ("u32be", "gray32be"),
        ("rgb565", "rgb565le"), ("bgr565", "bgr565le"), ("rgb555", "rgb555le"), ("bgr555", "bgr555le"),
        ("rgb48", "rgb48le"), ("bgr48", "bgr48le"), ("rgba64", "rgba64le"), ("bgra64", "bgra64le"), ("rgbaf16", "rgbaf16le"),
        ("rgbaf32", "rgbaf32le"), ("rgbf32", "rgbf32le"), ("yvu420p", "yv12"), ("i420", "yuv420p"), ("yuyv", "yuyv422"),
        ("yuy2", "yuyv422"), ("uyvy", "uyvy422"), ("x2rgb10", "x2rgb10le"), ("x2bgr10", "x2bgr10le"), ("p010", "p010le"),
        ("bayer_bggr16", "bayer_bggr16le"), ("bayer_rggb16", "bayer_rggb16le"), ("bayer_gbrg16", "bayer_gbrg16le"),
        ("bayer_grbg16", "bayer_grbg16le"),
        ("CV_8UC1", "gray"), ("CV_8UC3", "bgr24"), ("CV_8UC4", "bgra"), ("CV_8SC1", "s8"), ("CV_16UC1", "gray16le"),
        ("CV_16UC3", "bgr48le"), ("CV_16UC4", "bgra64le"), ("CV_16SC1", "s16le"), ("CV_32SC1", "s32le"),
        ("CV_32FC1", "grayf32le"), ("CV_32FC3", "bgrf32le"), ("CV_32FC4", "bgraf32le"), ("CV_64FC1", "f64le"),
        ("CV_64FC3", "bgrf64le"), ("CV_16FC1", "grayf16le"), ("CV_16FC3", "bgrf16le"), ("CV_16FC4", "bgraf16le"),
    ];
}
