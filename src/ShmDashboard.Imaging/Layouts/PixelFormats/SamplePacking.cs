using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Numerics;

namespace ShmDashboard.Imaging.Layouts.PixelFormats;

/// <summary>
/// How samples of 10, 12 or 14 bits share bytes: so many of them in a group of a few bytes, its eight highest bits here, the others
/// there. Rows begin with a group of their own. Stateless and safe for all threads.
/// </summary>
internal sealed class SamplePacking
{
    private readonly ImmutableArray<(int High, int Low)> _places;
    private readonly int _groupShift;
    private readonly int _lowBits;
    private readonly bool _isWhole;

    // Where the eight highest bits of each sample are and where those below, in the group's bytes taken for a little-endian number.
    private SamplePacking(int bits, int groupBytes, bool isWhole, IEnumerable<(int High, int Low)> places)
    {
        Bits = bits;
        GroupBytes = groupBytes;
        _lowBits = bits - 8;
        _isWhole = isWhole;
        _places = [.. places];
        _groupShift = BitOperations.Log2((uint)_places.Length);
    }

    /// <summary>Bits of a sample.</summary>
    public int Bits { get; }

    /// <summary>Samples of a group, 2 or 4.</summary>
    public int GroupSamples => _places.Length;

    /// <summary>Bytes of a group.</summary>
    public int GroupBytes { get; }

    /// <summary>
    /// As MIPI CSI-2 sends it, and V4L2 and libcamera keep it: a byte for each sample's highest bits, then what is left of all of them,
    /// the first one lowest. The last group of a row is a whole one, as libcamera counts it (PixelFormatInfo::stride).
    /// Source: Linux, Documentation/userspace-api/media/v4l, pixfmt-srggb10p, -srggb12p, -srggb14p.
    /// </summary>
    public static SamplePacking Mipi(int bits)
    {
        int samples = bits == 12 ? 2 : 4;
        return new(bits, samples * bits / 8, isWhole: true,
            Enumerable.Range(0, samples).Select(i => (8 * i, (8 * samples) + (i * (bits - 8)))));
    }

    /// <summary>
    /// As GenICam's formats with a <c>p</c> have it: bit behind bit, the lowest of the first sample in the lowest bit of the first byte.
    /// Source: GenICam Pixel Format Naming Convention 2.4, lsb packed.
    /// </summary>
    public static SamplePacking LowestFirst(int bits)
    {
        int samples = bits == 12 ? 2 : 4;
        return new(bits, samples * bits / 8, isWhole: false,
            Enumerable.Range(0, samples).Select(i => ((i * bits) + bits - 8, i * bits)));
    }

    /// <summary>
    /// As GigE Vision's formats with <c>Packed</c> have it: two samples in three bytes, the highest bits of each in the outer ones and
    /// what is left in a half each of that between. Source: GigE Vision 1.2, 26.1; Basler's manuals of its racer cameras, 9.2.3.
    /// </summary>
    public static SamplePacking Pairs(int bits) => new(bits, 3, isWhole: false, [(0, 8), (16, 12)]);

    /// <summary>Bytes that so many samples need.</summary>
    public long RowBytes(long samples)
    {
        long groups = samples / GroupSamples;
        int left = (int)(samples % GroupSamples);
        return (groups * GroupBytes) + (left == 0 ? 0 : _isWhole ? GroupBytes : BytesOf(left));
    }

    /// <summary>One sample of a row.</summary>
    public int Read(ReadOnlySpan<byte> row, int index) => Of(Word(row, index >> _groupShift), index & (GroupSamples - 1));

    /// <summary>Gives each sample of a row two bytes of its own, the lower one first.</summary>
    public void Unpack(ReadOnlySpan<byte> row, Span<byte> samples)
    {
        for (int index = 0, group = 0; 2 * index < samples.Length; group++)
        {
            ulong word = Word(row, group);
            for (int i = 0; i < GroupSamples && 2 * index < samples.Length; i++, index++)
                BinaryPrimitives.WriteUInt16LittleEndian(samples[(2 * index)..], (ushort)Of(word, i));
        }
    }

    /// <summary>Puts one sample into a row and leaves all other bits as they are.</summary>
    public void Write(Span<byte> row, int index, int value)
    {
        var (high, low) = _places[index & (GroupSamples - 1)];
        var group = Group(row, index >> _groupShift);
        ulong word = Word(group, 0), lowest = (1ul << _lowBits) - 1;
        word = (word & ~(0xFFul << high) & ~(lowest << low)) | ((ulong)(value >> _lowBits) << high) | (((ulong)value & lowest) << low);
        for (int i = 0; i < group.Length; i++)
            group[i] = (byte)(word >> (8 * i));
    }

    private int Of(ulong word, int sample)
    {
        var (high, low) = _places[sample];
        return ((int)((word >> high) & 0xFF) << _lowBits) | ((int)(word >> low) & ((1 << _lowBits) - 1));
    }

    private int BytesOf(int samples) => (_places.Take(samples).Max(place => Math.Max(place.High + 8, place.Low + _lowBits)) + 7) / 8;

    private Span<byte> Group(Span<byte> row, int group)
    {
        int start = group * GroupBytes;
        return row.Slice(start, Math.Min(GroupBytes, row.Length - start));
    }

    private ulong Word(ReadOnlySpan<byte> row, int group)
    {
        row = row[(group * GroupBytes)..];
        if (row.Length >= sizeof(ulong))
            return BinaryPrimitives.ReadUInt64LittleEndian(row);
        ulong word = 0;
        for (int i = 0; i < Math.Min(GroupBytes, row.Length); i++)
            word |= (ulong)row[i] << (8 * i);
        return word;
    }
}
