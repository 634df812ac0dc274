using System.Buffers.Binary;
using System.Buffers.Text;

namespace ShmDashboard.Imaging.Layouts.Finding;

/// <summary>Two fields near an end of a segment that may be width and height.</summary>
/// <param name="Width">The one.</param>
/// <param name="Height">The other.</param>
/// <param name="WidthAt">Where the width is, from the start of the segment.</param>
/// <param name="HeightAt">Where the height is.</param>
/// <param name="End">Behind both of them.</param>
internal readonly record struct SizeFields(int Width, int Height, long WidthAt, long HeightAt, long End)
{
    private const int HeadBytes = 512;
    private const int TailBytes = 64;
    private const int LargestGap = 12;
    private const int TextBytes = 4096;
    private const int LargestTextGap = 32;
    private const int MostNumbers = 64;

    /// <summary>
    /// Fields of 16 or 32 bits in either byte order within the first 512 or the last 64 bytes, and numbers in writing that a segment
    /// begins with, as JSON.
    /// </summary>
    public static List<SizeFields> Find(ReadOnlySpan<byte> bytes)
    {
        var found = new HashSet<SizeFields>();
        int head = Math.Min(HeadBytes, bytes.Length / 2);
        Scan(bytes[..head], 0, bytes.Length, found);
        int tail = Math.Min(TailBytes, bytes.Length - head);
        Scan(bytes[^tail..], bytes.Length - tail, bytes.Length, found);
        ScanText(bytes[..Math.Min(TextBytes, bytes.Length / 2)], bytes.Length, found);
        return [.. found];
    }

    /// <summary>Whether the same fields are so many bytes further on as well, as in front of each of several frames.</summary>
    public bool RepeatAfter(ReadOnlySpan<byte> bytes, long distance)
    {
        int start = (int)Math.Min(WidthAt, HeightAt), length = (int)(End - start);
        return End + distance <= bytes.Length && bytes.Slice(start, length).SequenceEqual(bytes.Slice((int)(start + distance), length));
    }

    /// <summary>Whether a field of 32 bits beside them holds a number.</summary>
    public bool HaveBeside(ReadOnlySpan<byte> bytes, int number)
    {
        long first = Math.Max(0, Math.Min(WidthAt, HeightAt) - (2 * LargestGap)), last = Math.Min(bytes.Length - 4, End + (2 * LargestGap));
        for (long at = first; at <= last; at += 2)
        {
            if (at != WidthAt && at != HeightAt && BinaryPrimitives.ReadInt32LittleEndian(bytes[(int)at..]) == number)
                return true;
        }

        return false;
    }

    // Behind a length, writing up to the pixels, filled up with spaces or zeros.
    private static void ScanText(ReadOnlySpan<byte> head, long length, HashSet<SizeFields> found)
    {
        int start = head.IndexOf((byte)'{'), end = start;
        if (start is < 0 or > 8)
            return;
        while (end < head.Length && head[end] is >= 0x20 and < 0x7F or 0x09 or 0x0A or 0x0D)
            end++;
        var numbers = new List<(int Value, int At)>();
        for (int at = start; at < end && numbers.Count < MostNumbers;)
        {
            int digits = head[at..end].IndexOfAnyExceptInRange((byte)'0', (byte)'9');
            digits = digits < 0 ? end - at : digits;
            if (digits is > 0 and < 6 && Utf8Parser.TryParse(head.Slice(at, digits), out int value, out _) && value is >= 8 and <= 32768)
                numbers.Add((value, at));
            at += Math.Max(1, digits);
        }

        for (int i = 0; i + 1 < numbers.Count; i++)
        {
            var (one, other) = (numbers[i], numbers[i + 1]);
            if (other.At - one.At > LargestTextGap || one.Value * (long)other.Value > length)
                continue;
            found.Add(new(one.Value, other.Value, one.At, other.At, end));
            found.Add(new(other.Value, one.Value, other.At, one.At, end));
        }
    }

    private static void Scan(ReadOnlySpan<byte> part, long start, long length, HashSet<SizeFields> found)
    {
        foreach (int bytes in (ReadOnlySpan<int>)[4, 2])
        {
            foreach (bool big in (ReadOnlySpan<bool>)[false, true])
            {
                for (int first = 0; first + bytes <= part.Length; first += 2)
                {
                    if (Read(part[first..], bytes, big) is not { } one)
                        continue;
                    for (int second = first + bytes; second <= first + LargestGap && second + bytes <= part.Length; second += 2)
                    {
                        if (Read(part[second..], bytes, big) is { } other && one * (long)other <= length && one * (long)other >= 256)
                        {
                            found.Add(new(one, other, start + first, start + second, start + second + bytes));
                            found.Add(new(other, one, start + second, start + first, start + second + bytes));
                        }
                    }
                }
            }
        }
    }

    private static int? Read(ReadOnlySpan<byte> at, int bytes, bool big)
    {
        uint value = (bytes, big) switch
        {
            (4, false) => BinaryPrimitives.ReadUInt32LittleEndian(at),
            (4, true) => BinaryPrimitives.ReadUInt32BigEndian(at),
            (_, false) => BinaryPrimitives.ReadUInt16LittleEndian(at),
            _ => BinaryPrimitives.ReadUInt16BigEndian(at),
        };
        return value is >= 8 and <= 32768 ? (int)value : null;
    }
}
