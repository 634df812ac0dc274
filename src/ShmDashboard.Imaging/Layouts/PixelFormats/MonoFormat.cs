namespace ShmDashboard.Imaging.Layouts.PixelFormats;

/// <summary>One bit a pixel, the leftmost in the highest bit (<c>monob</c>, <c>monow</c>) or in the lowest.</summary>
public sealed class MonoFormat : RawFormat
{
    private readonly bool _zeroIsWhite;
    private readonly bool _lowestFirst;

    internal MonoFormat(string name, bool zeroIsWhite, bool lowestFirst = false) : base(name, ["grey"], 1)
    {
        _zeroIsWhite = zeroIsWhite;
        _lowestFirst = lowestFirst;
    }

    /// <inheritdoc/>
    internal override int GroupPixels => 8;

    /// <inheritdoc/>
    public override long RowBytes(int width) => (width + 7L) / 8;

    /// <inheritdoc/>
    public override long FrameBytes(int width, int height, long strideBytes) => ((height - 1) * strideBytes) + RowBytes(width);

    /// <inheritdoc/>
    public override void ReadValues(in RawFrame frame, int y, int x, int count, Span<double> values)
    {
        var row = frame.Row(y, RowBytes(frame.Width));
        for (int i = 0; i < count; i++)
            values[i] = Bit(row, x + i);
    }

    /// <inheritdoc/>
    public override void Render(in RawFrame frame, int y, Span<byte> rgba)
    {
        var row = frame.Row(y, RowBytes(frame.Width));
        for (int i = 0; i < frame.Width; i++)
        {
            byte value = (Bit(row, i) == 1) != _zeroIsWhite ? (byte)255 : (byte)0;
            rgba.Slice(4 * i, 3).Fill(value);
            rgba[(4 * i) + 3] = 255;
        }
    }

    internal void Write(ReadOnlySpan<float> row, Span<byte> target)
    {
        for (int x = 0; x < row.Length / 4; x++)
        {
            bool white = Writing.LayoutWriter.Brightness(row.Slice(4 * x, 4)) >= 0.5;
            Put(target, x, white != _zeroIsWhite);
        }
    }

    /// <summary>Writes a row of zeros and ones.</summary>
    internal void Write(ReadOnlySpan<byte> bits, Span<byte> target)
    {
        for (int x = 0; x < bits.Length; x++)
            Put(target, x, bits[x] != 0);
    }

    private int Shift(int x) => _lowestFirst ? x & 7 : 7 - (x & 7);

    private int Bit(ReadOnlySpan<byte> row, int x) => (row[x >> 3] >> Shift(x)) & 1;

    private void Put(Span<byte> row, int x, bool isSet)
    {
        int bit = 1 << Shift(x);
        row[x >> 3] = (byte)(isSet ? row[x >> 3] | bit : row[x >> 3] & ~bit);
    }
}
