using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Runtime.InteropServices;

namespace ShmDashboard.Imaging.Layouts.PixelFormats;

/// <summary>
/// Pixels whose channels are numbers of one type, beside each other or each in a plane of its own: grey, RGB, BGRA and so on
/// in any depth. Grey ones of 10, 12 and 14 bits may share bytes.
/// </summary>
public sealed class SampleFormat : RawFormat
{
    private readonly int _red;
    private readonly int _green;
    private readonly int _blue;
    private readonly int _alpha;

    /// <param name="name">The name.</param>
    /// <param name="type">What a sample is.</param>
    /// <param name="channels">A letter for each stored channel: Y (grey), R, G, B, A, X (unused); anything else is a number
    /// without meaning.</param>
    /// <param name="validBits">Significant bits of a sample; 0 for all of them.</param>
    /// <param name="bigEndian">Whether the most significant byte comes first.</param>
    /// <param name="planar">Whether each channel is in a plane of its own.</param>
    internal SampleFormat(
        string name, SampleType type, string channels, int validBits = 0, bool bigEndian = false, bool planar = false)
        : base(name, NamesOf(channels), validBits > 0 ? validBits : 8 * type.Bytes())
    {
        Type = type;
        IsBigEndian = bigEndian;
        IsPlanar = planar;
        bool colour = channels.Contains('R', StringComparison.Ordinal);
        _red = colour ? channels.IndexOf('R', StringComparison.Ordinal) : 0;
        _green = colour ? channels.IndexOf('G', StringComparison.Ordinal) : Math.Min(channels.Length - 1, IsUnnamed(channels) ? 1 : 0);
        _blue = colour ? channels.IndexOf('B', StringComparison.Ordinal) : IsUnnamed(channels) ? -1 : 0;
        _alpha = channels.IndexOf('A', StringComparison.Ordinal);
        IsGrey = !colour && !IsUnnamed(channels);
        HasAlpha = _alpha >= 0;
    }

    internal SampleFormat(string name, SamplePacking packing) : this(name, SampleType.U16, "Y", packing.Bits) => Packing = packing;

    /// <summary>What a sample is, once it has bytes of its own.</summary>
    public SampleType Type { get; }

    /// <summary>Whether the most significant byte of a sample comes first.</summary>
    public bool IsBigEndian { get; }

    /// <summary>Whether each channel is in a plane of its own.</summary>
    public bool IsPlanar { get; }

    /// <summary>Whether a channel says how opaque a pixel is.</summary>
    public bool HasAlpha { get; }

    /// <inheritdoc/>
    public override bool IsGrey { get; }

    /// <inheritdoc/>
    public override bool IsFloat => Type.IsFloat();

    /// <inheritdoc/>
    public override (double Low, double High)? NaturalRange => Type switch
    {
        SampleType.U8 or SampleType.U16 => (0, (1 << BitsPerSample) - 1),
        SampleType.S8 => (sbyte.MinValue, sbyte.MaxValue),
        SampleType.S16 => (short.MinValue, short.MaxValue),
        _ => null,
    };

    private int PixelBytes => Type.Bytes() * (IsPlanar ? 1 : Channels.Length);

    /// <summary>Where red, green, blue and alpha are among the stored channels; -1 for none.</summary>
    internal (int Red, int Green, int Blue, int Alpha) Places => (_red, _green, _blue, _alpha);

    /// <inheritdoc/>
    internal override (int Red, int Green, int Blue, int Alpha)? BytePlaces =>
        Type == SampleType.U8 && BitsPerSample == 8 && !IsPlanar && !IsGrey && _blue >= 0 && Channels.Length is 3 or 4
            ? Places
            : null;

    /// <inheritdoc/>
    public override long RowBytes(int width) => Packing?.RowBytes(width) ?? (long)width * PixelBytes;

    /// <inheritdoc/>
    public override long FrameBytes(int width, int height, long strideBytes) =>
        (((IsPlanar ? (long)Channels.Length * height : height) - 1) * strideBytes) + RowBytes(width);

    /// <inheritdoc/>
    public override long FramePitch(int width, int height, long strideBytes) =>
        (IsPlanar ? Channels.Length : 1) * height * strideBytes;

