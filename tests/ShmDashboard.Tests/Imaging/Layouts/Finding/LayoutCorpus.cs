using System.Buffers.Binary;
using System.Text;
using ShmDashboard.Imaging.Layouts;
using ShmDashboard.Imaging.Layouts.PixelFormats;
using ShmDashboard.Imaging.Layouts.Writing;

namespace ShmDashboard.Tests.Imaging.Layouts.Finding;

/// <summary>
/// Segments as programs make them, from seeds: pictures of several kinds in sizes, formats, strides, with headers, footers and
/// several frames, in about the shares in which public code has them; and what is no picture. Where the bytes cannot tell the
/// order of colours, the order is the one that most programs of that depth use, with the other one in a quarter of the cases.
/// </summary>
internal static class LayoutCorpus
{
    private static readonly (int Width, int Height)[] s_sizes =
    [
        (640, 480), (1280, 720), (320, 240), (1024, 768), (800, 600), (848, 480), (512, 512), (752, 480), (640, 512), (960, 540),
        (333, 250), (1001, 563), (250, 187), (1920, 1080), (720, 576), (423, 318),
    ];

    private static readonly string[] s_formats =
    [
        "bgr24", "bgr24", "rgb24", "bgra", "bgra", "rgba", "gray", "gray", "gray16le", "gray12le", "gray10le", "grayf32le",
        "bgr24", "nv12", "yuyv422", "yuv420p", "bayer_rggb8", "rgb565le", "bgra", "rgbf32le", "f64", "uyvy422", "bgr48le", "rgbp",
        "gray16be", "argb",
    ];

    /// <summary>Pictures, a fixed number of them.</summary>
    public static IEnumerable<CorpusCase> Pictures(int count)
    {
        for (int i = 0; i < count; i++)
            yield return Picture(i);
    }

    /// <summary>One picture by its number.</summary>
    public static CorpusCase Picture(int number)
    {
        var random = new Random(1000 + number);
        var format = RawFormats.Named(s_formats[number % s_formats.Length]);
        var (width, height) = s_sizes[(number * 7 / 3) % s_sizes.Length];
        bool isDeep = format.Name.StartsWith("gray1", StringComparison.Ordinal) || format.IsFloat;
        string kind = isDeep && number % 2 == 0 ? "depth" : Scene.Kinds[(number / 3) % Scene.Kinds.Length];
        // Distances are stored as numbers of one channel.
        kind = kind == "depth" && (format.Channels.Length > 1 || format is BayerFormat) ? "photograph" : kind;
        width = width / (2 * format.WidthStep) * 2 * format.WidthStep;
        height = height / (2 * format.HeightStep) * 2 * format.HeightStep;
        int alignment = (number % 5) switch { 1 => 64, 3 => 16, _ => 1 };
        long row = format.RowBytes(width);
        long stride = format is YuvFormat { IsPacked: false } ? row : (row + alignment - 1) / alignment * alignment;
        var (offset, footer) = (number % 4) switch { 1 => (Header(random), 0), 2 when number % 3 == 0 => (0, Header(random)), _ => (0, 0) };
        int slots = number % 11 == 5 && height <= 576 ? 3 : 1;
        var layout = new PixelLayout { Offset = offset, Width = width, Height = height, StrideBytes = stride, Format = format };
        long pitch = format.FramePitch(width, height, stride);
        byte[] segment = new byte[offset + (pitch * slots) + footer];
        double noise = (number % 3) switch { 0 => 0.0, 1 => 0.008, _ => 0.02 };
        for (int slot = 0; slot < slots; slot++)
        {
            float[] scene = Scene.Draw(kind, width, height, number, noise);
            Move(scene, width, height, slot);
            LayoutWriter.Write(scene, layout with { Offset = offset + (slot * pitch) }, segment);
        }

        if (offset > 0)
            FillHeader(segment.AsSpan(0, offset), width, height, number);
        if (footer > 0)
            FillHeader(segment.AsSpan(segment.Length - footer), width, height, number);
        return new($"{number}: {kind} {layout} {(slots > 1 ? $"x{slots} " : "")}{(footer > 0 ? $"footer {footer}" : "")}", segment, layout);
    }

