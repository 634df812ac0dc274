using System.Buffers.Binary;
using System.Collections.Immutable;

namespace ShmDashboard.Imaging.Layouts.PixelFormats;

/// <summary>Pixels whose channels are bits of one word of 8, 16 or 32 bits, such as <c>rgb565le</c>.</summary>
public sealed class PackedFormat : RawFormat
{
    private readonly int _bytes;
    private readonly bool _bigEndian;
    private readonly BitField _red;
    private readonly BitField _green;
    private readonly BitField _blue;
    private readonly BitField _alpha;

    internal PackedFormat(string name, int bytes, bool bigEndian, BitField red, BitField green, BitField blue, BitField alpha = default)
        : base(name, alpha.Bits > 0 ? ["R", "G", "B", "A"] : ["R", "G", "B"], Math.Max(red.Bits, Math.Max(green.Bits, blue.Bits)))
    {
        _bytes = bytes;
        _bigEndian = bigEndian;
        (_red, _green, _blue, _alpha) = (red, green, blue, alpha);
    }

    internal ImmutableArray<BitField> Fields => [_red, _green, _blue, _alpha];

    internal int WordBytes => _bytes;

    internal bool IsBigEndian => _bigEndian;

    /// <inheritdoc/>
    public override long RowBytes(int width) => (long)width * _bytes;

    /// <inheritdoc/>
    public override long FrameBytes(int width, int height, long strideBytes) => ((height - 1) * strideBytes) + RowBytes(width);

    /// <inheritdoc/>
    public override void ReadValues(in RawFrame frame, int y, int x, int count, Span<double> values)
    {
        var row = frame.Row(y, RowBytes(frame.Width))[(x * _bytes)..];
        for (int i = 0, at = 0; i < count; i++)
        {
            uint word = Word(row[(i * _bytes)..]);
            values[at++] = _red.Of(word);
            values[at++] = _green.Of(word);
            values[at++] = _blue.Of(word);
            if (_alpha.Bits > 0)
                values[at++] = _alpha.Of(word);
        }
    }

    /// <inheritdoc/>
    public override void Render(in RawFrame frame, int y, Span<byte> rgba)
    {
        var row = frame.Row(y, RowBytes(frame.Width));
        for (int i = 0; i < frame.Width; i++)
        {
            uint word = Word(row[(i * _bytes)..]);
            rgba[4 * i] = _red.To8(word);
            rgba[(4 * i) + 1] = _green.To8(word);
            rgba[(4 * i) + 2] = _blue.To8(word);
            rgba[(4 * i) + 3] = _alpha.To8(word);
        }
    }

    private uint Word(ReadOnlySpan<byte> at) => (_bytes, _bigEndian) switch
    {
        (1, _) => at[0],
        (2, false) => BinaryPrimitives.ReadUInt16LittleEndian(at),
        (2, true) => BinaryPrimitives.ReadUInt16BigEndian(at),
        (_, false) => BinaryPrimitives.ReadUInt32LittleEndian(at),
        _ => BinaryPrimitives.ReadUInt32BigEndian(at),
    };
}
