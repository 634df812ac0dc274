using System.Buffers.Binary;

namespace ShmDashboard.Imaging.Formats;

/// <summary>
/// How a camera was held (Exif 2.32, tag 0x0112): browsers and our decoder show the picture upright, so that is its size too.
/// </summary>
internal static class ExifOrientation
{
    /// <summary>What an Exif block in a JPEG begins with, and in some WebP.</summary>
    public static ReadOnlySpan<byte> Prefix => "Exif\0\0"u8;

    private const ushort Tag = 0x0112;
    private const ushort Short = 3;
    private const int HeadBytes = 8;
    private const int EntryBytes = 12;

    /// <summary>Whether rows are shown as columns: orientations 5 to 8.</summary>
    /// <param name="exif">The block, with or without <see cref="Prefix"/>: a TIFF header and its first directory.</param>
    public static bool LiesOnItsSide(ReadOnlySpan<byte> exif)
    {
        if (exif.StartsWith(Prefix))
            exif = exif[Prefix.Length..];
        if (exif.Length < HeadBytes)
            return false;
        var isBigEndian = exif.StartsWith("MM\0*"u8);
        if (!isBigEndian && !exif.StartsWith("II*\0"u8))
            return false;
        var at = UInt32(exif[4..], isBigEndian);
        if (at > exif.Length - 2)
            return false;
        var entries = exif[((int)at + 2)..];
        for (var left = UInt16(exif[(int)at..], isBigEndian); left > 0 && entries.Length >= EntryBytes; left--, entries = entries[EntryBytes..])
        {
            if (UInt16(entries, isBigEndian) == Tag)
                return UInt16(entries[2..], isBigEndian) == Short && IsOnItsSide(UInt16(entries[8..], isBigEndian));
        }

        return false;
    }

    /// <summary>Whether a value of the tag says so.</summary>
    public static bool IsOnItsSide(long? value) => value is >= 5 and <= 8;

    private static ushort UInt16(ReadOnlySpan<byte> bytes, bool isBigEndian) => isBigEndian
        ? BinaryPrimitives.ReadUInt16BigEndian(bytes)
        : BinaryPrimitives.ReadUInt16LittleEndian(bytes);

    private static uint UInt32(ReadOnlySpan<byte> bytes, bool isBigEndian) => isBigEndian
        ? BinaryPrimitives.ReadUInt32BigEndian(bytes)
        : BinaryPrimitives.ReadUInt32LittleEndian(bytes);
}
