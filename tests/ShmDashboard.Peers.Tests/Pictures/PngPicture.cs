using System.Buffers.Binary;
using System.IO.Compression;
using System.Security.Cryptography;

namespace ShmDashboard.Peers.Tests.Pictures;

/// <summary>
/// A PNG of the <see cref="Pattern"/>, written by the tests' own few lines (PNG specification, third edition), and what its
/// pixels are: so the expectation rests neither on the product nor on the program that reads it.
/// </summary>
/// <param name="File">The PNG.</param>
/// <param name="Width">In pixels.</param>
/// <param name="Height">In pixels.</param>
/// <param name="PixelHash">As <see cref="Programs.PeerPicture.PixelHash"/>.</param>
internal sealed record PngPicture(byte[] File, int Width, int Height, string PixelHash)
{
    private static readonly byte[] s_signature = [0x89, (byte)'P', (byte)'N', (byte)'G', 13, 10, 26, 10];

    // Adam7: first column, first row, column step, row step of each pass.
    private static readonly (int X, int Y, int StepX, int StepY)[] s_passes =
        [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)];

    public static PngPicture Make(int width, int height, PngKind kind, int seed, bool interlaced = false)
    {
        using var pixels = new MemoryStream();
        using (var zlib = new ZLibStream(pixels, CompressionLevel.Fastest, leaveOpen: true))
        {
            foreach (var pass in interlaced ? s_passes : [(0, 0, 1, 1)])
                WritePass(zlib, pass, width, height, kind, seed);
        }

        using var file = new MemoryStream();
        file.Write(s_signature);
        WriteChunk(file, "IHDR", Header(width, height, kind, interlaced));
        if (kind == PngKind.Palette8)
            WriteChunk(file, "PLTE", [.. Enumerable.Range(0, 256).SelectMany(index => PaletteEntry(index))]);
        WriteChunk(file, "IDAT", pixels.GetBuffer().AsSpan(0, (int)pixels.Length));
        WriteChunk(file, "IEND", []);
        return new PngPicture(file.ToArray(), width, height, HashOfPixels(width, height, kind, seed));
    }

    /// <summary>Any PNG, right or wrong: signature, the header given, one IDAT with the bytes given, IEND.</summary>
    public static byte[] Compose(int width, int height, ReadOnlySpan<byte> compressed)
    {
        using var file = new MemoryStream();
        file.Write(s_signature);
        WriteChunk(file, "IHDR", Header(width, height, PngKind.Rgb8, interlaced: false));
        WriteChunk(file, "IDAT", compressed);
        WriteChunk(file, "IEND", []);
        return file.ToArray();
    }

    private static void WritePass(
        Stream output, (int X, int Y, int StepX, int StepY) pass, int width, int height, PngKind kind, int seed)
    {
        int columns = Math.Max(0, (width - pass.X + pass.StepX - 1) / pass.StepX);
        if (columns == 0)
            return;
        byte[] row = new byte[1 + columns * BytesPerPixel(kind)];
        for (int y = pass.Y; y < height; y += pass.StepY)
        {
            int at = 1;
            for (int x = pass.X; x < width; x += pass.StepX)
            {
                if (IsWide(kind))
                {
                    for (int channel = 0; channel < BytesPerPixel(kind) / 2; channel++, at += 2)
                        BinaryPrimitives.WriteUInt16BigEndian(row.AsSpan(at), Pattern.Level16(channel, x, y, seed));
                }
                else
                {
                    for (int channel = 0; channel < BytesPerPixel(kind); channel++)
                        row[at++] = Pattern.Level(channel, x, y, seed);
                }
            }

            output.Write(row);
        }
    }

    private static string HashOfPixels(int width, int height, PngKind kind, int seed)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        byte[] row = new byte[width * 8];
        for (int y = 0; y < height; y++)
        {
            for (int x = 0; x < width; x++)
            {
                for (int channel = 0; channel < 4; channel++)
                    BinaryPrimitives.WriteUInt16LittleEndian(row.AsSpan(x * 8 + channel * 2), Pixel(channel, x, y, kind, seed));
            }

            hash.AppendData(row);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static ushort Pixel(int channel, int x, int y, PngKind kind, int seed) => kind switch
    {
        PngKind.Grey8 => channel == 3 ? ushort.MaxValue : Widened(Pattern.Level(0, x, y, seed)),
        PngKind.Grey16 => channel == 3 ? ushort.MaxValue : Pattern.Level16(0, x, y, seed),
        PngKind.Rgb8 => channel == 3 ? ushort.MaxValue : Widened(Pattern.Level(channel, x, y, seed)),
        PngKind.Rgba8 => Widened(Pattern.Level(channel, x, y, seed)),
        PngKind.Rgba16 => Pattern.Level16(channel, x, y, seed),
        _ => channel == 3 ? ushort.MaxValue : Widened(PaletteEntry(Pattern.Level(0, x, y, seed))[channel]),
    };

    private static ushort Widened(byte level) => (ushort)(level * 257);

    private static byte[] PaletteEntry(int index) => [(byte)index, (byte)(255 - index), (byte)(index * 7)];

    private static byte[] Header(int width, int height, PngKind kind, bool interlaced)
    {
        byte colourType = kind switch
        {
            PngKind.Grey8 or PngKind.Grey16 => 0,
            PngKind.Rgb8 => 2,
            PngKind.Palette8 => 3,
            _ => 6,
        };
        byte[] header = [0, 0, 0, 0, 0, 0, 0, 0, (byte)(IsWide(kind) ? 16 : 8), colourType, 0, 0, (byte)(interlaced ? 1 : 0)];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), height);
        return header;
    }

    private static bool IsWide(PngKind kind) => kind is PngKind.Grey16 or PngKind.Rgba16;

    private static int BytesPerPixel(PngKind kind) => kind switch
    {
        PngKind.Grey8 or PngKind.Palette8 => 1,
        PngKind.Grey16 => 2,
        PngKind.Rgb8 => 3,
        PngKind.Rgba8 => 4,
        _ => 8,
    };

    private static void WriteChunk(Stream file, string type, ReadOnlySpan<byte> data)
    {
        byte[] chunk = [.. new byte[4], .. System.Text.Encoding.ASCII.GetBytes(type), .. data, .. new byte[4]];
        BinaryPrimitives.WriteInt32BigEndian(chunk, data.Length);
        BinaryPrimitives.WriteUInt32BigEndian(chunk.AsSpan(chunk.Length - 4), Crc(chunk.AsSpan(4, data.Length + 4)));
        file.Write(chunk);
    }

    private static uint Crc(ReadOnlySpan<byte> bytes)
    {
        uint crc = uint.MaxValue;
        foreach (byte value in bytes)
        {
            crc ^= value;
            for (int bit = 0; bit < 8; bit++)
                crc = (crc & 1) != 0 ? crc >> 1 ^ 0xedb88320 : crc >> 1;
        }

        return ~crc;
    }
}
