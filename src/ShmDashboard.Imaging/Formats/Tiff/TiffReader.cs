using System.Buffers.Binary;

namespace ShmDashboard.Imaging.Formats.Tiff;

/// <summary>The byte order of a TIFF, and its numbers (TIFF 6.0, section 2). Offsets count from the start of the file.
/// </summary>
internal readonly ref struct TiffReader
{
    private readonly PictureProbe _probe;
    private readonly bool _isBigEndian;

    private TiffReader(PictureProbe probe, bool isBigEndian, long firstDirectory)
    {
        _probe = probe;
        _isBigEndian = isBigEndian;
        FirstDirectory = firstDirectory;
    }

    /// <summary>Where the first directory is said to be.</summary>
    public long FirstDirectory { get; }

    /// <summary>Bytes to the end of the segment.</summary>
    public long AvailableBytes => _probe.AvailableBytes;

    public static bool TryOpen(in PictureProbe probe, out TiffReader reader)
    {
        reader = default;
        var head = probe.Head;
        if (head.Length < 8)
            return false;
        bool isBigEndian = head.StartsWith("MM\0*"u8);
        if (!isBigEndian && !head.StartsWith("II*\0"u8))
            return false;
        reader = new TiffReader(probe, isBigEndian, isBigEndian
            ? BinaryPrimitives.ReadUInt32BigEndian(head[4..])
            : BinaryPrimitives.ReadUInt32LittleEndian(head[4..]));
        // The specification wants a word boundary, but ImageSharp and others write odd offsets.
        return reader.FirstDirectory >= 8;
    }

    public bool TryRead(long offset, Span<byte> destination) => _probe.TryRead(offset, destination);

    public ushort UInt16(ReadOnlySpan<byte> bytes) => _isBigEndian
        ? BinaryPrimitives.ReadUInt16BigEndian(bytes)
        : BinaryPrimitives.ReadUInt16LittleEndian(bytes);

    public uint UInt32(ReadOnlySpan<byte> bytes) => _isBigEndian
        ? BinaryPrimitives.ReadUInt32BigEndian(bytes)
        : BinaryPrimitives.ReadUInt32LittleEndian(bytes);
}
