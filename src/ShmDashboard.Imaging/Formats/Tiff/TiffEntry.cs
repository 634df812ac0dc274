namespace ShmDashboard.Imaging.Formats.Tiff;

/// <summary>One field of a directory: u16 tag, u16 type, u32 count, and four bytes of values or their offset
/// (TIFF 6.0, section 2).</summary>
/// <param name="Tag">What the field is.</param>
/// <param name="Type">1 to 13; decides how large a value is.</param>
/// <param name="Count">Values.</param>
/// <param name="ValueOffset">Where the first value lies.</param>
internal readonly record struct TiffEntry(ushort Tag, ushort Type, uint Count, long ValueOffset)
{
    public const int LengthBytes = 12;

    private static ReadOnlySpan<byte> TypeBytes => [0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8, 4];

    public int ValueBytes => TypeBytes[Type];

    /// <summary>The first byte behind the values; at most 2^36.</summary>
    public long ValuesEnd => ValueOffset + ((long)Count * ValueBytes);

    /// <summary>Reads the entry at <paramref name="offset"/>; false when it is none or not there.</summary>
    public static bool TryRead(in TiffReader reader, long offset, out TiffEntry entry)
    {
        entry = default;
        Span<byte> bytes = stackalloc byte[LengthBytes];
        if (!reader.TryRead(offset, bytes))
            return false;
        ushort type = reader.UInt16(bytes[2..]);
        if (type is 0 || type >= TypeBytes.Length)
            return false;
        entry = new TiffEntry(reader.UInt16(bytes), type, reader.UInt32(bytes[4..]), offset + 8);
        if (entry.Count * (long)entry.ValueBytes > 4)
            entry = entry with { ValueOffset = reader.UInt32(bytes[8..]) };
        return true;
    }

    /// <summary>The value of this number; null when there is none or it is not a whole number.</summary>
    public long? Value(in TiffReader reader, long index)
    {
        Span<byte> bytes = stackalloc byte[4];
        if (index < 0 || index >= Count || ValueBytes > 4 || Type is not (1 or 3 or 4)
            || !reader.TryRead(ValueOffset + (index * ValueBytes), bytes[..ValueBytes]))
            return null;
        return Type switch
        {
            1 => bytes[0],
            3 => reader.UInt16(bytes),
            _ => reader.UInt32(bytes),
        };
    }
}