    /// <inheritdoc/>
    public override void ReadValues(in RawFrame frame, int y, int x, int count, Span<double> values)
    {
        if (Packing is null)
            ReadSamples(frame, y, x, count, values);
        else
            ReadPacked(frame.Row(y, RowBytes(frame.Width)), Packing, x, values[..count]);
        if (!frame.Scale.IsNone)
            frame.Scale.Apply(values[..(count * Channels.Length)]);
    }

    private void ReadSamples(in RawFrame frame, int y, int x, int count, Span<double> values)
    {
        int size = Type.Bytes();
        for (int channel = 0; channel < Channels.Length; channel++)
        {
            var row = IsPlanar
                ? Plane(frame, channel, y)[(x * size)..]
                : frame.Row(y, RowBytes(frame.Width))[((x * PixelBytes) + (channel * size))..];
            for (int i = 0, at = channel, from = 0; i < count; i++, at += Channels.Length, from += PixelBytes)
                values[at] = Type.Read(row[from..], IsBigEndian);
        }
    }

    private static void ReadPacked(ReadOnlySpan<byte> row, SamplePacking packing, int x, Span<double> values)
    {
        for (int i = 0; i < values.Length; i++)
            values[i] = packing.Read(row, x + i);
    }

    /// <inheritdoc/>
    public override void Render(in RawFrame frame, int y, Span<byte> rgba)
    {
        if (Type == SampleType.U8 && !IsPlanar && RenderBytes(frame.Row(y, RowBytes(frame.Width)), rgba))
            return;
        if (Packing is not null)
        {
            RenderPacked(frame.Row(y, RowBytes(frame.Width)), Packing, MemoryMarshal.Cast<byte, uint>(rgba[..(4 * frame.Width)]));
            return;
        }

        MemoryMarshal.Cast<byte, uint>(rgba[..(4 * frame.Width)]).Fill(0xFF000000);
        RenderChannel(frame, y, _red, 0, rgba);
        RenderChannel(frame, y, _green, 1, rgba);
        RenderChannel(frame, y, _blue, 2, rgba);
        if (HasAlpha)
            RenderChannel(frame, y, _alpha, 3, rgba);
    }

    private static void RenderPacked(ReadOnlySpan<byte> row, SamplePacking packing, Span<uint> rgba)
    {
        for (int i = 0; i < rgba.Length; i++)
            rgba[i] = 0xFF000000u | ((uint)(packing.Read(row, i) >> (packing.Bits - 8)) * 0x010101u);
    }

    private bool RenderBytes(ReadOnlySpan<byte> row, Span<byte> rgba)
    {
        if (Channels.Length == 1)
            BytePixels.Grey(row, rgba);
        else if (Channels.Length == 3 && !IsGrey)
            BytePixels.Three(row, rgba, _red == 0);
        else if (Channels.Length == 4 && !IsGrey)
            BytePixels.Four(row, rgba, _red, _green, _blue, _alpha);
        else
            return false;
        return true;
    }

    private void RenderChannel(in RawFrame frame, int y, int channel, int target, Span<byte> rgba)
    {
        if (channel < 0)
            return;
        int size = Type.Bytes();
        var row = IsPlanar ? Plane(frame, channel, y) : frame.Row(y, RowBytes(frame.Width))[(channel * size)..];
        int shift = BitsPerSample - 8;
        int most = (1 << BitsPerSample) - 1;
        int zero = Type switch { SampleType.S8 => 128, SampleType.S16 => 32768, _ => 0 };
        for (int i = 0, from = 0; i < frame.Width; i++, from += PixelBytes)
        {
            int value = size == 1 ? (Type == SampleType.S8 ? (sbyte)row[from] : row[from])
                : IsBigEndian ? BinaryPrimitives.ReadUInt16BigEndian(row[from..])
                : BinaryPrimitives.ReadUInt16LittleEndian(row[from..]);
            if (Type == SampleType.S16)
                value = (short)value;
            rgba[(4 * i) + target] = (byte)(Math.Min(value + zero, most) >> shift);
        }
    }

    private ReadOnlySpan<byte> Plane(in RawFrame frame, int channel, int y) =>
        frame.PlaneRow(channel * frame.Height * frame.StrideBytes, frame.Stored(y), frame.StrideBytes, RowBytes(frame.Width));

    private static bool IsUnnamed(string channels) => channels[0] is not ('Y' or 'R' or 'G' or 'B' or 'A' or 'X');

    private static ImmutableArray<string> NamesOf(string channels) =>
        [.. channels.Select(letter => letter == 'Y' ? "grey" : letter.ToString())];
}