    /// <summary>What is no picture, a fixed number of it.</summary>
    public static IEnumerable<CorpusCase> Others(int count)
    {
        for (int i = 0; i < count; i++)
            yield return Other(i);
    }

    /// <summary>Text, sound, zeros, random bytes and tables by number.</summary>
    public static CorpusCase Other(int number)
    {
        var random = new Random(5000 + number);
        int[] sizes = [4096, 65536, 921600, 307200, 1 << 20, 640 * 480 * 4, 100_000];
        byte[] bytes = new byte[sizes[number / 6 % sizes.Length]];
        string kind = (number % 6) switch { 0 => "random", 1 => "text", 2 => "sound", 3 => "zeros", 4 => "sound in floats", _ => "table" };
        switch (kind)
        {
            case "random":
                random.NextBytes(bytes);
                break;
            case "text":
                Encoding.ASCII.GetBytes(Prose(random, bytes.Length)).AsSpan(0, bytes.Length).CopyTo(bytes);
                break;
            case "sound":
                for (int i = 0; i < bytes.Length / 2; i++)
                    BinaryPrimitives.WriteInt16LittleEndian(bytes.AsSpan(2 * i), (short)(Sound(i, number, random) * 20000));
                break;
            case "sound in floats":
                for (int i = 0; i < bytes.Length / 4; i++)
                    BinaryPrimitives.WriteSingleLittleEndian(bytes.AsSpan(4 * i), (float)Sound(i, number, random));
                break;
            case "table":
                for (int i = 0; i + 32 <= bytes.Length; i += 32)
                {
                    BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(i), 0x7F3A_0000_0000 + random.Next(1 << 24));
                    BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(i + 8), random.Next(1000));
                    BinaryPrimitives.WriteDoubleLittleEndian(bytes.AsSpan(i + 16), random.NextDouble() * 100);
                    BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(i + 24), i / 32);
                }

                break;
        }

        return new($"{number}: {kind}, {bytes.Length} bytes", bytes, null);
    }

    private static int Header(Random random) => new[] { 8, 16, 24, 32, 64, 128, 256 }[random.Next(7)];

    private static void FillHeader(Span<byte> header, int width, int height, int number)
    {
        header.Clear();
        if (number % 8 < 6)
        {
            BinaryPrimitives.WriteInt32LittleEndian(header, width);
            BinaryPrimitives.WriteInt32LittleEndian(header[4..], height);
        }

        if (header.Length >= 24)
        {
            BinaryPrimitives.WriteInt32LittleEndian(header[8..], 3);
            BinaryPrimitives.WriteInt64LittleEndian(header[16..], 1_700_000_000_000 + number);
        }
    }

    private static void Move(float[] scene, int width, int height, int step)
    {
        for (int y = 0; y < height / 8 && step > 0; y++)
        {
            for (int x = 0; x < width / 8; x++)
                scene.AsSpan(4 * (((y + (step * 20)) * width) + x + (step * 30)), 3).Fill(0.2f * step);
        }
    }

    private static double Sound(int i, int number, Random random) =>
        (0.4 * Math.Sin(i * (0.01 + (number * 0.003)))) + (0.3 * Math.Sin((i * 0.037) + number)) + (0.1 * (random.NextDouble() - 0.5));

    private static string Prose(Random random, int length)
    {
        string[] words = ["frame", "camera", "the", "of", "queue", "width=640", "timestamp", "and", "is", "shared", "error:", "{", "}", "\"id\":", "42,"];
        var text = new StringBuilder(length + 16);
        while (text.Length < length)
            text.Append(words[random.Next(words.Length)]).Append(random.Next(12) == 0 ? '\n' : ' ');
        return text.ToString();
    }
}
