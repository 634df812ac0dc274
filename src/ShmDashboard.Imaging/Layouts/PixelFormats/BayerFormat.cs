using System.Buffers;
using System.Buffers.Binary;

namespace ShmDashboard.Imaging.Layouts.PixelFormats;

/// <summary>
/// One colour a pixel behind a mosaic of filters, named by the first two pixels of the first two rows (<c>bayer_rggb8</c>).
/// For display the two missing colours are averaged from the neighbours, and the outermost pixels take those of the pixels
/// beside them: what OpenCV's bilinear conversion does.
/// </summary>
public sealed class BayerFormat : RawFormat
{
    private readonly bool _bigEndian;

    internal BayerFormat(string name, string order, int bits, bool bigEndian = false) : base(name, ["grey"], bits)
    {
        Order = order;
        _bigEndian = bigEndian;
    }

    internal BayerFormat(string name, string order, SamplePacking packing) : this(name, order, packing.Bits) => Packing = packing;

    /// <summary>Four letters: the filters of the first two pixels in the first row, then in the second.</summary>
    public string Order { get; }

    /// <inheritdoc/>
    public override bool IsGrey => false;

    private int PixelBytes => BitsPerSample > 8 ? 2 : 1;

    /// <summary>Whether samples of two bytes have the higher one first.</summary>
    public bool IsBigEndian => _bigEndian;

    /// <inheritdoc/>
    public override long RowBytes(int width) => Packing?.RowBytes(width) ?? (long)width * PixelBytes;

    /// <inheritdoc/>
    public override long FrameBytes(int width, int height, long strideBytes) => ((height - 1) * strideBytes) + RowBytes(width);

    /// <inheritdoc/>
    public override void ReadValues(in RawFrame frame, int y, int x, int count, Span<double> values)
    {
        var row = frame.Row(y, RowBytes(frame.Width));
        for (int i = 0; i < count; i++)
            values[i] = Packing?.Read(row, x + i) ?? At(row, x + i);
    }

    /// <inheritdoc/>
    public override void Render(in RawFrame frame, int y, Span<byte> rgba)
    {
        if (Packing is null)
        {
            Render(frame, y, [], rgba);
            return;
        }

        int length = 3 * PixelBytes * frame.Width;
        byte[] unpacked = ArrayPool<byte>.Shared.Rent(length);
        Render(frame, y, unpacked.AsSpan(0, length), rgba);
        ArrayPool<byte>.Shared.Return(unpacked);
    }

    /// <summary>The same mosaic with its filters in another order.</summary>
    internal BayerFormat WithOrder(string order) => RawFormats.All.OfType<BayerFormat>().First(other =>
        (other.Order, other.BitsPerSample, other.Packing, other.IsBigEndian) == (order, BitsPerSample, Packing, IsBigEndian));

    private void Render(in RawFrame frame, int y, Span<byte> unpacked, Span<byte> rgba)
    {
        int less = BitsPerSample - 8;
        if (frame.Width < 3 || frame.Height < 3)
        {
            var only = StoredRow(frame, frame.Stored(y), unpacked);
            for (int x = 0; x < frame.Width; x++)
            {
                rgba.Slice(4 * x, 3).Fill((byte)(At(only, x) >> less));
                rgba[(4 * x) + 3] = 255;
            }

            return;
        }

        // The mosaic is of the rows as they are stored.
        int centre = Math.Clamp(frame.Stored(y), 1, frame.Height - 2);
        int third = unpacked.Length / 3;
        var above = StoredRow(frame, centre - 1, unpacked[..third]);
        var here = StoredRow(frame, centre, unpacked.Slice(third, third));
        var below = StoredRow(frame, centre + 1, unpacked[(2 * third)..]);
        for (int x = 0; x < frame.Width; x++)
        {
            int at = Math.Clamp(x, 1, frame.Width - 2);
            char filter = Filter(at, centre);
            int self = At(here, at);
            int sides = At(here, at - 1) + At(here, at + 1);
            int ends = At(above, at) + At(below, at);
            int corners = At(above, at - 1) + At(above, at + 1) + At(below, at - 1) + At(below, at + 1);
            var (red, green, blue) = filter switch
            {
                'R' => (self, (sides + ends + 2) >> 2, (corners + 2) >> 2),
                'B' => ((corners + 2) >> 2, (sides + ends + 2) >> 2, self),
                _ when Filter(at - 1, centre) == 'R' => ((sides + 1) >> 1, self, (ends + 1) >> 1),
                _ => ((ends + 1) >> 1, self, (sides + 1) >> 1),
            };
            rgba[4 * x] = (byte)(red >> less);
            rgba[(4 * x) + 1] = (byte)(green >> less);
            rgba[(4 * x) + 2] = (byte)(blue >> less);
            rgba[(4 * x) + 3] = 255;
        }
    }

    // Each pixel in bytes of its own.
    private ReadOnlySpan<byte> StoredRow(in RawFrame frame, int row, Span<byte> unpacked)
    {
        var stored = frame.PlaneRow(0, row, frame.StrideBytes, RowBytes(frame.Width));
        if (Packing is null)
            return stored;
        unpacked = unpacked[..(PixelBytes * frame.Width)];
        Packing.Unpack(stored, unpacked);
        return unpacked;
    }

    private char Filter(int x, int row) => Order[((row & 1) * 2) + (x & 1)];

    private int At(ReadOnlySpan<byte> row, int x) => PixelBytes == 1 ? row[x]
        : Math.Min((1 << BitsPerSample) - 1, _bigEndian
            ? BinaryPrimitives.ReadUInt16BigEndian(row[(2 * x)..])
            : BinaryPrimitives.ReadUInt16LittleEndian(row[(2 * x)..]));
}
