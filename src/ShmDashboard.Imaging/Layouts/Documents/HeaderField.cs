using System.Text.Json.Serialization;
using ShmDashboard.Imaging.Layouts.PixelFormats;
using ShmDashboard.Imaging.Layouts.Writing;

namespace ShmDashboard.Imaging.Layouts.Documents;

/// <summary>A number in a segment's header.</summary>
public sealed record HeaderField
{
    /// <summary>Where it is, in bytes from the start of the segment; below 0, from its end.</summary>
    public required long Offset { get; init; }

    /// <summary>What number it is.</summary>
    public required FieldType Type { get; init; }

    /// <summary>What the number is multiplied with; 1 where nothing is said.</summary>
    public long Scale { get => field == 0 ? 1 : field; init; }

    /// <summary>Of a stride: <c>bytes</c> (unless said) or <c>pixels</c>. Of a time stamp: <c>ns</c>, <c>us</c>, <c>ms</c> or <c>s</c>.</summary>
    public string? Unit { get; init; }

    /// <summary>Of a format code: which number is which pixel format.</summary>
    public IReadOnlyDictionary<string, RawFormat>? Table { get; init; }

    /// <summary>Of a flag or a condition: the value that is meant.</summary>
    [JsonPropertyName("equals")]
    public long? EqualTo { get; init; }

    /// <summary>Reads it; null where the segment is too short, or the value no whole number that is told exactly.</summary>
    public long? Read(ReadOnlySpan<byte> segment)
    {
        long at = Offset < 0 ? segment.Length + Offset : Offset;
        if (at < 0 || at > segment.Length - Type.Bytes)
            return null;
        double value = Type.Type.Read(segment[(int)at..], Type.BigEndian);
        if (Type.Type is SampleType.U64 or SampleType.S64)
            return Scaled(BitsOf(segment[(int)at..]));
        return double.IsFinite(value) && Math.Abs(value) < 1L << 53 ? Scaled((long)value) : null;
    }

    /// <summary>
    /// What has to be written so that it reads as a value; counters that are full begin anew. Null where the segment is too short,
    /// or the value no multiple of the scale.
    /// </summary>
    /// <param name="value">As <see cref="Read"/> gives it.</param>
    /// <param name="segmentBytes">The segment's size.</param>
    public SegmentWrite? Write(long value, long segmentBytes)
    {
        long at = Offset < 0 ? segmentBytes + Offset : Offset;
        if (at < 0 || at > segmentBytes - Type.Bytes || value % Scale != 0)
            return null;
        byte[] bytes = new byte[Type.Bytes];
        if (Type.Type.IsFloat())
        {
            Type.Type.Write(bytes, value / Scale, Type.BigEndian);
            return new SegmentWrite(at, bytes);
        }

        Span<byte> whole = stackalloc byte[sizeof(long)];
        System.Buffers.Binary.BinaryPrimitives.WriteInt64LittleEndian(whole, value / Scale);
        whole[..bytes.Length].CopyTo(bytes);
        if (Type.BigEndian)
            Array.Reverse(bytes);
        return new SegmentWrite(at, bytes);
    }

    /// <summary>Whether a value that is written is read as the same again.</summary>
    public bool Holds(long value)
    {
        var alone = this with { Offset = 0 };
        return alone.Write(value, Type.Bytes) is { } write && alone.Read(write.Bytes.Span) == value;
    }

    // Sequence numbers and addresses use all of their bits.
    private long BitsOf(ReadOnlySpan<byte> at) => Type.BigEndian
        ? System.Buffers.Binary.BinaryPrimitives.ReadInt64BigEndian(at)
        : System.Buffers.Binary.BinaryPrimitives.ReadInt64LittleEndian(at);

    private long? Scaled(long value)
    {
        var product = (Int128)value * Scale;
        return product >= long.MinValue && product <= long.MaxValue ? (long)product : null;
    }
}
