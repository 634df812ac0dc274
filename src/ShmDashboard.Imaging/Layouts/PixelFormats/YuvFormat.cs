using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Numerics;

namespace ShmDashboard.Imaging.Layouts.PixelFormats;

/// <summary>Luma and chroma, of which the latter may be stored for blocks of pixels only; such a block shares its value.</summary>
public sealed class YuvFormat : RawFormat
{
    private const int WordSamples = 3;
    private const int WordBits = 10;
    private const int WordMask = (1 << WordBits) - 1;

    private readonly YuvPlacement _placement;
    private readonly bool _vFirst;
    private readonly int _sampleBytes;
    private readonly int _shift;
    private readonly int _blockSamples;
    private readonly int _blockShift;
    private readonly ImmutableArray<int> _lumas = [];
    private readonly bool _inWords;
    private readonly int _padding = 1;

    /// <param name="name">The name.</param>
    /// <param name="placement">Where the samples are.</param>
    /// <param name="blockWidth">Pixels beside each other that share chroma.</param>
    /// <param name="blockHeight">Rows that share chroma.</param>
    /// <param name="vFirst">Whether V comes before U.</param>
    /// <param name="bits">Significant bits of a sample.</param>
    /// <param name="highBits">Whether those are the highest of 16.</param>
    /// <param name="bigEndian">Whether the most significant byte of a sample comes first.</param>
    internal YuvFormat(
        string name, YuvPlacement placement, int blockWidth, int blockHeight, bool vFirst = false, int bits = 8, bool highBits = false,
        bool bigEndian = false)
        : base(name, ["Y", "U", "V"], bits)
    {
        _placement = placement;
        BlockWidth = blockWidth;
        BlockHeight = blockHeight;
        _vFirst = vFirst;
        _sampleBytes = bits > 8 ? 2 : 1;
        _shift = highBits ? 16 - bits : 0;
        IsBigEndian = bigEndian;
    }

    /// <param name="name">The name.</param>
    /// <param name="order">
    /// The samples of a block in the order in which they are stored, a letter each: Y for each of its 1, 2 or 4 pixels, U, V, X (unused).
    /// </param>
    /// <param name="bits">Significant bits of a sample.</param>
    /// <param name="highBits">Whether those are the highest of 16.</param>
    /// <param name="inWords">Whether three samples of 10 bits share a little-endian word of 32, the first in the lowest bits.</param>
    /// <param name="padding">What rows are usually filled up to a multiple of, in bytes.</param>
    internal YuvFormat(string name, string order, int bits = 8, bool highBits = false, bool inWords = false, int padding = 1)
        : this(name, YuvPlacement.Packed, order.Count(letter => letter == 'Y'), 1, bits: bits, highBits: highBits)
    {
        _blockSamples = order.Length;
        _blockShift = BitOperations.Log2((uint)BlockWidth);
        _lumas = [.. Enumerable.Range(0, order.Length).Where(at => order[at] == 'Y')];
        _inWords = inWords;
        _padding = padding;
        (UPlace, VPlace) = (order.IndexOf('U', StringComparison.Ordinal), order.IndexOf('V', StringComparison.Ordinal));
    }

    /// <summary>Pixels beside each other that share chroma.</summary>
    public int BlockWidth { get; }

    /// <summary>Rows that share chroma.</summary>
    public int BlockHeight { get; }

    /// <summary>Whether luma and chroma alternate in one plane.</summary>
    public bool IsPacked => _placement == YuvPlacement.Packed;

    /// <summary>Whether the most significant byte of a sample comes first.</summary>
    public bool IsBigEndian { get; }

    internal YuvPlacement Placement => _placement;

    internal bool VFirst => _vFirst;

    internal int SampleBytes => _sampleBytes;

    /// <summary>Where U is among the samples of a block, where they are beside each other.</summary>
    internal int UPlace { get; }

    /// <summary>Where V is among them.</summary>
    internal int VPlace { get; }

    /// <inheritdoc/>
    public override int WidthStep => BlockWidth;

    /// <inheritdoc/>
    // A block is of as many samples as a word, or of such a number that three are as many words.
    internal override int GroupPixels => _inWords && _blockSamples % WordSamples != 0 ? BlockWidth * WordSamples : BlockWidth;

    /// <inheritdoc/>
    public override int HeightStep => BlockHeight;

