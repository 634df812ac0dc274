using System.Buffers.Binary;

namespace ShmDashboard.Imaging.Layouts.PixelFormats;

/// <summary>Luma and chroma, of which the latter may be stored for blocks of pixels only; such a block shares its value.</summary>
public sealed class YuvFormat : RawFormat
{
    private readonly YuvPlacement _placement;
    private readonly bool _vFirst;
    private readonly int _sampleBytes;
    private readonly int _shift;

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

    /// <summary>Pixels beside each other that share chroma.</summary>
    public int BlockWidth { get; }

    /// <summary>Rows that share chroma.</summary>
    public int BlockHeight { get; }

    /// <summary>Whether luma and chroma alternate in one plane.</summary>
    public bool IsPacked => _placement < YuvPlacement.SemiPlanar;

    /// <summary>Whether the most significant byte of a sample comes first.</summary>
    public bool IsBigEndian { get; }

    internal YuvPlacement Placement => _placement;

    internal bool VFirst => _vFirst;

    internal int SampleBytes => _sampleBytes;

    internal int StoredShift => _shift;

    /// <inheritdoc/>
    public override int WidthStep => BlockWidth;

    /// <inheritdoc/>
    public override int HeightStep => BlockHeight;

    /// <inheritdoc/>
    public override long RowBytes(int width) => IsPacked ? 2L * width : (long)width * _sampleBytes;

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

    internal int Sample(ReadOnlySpan<byte> row, int index) => _sampleBytes == 1
        ? row[index]
        : Math.Min((IsBigEndian ? BinaryPrimitives.ReadUInt16BigEndian(row[(2 * index)..]) : BinaryPrimitives.ReadUInt16LittleEndian(row[(2 * index)..]))
            >> _shift, (1 << BitsPerSample) - 1);
}
