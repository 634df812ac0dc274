using System.Collections.Immutable;

namespace ShmDashboard.Imaging.Layouts.PixelFormats;

/// <summary>
/// How raw pixels lie in memory, by FFmpeg's name where FFmpeg has one. Knows the size of a frame, its true values and its
/// pixels for display. Stateless and safe for all threads.
/// </summary>
[System.Text.Json.Serialization.JsonConverter(typeof(Documents.RawFormatConverter))]
public abstract class RawFormat
{
    private protected RawFormat(string name, ImmutableArray<string> channels, int bitsPerSample)
    {
        Name = name;
        Channels = channels;
        BitsPerSample = bitsPerSample;
    }

    /// <summary>
    /// FFmpeg's name (<c>bgr24</c>), or where FFmpeg has none V4L2's (<c>srggb10p</c>), GenICam's (<c>mono12p</c>) or OpenCV's
    /// (<c>CV_32SC2</c>).
    /// </summary>
    public string Name { get; }

    /// <summary>What the true values of a pixel are, in the order in which they are stored: <c>B, G, R</c>.</summary>
    public ImmutableArray<string> Channels { get; }

    /// <summary>Significant bits of the widest channel: 10 for <c>gray10le</c>.</summary>
    public int BitsPerSample { get; }

    /// <summary>Whether samples are floating-point, and may be infinite or no number.</summary>
    public virtual bool IsFloat => false;

    /// <summary>Smallest and largest value that is shown without further asking; null where no range is natural (floats,
    /// 32 bits and more).</summary>
    public virtual (double Low, double High)? NaturalRange => (0, Math.Pow(2, BitsPerSample) - 1);

    /// <summary>Whether a pixel has brightness only, so that a colour map can be laid over it.</summary>
    public virtual bool IsGrey => Channels.Length == 1;

    /// <summary>What the width has to be a multiple of.</summary>
    public virtual int WidthStep => 1;

    /// <summary>What the height has to be a multiple of.</summary>
    public virtual int HeightStep => 1;

    /// <summary>Pixels beside each other that share bytes of the first plane, or blocks: what a row begins with anew.</summary>
    internal virtual int GroupPixels => Packing?.GroupSamples ?? WidthStep;

    /// <summary>How samples share bytes as cameras pack them; null where each has its own.</summary>
    internal SamplePacking? Packing { get; private protected init; }

    /// <summary>Whether samples share bytes as cameras pack them.</summary>
    public bool HasPackedSamples => Packing is not null;

    /// <summary>Bytes that a row of the first plane needs, without padding.</summary>
    public abstract long RowBytes(int width);

    /// <summary>Bytes from one row to the next where nobody says how many: those of a row, but of formats that come with a padding.</summary>
    public virtual long UsualStride(int width) => RowBytes(width);

    /// <summary>The same of rows that are filled up to a multiple of so many bytes.</summary>
    public long UsualStride(int width, int rowAlignment) => (UsualStride(width) + rowAlignment - 1) / rowAlignment * rowAlignment;

    /// <summary>Bytes from the first to behind the last pixel. The last row needs no padding behind it.</summary>
    public abstract long FrameBytes(int width, int height, long strideBytes);

    /// <summary>Bytes from one frame to the next where frames follow each other directly.</summary>
    public virtual long FramePitch(int width, int height, long strideBytes) => height * strideBytes;

    /// <summary>Copies the true values of a part of a row, channel after channel, pixel after pixel.</summary>
    /// <param name="frame">The pixels.</param>
    /// <param name="y">The row, from the top.</param>
    /// <param name="x">The first pixel.</param>
    /// <param name="count">How many pixels.</param>
    /// <param name="values">Room for <paramref name="count"/> times the number of channels.</param>
    public abstract void ReadValues(in RawFrame frame, int y, int x, int count, Span<double> values);

    /// <summary>
    /// Where red, green, blue and alpha (-1 for none) are among the bytes of a pixel, where pixels are nothing but a byte for
    /// each channel, beside each other; null otherwise.
    /// </summary>
    internal virtual (int Red, int Green, int Blue, int Alpha)? BytePlaces => null;

    /// <summary>
    /// Turns one row into red, green, blue and alpha of 8 bits. Only where <see cref="NaturalRange"/> is not null; deeper
    /// samples lose their lowest bits.
    /// </summary>
    public abstract void Render(in RawFrame frame, int y, Span<byte> rgba);

    /// <inheritdoc/>
    public override string ToString() => Name;
}
