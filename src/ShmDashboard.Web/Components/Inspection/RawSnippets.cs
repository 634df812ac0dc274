using System.Collections.Immutable;
using System.Globalization;
using ShmDashboard.Imaging.Layouts;
using ShmDashboard.Imaging.Layouts.PixelFormats;
using ShmDashboard.Imaging.Layouts.Writing;
using ShmDashboard.Imaging.Pictures;
using ShmDashboard.SharedMemory.Segments;

namespace ShmDashboard.Web.Components.Inspection;

/// <summary>
/// Writes the few lines with which a program reads raw pixels as they lie now: a layout whose header moves them has to be
/// followed by the program itself.
/// </summary>
internal static class RawSnippets
{
    /// <summary>Readers for a segment, the most likely first.</summary>
    public static ImmutableArray<Snippet> For(SegmentId id, PixelLayout layout)
    {
        var snippets = ImmutableArray.CreateBuilder<Snippet>();
        snippets.Add(new("NumPy", NumPy(id, layout)));
        if (OpenCv(layout) is { } picture)
            snippets.Add(new("OpenCV", NumPy(id, layout.Unturned with { Scale = default }) + "\n\nimport cv2\n" + picture));
        // Nobody else can open what has no name: Python reads it through /proc.
        if (id.Scheme == SegmentScheme.MemFd)
            return snippets.ToImmutable();

        if (QtFormat(layout.Format) is { } format && layout.Height > 0)
            snippets.Add(new("C++ / Qt", Qt(id, layout, format)));
        snippets.Add(new("C", C(id, layout)));
        return snippets.ToImmutable();
    }

    private static string NumPy(SegmentId id, PixelLayout layout)
    {
        var (type, shape, strides) = ArrayOf(layout);
        string flipped = !layout.BottomUp ? "" : shape.Length == 3 && layout.Format is SampleFormat { IsPlanar: true } ? "[:, ::-1]" : "[::-1]";
        return $"""
            import numpy as np
            {BytesOf(id)}
            view = np.ndarray({Tuple(shape)}, "{type}", memory, offset={Number(layout.Offset)}, strides={Tuple(strides)})
            image = {Scaled(Turned($"view{flipped}", layout), layout)}  # {NameOf(layout)}: {Meaning(layout.Format, shape)}{LaterTurn(layout)}
            del view, memory
            """;
    }

    // A file is mapped, so that only what is asked for is read; all else is copied.
    private static string BytesOf(SegmentId id) => id.Scheme == SegmentScheme.Posix
        ? $"""

            memory = np.memmap({SnippetWriter.Text("/dev/shm/" + id.Value)}, "u1", "r")
            """
        : SnippetWriter.PythonData(id) + "\n\nmemory = np.frombuffer(data, \"u1\")";

    // Pixels that share bytes, or are behind each other as rows of bytes only, are turned once they are pixels.
    private static bool IsTurnedAsArray(PixelLayout layout) => layout is { Rotation: not PictureRotation.None, Format: SampleFormat { HasPackedSamples: false } or BayerFormat { HasPackedSamples: false } };

    private static string Turned(string array, PixelLayout layout)
    {
        if (!IsTurnedAsArray(layout)) return array;
        // NumPy turns counter-clockwise.
        string quarters = layout.Rotation switch { PictureRotation.Clockwise90 => "-1", PictureRotation.Clockwise180 => "2", _ => "1" };
        string axes = layout.Format is SampleFormat { IsPlanar: true } ? ", axes=(1, 2)" : "";
        return $"np.rot90({array}, {quarters}{axes})";
    }

    // A sum is a copy already. As floats: NumPy would keep the stored type, in which the value may have no room.
    private static string Scaled(string array, PixelLayout layout) => layout.Scale.IsNone
        ? $"{array}.copy()"
        : string.Create(CultureInfo.InvariantCulture, $"{array}.astype(float) * {layout.Scale.Factor} + {layout.Scale.Zero}");

    private static string LaterTurn(PixelLayout layout) => layout.Rotation == PictureRotation.None || IsTurnedAsArray(layout)
        ? "" : $"; once they are pixels, turn them clockwise by {(int)layout.Rotation} degrees";

    private static string NameOf(PixelLayout layout) => UprightCopy.ValueFormatOf(layout).Name;

