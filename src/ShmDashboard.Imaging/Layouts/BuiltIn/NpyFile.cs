using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using ShmDashboard.Imaging.Layouts.Documents;
using ShmDashboard.Imaging.Layouts.PixelFormats;
using ShmDashboard.Imaging.Pictures;

namespace ShmDashboard.Imaging.Layouts.BuiltIn;

/// <summary>
/// A file of NumPy's: a magic string, a version, the length of a Python dictionary with type and shape, and the array.
/// Source: numpy/lib/format.py, versions 1.0 to 3.0. Shapes of (rows, columns) and (rows, columns, up to 4) are pictures, and
/// (3, rows, columns) one of three planes, as PyTorch has it; what further dimensions count are pictures behind each other. In
/// Fortran's order the first number counts fastest: columns are stored as rows, and channels as planes.
/// </summary>
internal static partial class NpyFile
{
    private const int LongestHeader = 65536;
    private const int MostChannels = 4;

    private static ReadOnlySpan<byte> Magic => [0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y'];

    public static bool IsMatch(ReadOnlySpan<byte> head) => head.StartsWith(Magic);

    /// <summary>The array as a layout; null where it is none, or no picture.</summary>
    public static LayoutDocument? Read(ReadOnlySpan<byte> copy)
    {
        if (!IsMatch(copy) || copy.Length < 12 || copy[6] is < 1 or > 3)
            return null;
        long length = copy[6] == 1 ? BinaryPrimitives.ReadUInt16LittleEndian(copy[8..]) : BinaryPrimitives.ReadUInt32LittleEndian(copy[8..]);
        int start = copy[6] == 1 ? 10 : 12;
        if (length > LongestHeader || start + length > copy.Length)
            return null;
        var parts = Dictionary().Match(Encoding.Latin1.GetString(copy.Slice(start, (int)length)));
        if (!parts.Success)
            return null;
        bool isFortran = parts.Groups["fortran"].Value == "True";
        var sides = new List<long>();
        foreach (string side in parts.Groups["shape"].Value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (!long.TryParse(side.TrimEnd('L'), NumberStyles.None, CultureInfo.InvariantCulture, out long pixels) || pixels is < 1 or > int.MaxValue)
                return null;
            sides.Add(pixels);
        }

        string type = parts.Groups["type"].Value;
        var shape = isFortran ? FortranShapeOf(sides) : ShapeOf(sides, hasPlanes: FormatOf(type, 3, isPlanar: true) is not null);
        if (shape is not var (pictures, height, width, channels, isPlanar) ||
            FormatOf(type, channels, isPlanar) is not { } format)
        {
            return null;
        }

        return new LayoutDocument
        {
            Name = "NumPy array",
            Offset = start + length,
            Width = width,
            Height = height,
            Format = format,
            // Upside down and turned by a quarter, rows are columns.
            BottomUp = isFortran,
            Rotation = isFortran ? (int)PictureRotation.Clockwise90 : 0,
            Slots = pictures > 1 ? new LayoutSlots { Count = pictures } : null,
        };
    }

    private static (int Pictures, int Height, int Width, int Channels, bool IsPlanar)? ShapeOf(List<long> sides, bool hasPlanes)
    {
        bool isInterleaved = sides.Count > 2 && sides[^1] <= MostChannels, isPlanar = hasPlanes && !isInterleaved && sides.Count > 2 && sides[^3] == 3;
        int columns = sides.Count - (isInterleaved ? 2 : 1), before = columns - (isPlanar ? 2 : 1);
        return columns < 1 || LayoutSlots.CountOf(sides.Take(before)) is not { } pictures ? null
            : (pictures, (int)sides[columns - 1], (int)sides[columns], isInterleaved ? (int)sides[^1] : isPlanar ? 3 : 1, isPlanar);
    }

    // Several pictures would lie within each other, pixel by pixel.
    private static (int Pictures, int Height, int Width, int Channels, bool IsPlanar)? FortranShapeOf(List<long> sides)
    {
        int[] inner = [.. sides.SkipLast(2).SkipWhile(side => side == 1).Concat(sides.TakeLast(2)).Select(side => (int)side)];
        return inner switch
        {
            [var rows, var columns] => (1, columns, rows, 1, false),
            [var rows, var columns, <= MostChannels and var channels] => (1, columns, rows, channels, channels > 1),
            [3, var rows, var columns] => (1, columns, rows, 3, false),
            _ => null,
        };
    }

    private static RawFormat? FormatOf(string type, int channels, bool isPlanar)
    {
        string end = type[0] == '>' ? "be" : "le";
        string? name = (type[1..], channels) switch
        {
            ("u1", 3) when isPlanar => "rgbp", ("u2", 3) when isPlanar => $"rgbp16{end}", ("i2", 3) when isPlanar => $"rgbps16{end}",
            ("f4", 3) when isPlanar => $"rgbpf32{end}", ("f8", 3) when isPlanar => $"rgbpf64{end}", ("u1", 4) when isPlanar => "rgbap",
            (_, > 1) when isPlanar => null,
            ("u1" or "b1", 1) => "gray", ("u1", 3) => "rgb24", ("u1", 4) => "rgba",
            ("u2", 1) => $"gray16{end}", ("u2", 3) => $"rgb48{end}", ("u2", 4) => $"rgba64{end}",
            ("f2", 1) => $"grayf16{end}", ("f2", 4) => $"rgbaf16{end}", ("f2", 3) when end == "le" => "rgbf16le",
            ("f4", 1) => $"grayf32{end}", ("f4", 3) => $"rgbf32{end}", ("f4", 4) => $"rgbaf32{end}",
            ("f8", 1) => $"f64{end}", ("f8", 3) when end == "le" => "rgbf64le",
            ("i1", 1) => "s8", ("i2", 1) => $"s16{end}", ("i4", 1) => $"s32{end}", ("i8", 1) => $"s64{end}",
            ("u4", 1) => $"gray32{end}", ("u8", 1) => $"u64{end}",
            ("u1", 2) => "CV_8UC2", ("i1", 2) => "CV_8SC2", ("u2", 2) when end == "le" => "CV_16UC2", ("i2", 2) when end == "le" => "CV_16SC2",
            ("i4", 2) when end == "le" => "CV_32SC2", ("f2", 2) when end == "le" => "CV_16FC2", ("f4", 2) when end == "le" => "CV_32FC2",
            ("f8", 2) when end == "le" => "CV_64FC2",
            _ => null,
        };
        return RawFormats.TryFind(name, out var format) ? format : null;
    }

    [GeneratedRegex(
        "^\\s*\\{\\s*'descr'\\s*:\\s*'(?<type>[<>|=][a-z]\\d+)'\\s*,\\s*'fortran_order'\\s*:\\s*(?<fortran>True|False)\\s*,\\s*'shape'\\s*:\\s*\\((?<shape>[0-9L, ]*)\\)",
        RegexOptions.NonBacktracking)]
    private static partial Regex Dictionary();
}
