using ShmDashboard.Imaging.Formats.Tiff;

namespace ShmDashboard.Imaging.Formats;

/// <summary>
/// How a camera was held (Exif 2.32, tag 0x0112): browsers and our decoder show the picture upright, so that is its size too.
/// </summary>
/// <param name="Value">1 to 8, of which 1 is upright; 0 where nothing is said.</param>
internal readonly record struct ExifOrientation(int Value)
{
    /// <summary>What an Exif block in a JPEG begins with, and in some WebP.</summary>
    public static ReadOnlySpan<byte> Prefix => "Exif\0\0"u8;

    private const ushort Tag = 0x0112;
    private const ushort Short = 3;

    /// <summary>Whether it is shown otherwise than it is stored.</summary>
    public bool IsTurned => Value is >= 2 and <= 8;

    /// <summary>Whether rows are shown as columns.</summary>
    public bool LiesOnItsSide => Value is >= 5 and <= 8;

    /// <summary>The orientation that a block tells of.</summary>
    /// <param name="exif">With or without <see cref="Prefix"/>: a TIFF header and its first directory.</param>
    public static ExifOrientation Of(ReadOnlySpan<byte> exif)
    {
        if (exif.StartsWith(Prefix))
            exif = exif[Prefix.Length..];
        Span<byte> count = stackalloc byte[2];
        if (!TiffReader.TryOpen(PictureProbe.OverCopy(exif, exif.Length), out var reader) || !reader.TryRead(reader.FirstDirectory, count))
            return default;
        long at = reader.FirstDirectory + count.Length;
        for (ushort left = reader.UInt16(count); left > 0 && at < exif.Length; left--, at += TiffEntry.LengthBytes)
        {
            if (TiffEntry.TryRead(reader, at, out var entry) && entry.Tag == Tag)
                return entry.Type == Short ? Of(entry.Value(reader, 0)) : default;
        }

        return default;
    }

    /// <summary>The orientation of a value of the tag.</summary>
    public static ExifOrientation Of(long? value) => value is >= 1 and <= 8 ? new((int)value) : default;
}