    private static (string Type, long[] Shape, long[] Strides) ArrayOf(PixelLayout layout)
    {
        long width = layout.Width, height = layout.Height, stride = layout.StrideBytes;
        switch (layout.Format)
        {
            case SampleFormat { IsPlanar: true } planes:
                int sample = planes.Type.Bytes();
                return (TypeOf(planes), [planes.Channels.Length, height, width], [height * stride, stride, sample]);
            case SampleFormat { Channels.Length: 1, HasPackedSamples: false } grey:
                return (TypeOf(grey), [height, width], [stride, grey.Type.Bytes()]);
            case SampleFormat { HasPackedSamples: false } samples:
                int size = samples.Type.Bytes(), channels = samples.Channels.Length;
                return (TypeOf(samples), [height, width, channels], [stride, size * channels, size]);
            case BayerFormat { BitsPerSample: > 8, HasPackedSamples: false } mosaic:
                return (mosaic.IsBigEndian ? ">u2" : "<u2", [height, width], [stride, 2]);
            case YuvFormat { IsPacked: true, BitsPerSample: 8, BlockWidth: 2 }:
                return ("u1", [height, width, 2], [stride, 2, 1]);
            default:
                // Planes of another size, bits and packed words: as many rows of bytes as there are.
                long row = layout.Format.RowBytes(layout.Width);
                long rows = Math.Max(height, layout.Format.FramePitch(layout.Width, layout.Height, stride) / stride);
                return ("u1", [rows, row], [stride, 1]);
        }
    }

    private static string Meaning(RawFormat format, long[] shape) => format switch
    {
        SampleFormat { IsPlanar: true } => "plane, row, column",
        SampleFormat { HasPackedSamples: false } or BayerFormat { HasPackedSamples: false } => shape.Length == 3 ? $"row, column, {string.Join('/', format.Channels)}" : "row, column",
        YuvFormat { IsPacked: true, BitsPerSample: 8, BlockWidth: 2 } => "row, column, luma and chroma",
        YuvFormat { IsPacked: false } => "the rows of luma, then those of chroma",
        _ => "rows of bytes",
    };

    private static string TypeOf(SampleFormat format)
    {
        string type = format.Type switch
        {
            SampleType.U8 => "u1", SampleType.S8 => "i1", SampleType.U16 => "u2", SampleType.S16 => "i2", SampleType.U32 => "u4",
            SampleType.S32 => "i4", SampleType.U64 => "u8", SampleType.S64 => "i8", SampleType.F16 => "f2", SampleType.F32 => "f4", _ => "f8",
        };
        return format.Type.Bytes() == 1 ? type : (format.IsBigEndian ? ">" : "<") + type;
    }

    /// <summary>What makes OpenCV's BGR of the array; null where it has nothing for it.</summary>
    private static string? OpenCv(PixelLayout layout)
    {
        string? code = layout.Format.Name switch
        {
            "gray" or "gray16le" or "grayf32le" or "f64le" or "bgr24" or "bgra" or "bgr48le" or "bgra64le" or "bgrf32le" => "",
            "rgb24" or "rgb48le" or "rgbf32le" => "RGB2BGR",
            "rgba" or "rgba64le" or "rgbaf32le" => "RGBA2BGRA",
            "yuyv422" => "YUV2BGR_YUYV",
            "uyvy422" => "YUV2BGR_UYVY",
            "yvyu422" => "YUV2BGR_YVYU",
            // OpenCV names a mosaic by its second row's second and third pixel.
            "bayer_rggb8" or "bayer_rggb16le" => "BayerBG2BGR",
            "bayer_bggr8" or "bayer_bggr16le" => "BayerRG2BGR",
            "bayer_gbrg8" or "bayer_gbrg16le" => "BayerGR2BGR",
            "bayer_grbg8" or "bayer_grbg16le" => "BayerGB2BGR",
            "nv12" when layout.PaddingBytes == 0 => "YUV2BGR_NV12",
            "nv21" when layout.PaddingBytes == 0 => "YUV2BGR_NV21",
            "yuv420p" when layout.PaddingBytes == 0 => "YUV2BGR_I420",
            "yv12" when layout.PaddingBytes == 0 => "YUV2BGR_YV12",
            _ => null,
        };
        string turn = layout.Rotation switch
        {
            PictureRotation.Clockwise90 => "image = cv2.rotate(image, cv2.ROTATE_90_CLOCKWISE)\n",
            PictureRotation.Clockwise180 => "image = cv2.rotate(image, cv2.ROTATE_180)\n",
            PictureRotation.Clockwise270 => "image = cv2.rotate(image, cv2.ROTATE_90_COUNTERCLOCKWISE)\n",
            _ => "",
        };
        return code switch
        {
            null => null,
            "" => $"{turn}cv2.imwrite(\"picture.png\", image)",
            _ => $"image = cv2.cvtColor(image, cv2.COLOR_{code})\n{turn}cv2.imwrite(\"picture.png\", image)",
        };
    }

