namespace ShmDashboard.Imaging.Formats.Tiff;

/// <summary>One page: what its fields say of the picture, and how far it reaches (TIFF 6.0, section 8).</summary>
internal readonly record struct TiffDirectory
{
    // The specification has some 70 tags; a directory with more than this is not one.
    private const int MaxEntries = 1024;

    // Strips whose ends are looked at for the length; the last ones are written last.
    private const int MaxStrips = 4096;

    /// <summary>As it is shown, upright.</summary>
    public int Width { get; private init; }
    public int Height { get; private init; }
    public bool IsTurned { get; private init; }
    public int? BitsPerChannel { get; private init; }
    public string? Channels { get; private init; }

    /// <summary>How the pixels are packed (TIFF 6.0, field 259); null when that cannot be told.</summary>
    public long? Compression { get; private init; }

    /// <summary>What numbers its samples are (TIFF 6.0, field 339): 1 without a sign, 2 with one, 3 floating-point.</summary>
    public long? SampleFormat { get; private init; }

    /// <summary>The first byte behind everything that the directory refers to.</summary>
    public long EndOffset { get; private init; }

    /// <summary>Where it says where the next one is: four bytes.</summary>
    public long NextFieldOffset { get; private init; }

    /// <summary>Where the next one is; 0 when there is none.</summary>
    public long Next { get; private init; }

    /// <summary>Reads the directory at <paramref name="offset"/>: its fields must be in order and have a size in them.
    /// </summary>
    public static bool TryRead(in TiffReader reader, long offset, out TiffDirectory directory)
    {
        directory = default;
        Span<byte> word = stackalloc byte[4];
        if (!reader.TryRead(offset, word[..2]))
            return false;
        ushort count = reader.UInt16(word);
        if (count is 0 or > MaxEntries)
            return false;
        var fields = new TiffFields();
        for (int i = 0; i < count; i++)
            if (!TiffEntry.TryRead(reader, offset + 2 + (i * TiffEntry.LengthBytes), out var entry) || !fields.TryAdd(entry))
                return false;

        long end = offset + 2 + (count * TiffEntry.LengthBytes);
        long? width = fields.Width.Value(reader, 0);
        long? height = fields.Height.Value(reader, 0);
        if (width is null or < 1 or > int.MaxValue || height is null or < 1 or > int.MaxValue)
            return false;
        var orientation = ExifOrientation.Of(fields.Orientation.Value(reader, 0));
        if (orientation.LiesOnItsSide)
            (width, height) = (height, width);
        directory = new TiffDirectory
        {
            Width = (int)width,
            Height = (int)height,
            IsTurned = orientation.IsTurned,
            BitsPerChannel = fields.BitsPerSample.Count == 0 ? 1 : (int?)fields.BitsPerSample.Value(reader, 0),
            Compression = fields.Compression.Count == 0 ? 1 : fields.Compression.Value(reader, 0),
            SampleFormat = fields.SampleFormat.Count == 0 ? 1 : fields.SampleFormat.Value(reader, 0),
            Channels = ChannelsOf(fields.Photometric.Value(reader, 0), fields.SamplesPerPixel.Value(reader, 0) ?? 1),
            NextFieldOffset = end,
            Next = reader.TryRead(end, word) ? reader.UInt32(word) : 0,
            EndOffset = Math.Max(end + 4, Math.Max(fields.ValuesEnd, DataEnd(reader, fields))),
        };
        return true;
    }

    private static string? ChannelsOf(long? photometric, long samples) => photometric switch
    {
        0 or 1 => samples > 1 ? "grey + alpha" : "grey",
        2 or 6 or 8 => samples > 3 ? "RGBA" : "RGB",
        3 => "palette",
        5 => "CMYK",
        _ => null,
    };

    private static long DataEnd(in TiffReader reader, in TiffFields fields)
    {
        long end = 0L;
        uint strips = Math.Min(fields.StripOffsets.Count, fields.StripLengths.Count);
        for (long i = Math.Max(0, (long)strips - MaxStrips); i < strips; i++)
            if (fields.StripOffsets.Value(reader, i) is { } offset && fields.StripLengths.Value(reader, i) is { } length)
                end = Math.Max(end, offset + length);
        return end;
    }
}
