namespace ShmDashboard.Imaging.Layouts.Finding;

/// <summary>
/// Rows of a picture as a layout would have them, taken in pairs of neighbours from all over it: what is between the pixels
/// of a row, and between a row and the next.
/// </summary>
internal sealed class RowTable
{
    private const int MostPairs = 40;
    private const int MostBytes = 240_000;

    private readonly byte[] _rows;

    private RowTable(byte[] rows, int rowBytes, int pairs)
    {
        _rows = rows;
        RowBytes = rowBytes;
        Pairs = pairs;
    }

    /// <summary>Bytes of a row, padding included.</summary>
    public int RowBytes { get; }

    /// <summary>How many pairs of rows there are.</summary>
    public int Pairs { get; }

    /// <summary>Rows, twice <see cref="Pairs"/>.</summary>
    public int Count => 2 * Pairs;

    /// <summary>Takes rows; null where there are not two of them.</summary>
    public static RowTable? Of(ReadOnlySpan<byte> bytes, long offset, int rowBytes, long height)
    {
        height = Math.Min(height, (bytes.Length - offset) / rowBytes);
        if (height < 2)
            return null;
        int pairs = (int)Math.Min(Math.Clamp(MostBytes / (2 * rowBytes), 4, MostPairs), height / 2);
        byte[] rows = new byte[2 * pairs * rowBytes];
        for (int i = 0; i < pairs; i++)
        {
            // An even first row, so that a mosaic keeps its phase.
            long y = (i * (height - 1) / pairs) & ~1L;
            bytes.Slice((int)(offset + (y * rowBytes)), 2 * rowBytes).CopyTo(rows.AsSpan(2 * i * rowBytes));
        }

        return new RowTable(rows, rowBytes, pairs);
    }

    /// <summary>One row; even numbers are the upper ones of a pair.</summary>
    public ReadOnlySpan<byte> Row(int index) => _rows.AsSpan(index * RowBytes, RowBytes);

    /// <summary>
    /// Bytes at the end of each row that are no pixels: the same in all rows, or resembling nothing above them while the
    /// rest does.
    /// </summary>
    public int Padding()
    {
        int constant = 0;
        while (constant < RowBytes / 2 && IsConstant(RowBytes - 1 - constant))
            constant++;
        if (constant > 0)
            return constant;

        // Whatever was there before: noise beside rows that agree.
        double usual = 0;
        int measured = Math.Min(RowBytes, 512);
        for (int i = 0; i < measured; i++)
            usual += Roughness((int)((long)i * RowBytes / measured / 2));
        usual /= measured;
        int noisy = 0;
        while (noisy < 256 && noisy < RowBytes / 4 && Roughness(RowBytes - 1 - noisy) > Math.Max(24, 4 * usual))
            noisy++;
        return noisy >= 4 ? noisy : 0;
    }

    /// <summary>
    /// How much stronger bytes change where a row would begin than elsewhere: well above 1 at the true beginning of rows,
    /// about 1 within them.
    /// </summary>
    public double Edge(int pixelBytes)
    {
        double edge = 0, all = 0;
        int count = 0;
        for (int i = 0; i < Count; i += 2)
        {
            ReadOnlySpan<byte> upper = Row(i), lower = Row(i + 1);
            for (int b = 0; b < pixelBytes && b < RowBytes - pixelBytes; b++)
                edge += Math.Abs(lower[b] - upper[RowBytes - pixelBytes + b]);
            for (int x = pixelBytes; x < RowBytes - pixelBytes; x += 7)
            {
                all += Math.Abs(upper[x] - upper[x - pixelBytes]);
                count++;
            }
        }

        edge /= Math.Max(1, Pairs * pixelBytes);
        all /= Math.Max(1, count);
        return (edge + 0.5) / (all + 0.5);
    }

    private bool IsConstant(int column)
    {
        byte first = _rows[column];
        for (int i = 1; i < Count; i++)
        {
            if (_rows[(i * RowBytes) + column] != first)
                return false;
        }

        return true;
    }

    private double Roughness(int column)
    {
        double sum = 0;
        for (int i = 0; i < Pairs; i++)
            sum += Math.Abs(_rows[(2 * i * RowBytes) + column] - _rows[(((2 * i) + 1) * RowBytes) + column]);
        return sum / Pairs;
    }
}
