using System.Buffers.Binary;

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

    /// <summary>Fields of 16 or 32 bits in either byte order, within the first 512 or the last 64 bytes.</summary>
    public static List<SizeFields> Find(ReadOnlySpan<byte> bytes)
    {
        var found = new HashSet<SizeFields>();
        int head = Math.Min(HeadBytes, bytes.Length / 2);
        Scan(bytes[..head], 0, bytes.Length, found);
        int tail = Math.Min(TailBytes, bytes.Length - head);
        Scan(bytes[^tail..], bytes.Length - tail, bytes.Length, found);
        return [.. found];
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