    private static string? QtFormat(RawFormat format) => format.Name switch
    {
        "gray" => "Grayscale8",
        "gray16le" => "Grayscale16",
        "rgb24" => "RGB888",
        "bgr24" => "BGR888",
        "rgba" => "RGBA8888",
        "rgb0" => "RGBX8888",
        "bgra" => "ARGB32",
        "bgr0" => "RGB32",
        "rgb565le" => "RGB16",
        "rgb555le" => "RGB555",
        "rgb444le" => "RGB444",
        "rgba64le" => "RGBA64",
        "rgbaf16le" => "RGBA16FPx4",
        "rgbaf32le" => "RGBA32FPx4",
        "x2rgb10le" => "RGB30",
        "x2bgr10le" => "BGR30",
        "monob" => "Mono",
        _ => null,
    };

    private static string Qt(SegmentId id, PixelLayout layout, string format)
    {
        string upright = (layout.BottomUp, layout.Rotation) switch
        {
            (false, PictureRotation.None) => ".copy()",
            (true, PictureRotation.None) => ".mirrored()",
            // A turned picture is a copy.
            (var mirrored, var turned) => $"{(mirrored ? ".mirrored()" : "")}.transformed(QTransform().rotate({(int)turned}))",
        };
        string image = $"""
            QImage image = QImage(data + {Number(layout.Offset)}, {Number(layout.Width)}, {Number(layout.Height)}, {Number(layout.StrideBytes)}, QImage::Format_{format}){upright};
            """;
        return id.Scheme switch
        {
            SegmentScheme.Qt => $$"""
                QSharedMemory memory({{SnippetWriter.Qt(id.Value)}});
                if (!memory.attach(QSharedMemory::ReadOnly))
                    qFatal("%s", qPrintable(memory.errorString()));
                memory.lock();
                const uchar *data = static_cast<const uchar *>(memory.constData());
                {{image}}
                memory.unlock();
                """,
            SegmentScheme.Posix => $$"""
                QFile file(QStringLiteral({{SnippetWriter.Text("/dev/shm/" + id.Value)}}));
                if (!file.open(QIODevice::ReadOnly))
                    qFatal("%s", qPrintable(file.errorString()));
                const uchar *data = file.map(0, file.size());
                {{image}}
                """,
            SegmentScheme.SystemV => $$"""
                const uchar *data = static_cast<const uchar *>(shmat({{id.Value}}, nullptr, SHM_RDONLY));
                {{image}}
                """,
            _ => throw Unknown(id),
        };
    }

    private static string C(SegmentId id, PixelLayout layout)
    {
        string row = layout.BottomUp ? $"({Number(layout.Height - 1)} - y)" : "y";
        string shown = layout.Rotation switch
        {
            PictureRotation.Clockwise90 => $"; pixel x is shown at ({Number(layout.Height - 1)} - y, x)",
            PictureRotation.Clockwise180 => $"; pixel x is shown at ({Number(layout.Width - 1)} - x, {Number(layout.Height - 1)} - y)",
            PictureRotation.Clockwise270 => $"; pixel x is shown at (y, {Number(layout.Width - 1)} - x)",
            _ => "",
        };
        string scaled = layout.Scale.IsNone
            ? "" : string.Create(CultureInfo.InvariantCulture, $"; a value is a number * {layout.Scale.Factor} + {layout.Scale.Zero}");
        string data = id.Scheme switch
        {
            SegmentScheme.Posix => $"""
                int fd = shm_open({SnippetWriter.Text("/" + id.Value)}, O_RDONLY, 0);
                const unsigned char *data = mmap(NULL, {Number(layout.EndOffset)}, PROT_READ, MAP_SHARED, fd, 0);
                """,
            SegmentScheme.SystemV => $"const unsigned char *data = shmat({id.Value}, NULL, SHM_RDONLY);",
            SegmentScheme.Qt => "const unsigned char *data = shmat(shmid, NULL, SHM_RDONLY);",
            _ => throw Unknown(id),
        };
        return data + $$"""

            for (size_t y = 0; y < {{Number(layout.Height)}}; y++) {
                const unsigned char *row = data + {{Number(layout.Offset)}} + {{row}} * {{Number(layout.StrideBytes)}};
                /* {{Number(layout.Width)}} pixels of {{layout.Format.Name}}, {{Number(layout.Format.RowBytes(layout.Width))}} bytes{{shown}}{{scaled}} */
            }
            """;
    }

    private static ArgumentOutOfRangeException Unknown(SegmentId id) => new(nameof(id), id, "How a program reads this kind, nobody says.");

    private static string Tuple(long[] numbers) => $"({string.Join(", ", numbers.Select(Number))})";

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);
}