    /// <inheritdoc/>
    public override long RowBytes(int width)
    {
        if (!IsPacked)
            return (long)width * _sampleBytes;
        long samples = (long)width / BlockWidth * _blockSamples;
        return _inWords ? (samples + WordSamples - 1) / WordSamples * sizeof(uint) : samples * _sampleBytes;
    }

    /// <inheritdoc/>
    public override long UsualStride(int width) => (RowBytes(width) + _padding - 1) / _padding * _padding;

    /// <inheritdoc/>
    public override long FrameBytes(int width, int height, long strideBytes)
    {
        if (IsPacked)
            return ((height - 1) * strideBytes) + RowBytes(width);
        long chromaRow = (long)(width / BlockWidth) * _sampleBytes * (_placement == YuvPlacement.SemiPlanar ? 2 : 1);
        return (height * strideBytes) + ((ChromaRows(height) - 1) * ChromaStride(strideBytes)) + chromaRow;
    }

    /// <inheritdoc/>
    public override long FramePitch(int width, int height, long strideBytes) => IsPacked
        ? height * strideBytes
        : (height * strideBytes) + (ChromaRows(height) * ChromaStride(strideBytes));

    /// <inheritdoc/>
    public override void ReadValues(in RawFrame frame, int y, int x, int count, Span<double> values)
    {
        Span<int> samples = stackalloc int[3];
        var rows = new YuvRows(this, frame, y);
        for (int i = 0; i < count; i++)
        {
            rows.Read(x + i, samples);
            values[3 * i] = samples[0];
            values[(3 * i) + 1] = samples[1];
            values[(3 * i) + 2] = samples[2];
        }
    }

    /// <inheritdoc/>
    public override void Render(in RawFrame frame, int y, Span<byte> rgba)
    {
        Span<int> samples = stackalloc int[3];
        var rows = new YuvRows(this, frame, y);
        for (int i = 0; i < frame.Width; i++)
        {
            rows.Read(i, samples);
            frame.Matrix.Convert(samples[0], samples[1], samples[2], BitsPerSample, rgba.Slice(4 * i, 4));
        }
    }

    /// <summary>Rows of chroma, over all of its planes.</summary>
    internal long ChromaRows(int height) => (long)(height / BlockHeight) * (_placement == YuvPlacement.Planar ? 2 : 1);

    internal long ChromaStride(long strideBytes) =>
        _placement == YuvPlacement.SemiPlanar ? strideBytes * 2 / BlockWidth : strideBytes / BlockWidth;

    /// <summary>Where the first sample of a pixel's block is in a row, where they are beside each other.</summary>
    internal int BlockStart(int x) => (x >> _blockShift) * _blockSamples;

    /// <summary>Where a pixel's luma is among the samples of its block.</summary>
    internal int LumaPlace(int x) => _lumas[x & (BlockWidth - 1)];

    /// <summary>One sample of a row.</summary>
    internal int Sample(ReadOnlySpan<byte> row, int index)
    {
        if (_sampleBytes == 1)
            return row[index];
        if (_inWords)
            return (int)(BinaryPrimitives.ReadUInt32LittleEndian(row[WordStart(index)..]) >> WordShift(index)) & WordMask;
        int stored = IsBigEndian ? BinaryPrimitives.ReadUInt16BigEndian(row[(2 * index)..]) : BinaryPrimitives.ReadUInt16LittleEndian(row[(2 * index)..]);
        return Math.Min(stored >> _shift, (1 << BitsPerSample) - 1);
    }

    /// <summary>Puts one sample into a row.</summary>
    internal void Put(Span<byte> row, int index, int value)
    {
        if (!_inWords)
        {
            (_sampleBytes == 1 ? SampleType.U8 : SampleType.U16).Write(row[(index * _sampleBytes)..], value << _shift, IsBigEndian);
            return;
        }

        var at = row[WordStart(index)..];
        int shift = WordShift(index);
        uint others = BinaryPrimitives.ReadUInt32LittleEndian(at) & ~((uint)WordMask << shift);
        BinaryPrimitives.WriteUInt32LittleEndian(at, others | ((uint)value << shift));
    }

    private static int WordStart(int index) => index / WordSamples * sizeof(uint);

    private static int WordShift(int index) => index % WordSamples * WordBits;
}
