namespace ShmDashboard.Imaging.Formats.Pnm;

/// <summary>
/// "P" and a digit, then width, height and (but for bitmaps) the largest sample as decimal numbers, with white space and
/// comments ("#" to the end of the line) between them, and one white space in front of the samples
/// (netpbm: pbm(5), pgm(5), ppm(5)).
/// </summary>
/// <param name="Kind">1 to 6: the digit behind P.</param>
/// <param name="Width">1 to 2^31 - 1.</param>
/// <param name="Height">1 to 2^31 - 1.</param>
/// <param name="MaxValue">1 to 65,535; 1 for bitmaps.</param>
/// <param name="DataOffset">Where the samples start.</param>
/// <param name="IsOnLines">Whether a line ends right behind the magic number, as nearly every writer has it.</param>
internal readonly record struct PnmHeader(int Kind, int Width, int Height, int MaxValue, int DataOffset, bool IsOnLines)
{
    /// <summary>Whether the samples are decimal numbers and not bytes.</summary>
    public bool IsPlain => Kind <= 3;

    /// <summary>Whether a sample is one bit.</summary>
    public bool IsBitmap => Kind is 1 or 4;

    public int SamplesPerPixel => Kind is 3 or 6 ? 3 : 1;

    public string Channels => SamplesPerPixel == 3 ? "RGB" : "grey";

    public int BitsPerChannel => IsBitmap ? 1 : MaxValue > 255 ? 16 : 8;

    /// <summary>Samples of the whole picture; up to 3 x 2^62.</summary>
    public Int128 Samples => (Int128)Width * Height * SamplesPerPixel;

    /// <summary>The whole file when the samples are bytes; a plain one is at least this long.</summary>
    public long LengthBytes
    {
        get
        {
            var data = IsPlain ? Kind == 1 ? Samples : (Samples * 2) - 1
                : IsBitmap ? (Int128)(((long)Width + 7) / 8) * Height
                : Samples * (MaxValue > 255 ? 2 : 1);
            return (long)Int128.Min(long.MaxValue, data + DataOffset);
        }
    }

    public static bool TryParse(ReadOnlySpan<byte> head, out PnmHeader header)
    {
        header = default;
        if (head.Length < 3 || head[0] != 'P' || head[1] is < (byte)'1' or > (byte)'6' || !IsSpaceOrComment(head[2]))
            return false;
        int kind = head[1] - '0';
        int at = 2;
        if (!TryNumber(head, ref at, int.MaxValue, out int width) || !TryNumber(head, ref at, int.MaxValue, out int height))
            return false;
        int max = 1;
        if (kind is not (1 or 4) && !TryNumber(head, ref at, ushort.MaxValue, out max))
            return false;
        if (at >= head.Length || !IsSpace(head[at]))
            return false;
        header = new PnmHeader(kind, width, height, max, at + 1, head[2] is (byte)'\n' or (byte)'\r');
        return true;
    }

    public static bool IsSpace(byte b) => b is (byte)' ' or (>= 9 and <= 13);

    private static bool IsSpaceOrComment(byte b) => IsSpace(b) || b == '#';

    // A number from 1 on, with white space or comments in front.
    private static bool TryNumber(ReadOnlySpan<byte> head, ref int at, int limit, out int number)
    {
        long value = 0L;
        number = 0;
        while (at < head.Length && IsSpaceOrComment(head[at]))
        {
            if (head[at] == '#')
            {
                int end = head[at..].IndexOfAny((byte)'\n', (byte)'\r');
                if (end < 0)
                    return false;
                at += end;
            }

            at++;
        }

        int start = at;
        for (; at < head.Length && char.IsAsciiDigit((char)head[at]); at++)
        {
            value = (value * 10) + (head[at] - '0');
            if (value > limit)
                return false;
        }

        number = (int)value;
        return at > start && value > 0;
    }
}
