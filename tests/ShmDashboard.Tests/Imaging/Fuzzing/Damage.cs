using System.Buffers.Binary;
using System.IO.Compression;
using ShmDashboard.Imaging.Formats.Png;

namespace ShmDashboard.Tests.Imaging.Fuzzing;

/// <summary>
/// Damaged pictures, each made of its number alone, so that any can be made again: bytes and fields changed, pieces lost,
/// repeated, swapped or taken from other pictures. PNGs mostly with checksums that are right again, and with new picture data:
/// most damage would not get past those.
/// </summary>
internal static class Damage
{
    private static readonly uint[] s_awkward =
    [
        0, 1, 2, 3, 4, 7, 8, 15, 16, 17, 31, 32, 63, 64, 127, 128, 255, 256, 257, 1023, 4096, 0x7FFF, 0x8000, 0xFFFF, 0x10000,
        0x00FF_FFFF, 0x7FFF_FFFF, 0x8000_0000, 0xFFFF_FFF0, 0xFFFF_FFFE, 0xFFFF_FFFF,
    ];

    /// <summary>The input of this number.</summary>
    public static byte[] Of(long number)
    {
        var random = new Random(unchecked((int)(number * 0x9E37_79B1 + 12345)));
        var seeds = Seeds.All;
        byte[] bytes = (byte[])seeds[random.Next(seeds.Count)].Clone();
        bool isPng = bytes.AsSpan().StartsWith(PngHeader.Signature);
        if (isPng && random.Next(3) == 0)
            bytes = WithNewData(bytes, random);
        for (int rounds = 1 << random.Next(4); rounds > 0; rounds--)
            bytes = Change(bytes, random, seeds);
        if (isPng && random.Next(8) != 0)
            MendChecksums(bytes);
        return random.Next(16) == 0 ? [0, 0, 0, 1, .. bytes, .. new byte[random.Next(64)]] : bytes;
    }

    private static byte[] Change(byte[] bytes, Random random, IReadOnlyList<byte[]> seeds)
    {
        // Headers decide more than what follows them.
        int at = random.Next(random.Next(2) == 0 ? bytes.Length : Math.Min(bytes.Length, 64));
        int count = Math.Min(bytes.Length - at, random.Next(1, 1 + (1 << random.Next(8))));
        switch (random.Next(12))
        {
            case 0:
                bytes[at] = (byte)random.Next(256);
                break;
            case 1:
                bytes[at] ^= (byte)(1 << random.Next(8));
                break;
            case 2 or 3 when bytes.Length - at >= 4:
                uint value = s_awkward[random.Next(s_awkward.Length)];
                if (random.Next(2) == 0)
                    BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(at), value);
                else
                    BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(at), value);
                break;
            case 4 or 5 when bytes.Length - at >= 2:
                ushort word = (ushort)s_awkward[random.Next(s_awkward.Length)];
                if (random.Next(2) == 0)
                    BinaryPrimitives.WriteUInt16BigEndian(bytes.AsSpan(at), word);
                else
                    BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(at), word);
                break;
            case 6:
                return random.Next(3) == 0 ? bytes[..Math.Max(1, at)] : [.. bytes, .. new byte[count]];
            case 7:
                random.NextBytes(bytes.AsSpan(at, count));
                break;
            case 8:
                return bytes.Length < 20_000 ? [.. bytes[..at], .. bytes.AsSpan(at, count), .. bytes[at..]] : bytes;
            case 9:
                return bytes.Length - count < 1 ? bytes : [.. bytes[..at], .. bytes[(at + count)..]];
            case 10:
                byte[] other = seeds[random.Next(seeds.Count)];
                other.AsSpan(0, Math.Min(other.Length, count)).CopyTo(bytes.AsSpan(at));
                break;
            default:
                bytes.AsSpan(at, count).Fill((byte)(random.Next(2) * 255));
                break;
        }

        return bytes;
    }

    // The same header over other scanlines: too few, too many, of unknown filters.
    private static byte[] WithNewData(byte[] png, Random random)
    {
        byte[] lines = new byte[random.Next(4000)];
        random.NextBytes(lines);
        if (random.Next(2) == 0)
            for (int i = 0; i < lines.Length; i++)
                lines[i] &= 7;
        using var data = new MemoryStream();
        using (var zlib = new ZLibStream(data, CompressionLevel.Fastest, leaveOpen: true))
            zlib.Write(lines);
        var made = new List<byte>(png[..8]);
        bool isWritten = false;
        for (int offset = 8; offset + 12 <= png.Length;)
        {
            int length = 12 + (int)BinaryPrimitives.ReadUInt32BigEndian(png.AsSpan(offset));
            if (png.AsSpan(offset + 4, 4).SequenceEqual("IDAT"u8))
            {
                if (!isWritten)
                {
                    byte[] size = new byte[4];
                    BinaryPrimitives.WriteUInt32BigEndian(size, (uint)data.Length);
                    made.AddRange([.. size, .. "IDAT"u8, .. data.ToArray(), 0, 0, 0, 0]);
                }

                isWritten = true;
            }
            else
            {
                made.AddRange(png.AsSpan(offset, length));
            }

            offset += length;
        }

        return [.. made];
    }

    private static void MendChecksums(byte[] png)
    {
        for (long offset = 8; offset + 12 <= png.Length;)
        {
            uint length = BinaryPrimitives.ReadUInt32BigEndian(png.AsSpan((int)offset));
            if (offset + 12 + length > png.Length)
                return;
            BinaryPrimitives.WriteUInt32BigEndian(
                png.AsSpan((int)(offset + 8 + length)), Crc32.Compute(png.AsSpan((int)offset + 4, (int)length + 4)));
            offset += 12 + length;
        }
    }
}
