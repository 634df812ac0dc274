using ShmDashboard.Imaging.Pictures;
using ShmDashboard.Wording;

namespace ShmDashboard.Imaging.Formats.Tiff;

/// <summary>Recognises TIFF by its first directory and finds its end by all that its directories refer to. No checksums.
/// </summary>
internal static class TiffDetector
{
    // A directory may name itself as the next one; more pages than this are not counted.
    private const int MaxPages = 64;

    /// <summary>With the directory behind the end of the segment it is a TIFF that is cut off.</summary>
    public static bool IsMatch(in PictureProbe probe) => TiffReader.TryOpen(probe, out var reader)
        && (TiffDirectory.TryRead(reader, reader.FirstDirectory, out _)
            || reader.FirstDirectory > reader.AvailableBytes - 2);

    public static PictureEnd FindEnd(in PictureProbe probe) =>
        TiffReader.TryOpen(probe, out var reader) && TiffDirectory.TryRead(reader, reader.FirstDirectory, out _)
            ? new PictureEnd(FindEnd(reader))
            : PictureEnd.Unknown;

    public static PictureOutline Outline(ReadOnlySpan<byte> tiff)
    {
        bool isOpen = TiffReader.TryOpen(PictureProbe.OverCopy(tiff, tiff.Length), out var reader);
        bool hasPage = isOpen & TiffDirectory.TryRead(reader, reader.FirstDirectory, out var page);
        long end = hasPage ? FindEnd(reader) : reader.FirstDirectory;
        PictureFailure? problem = null;
        if (!hasPage)
            problem = new(PictureFailureKind.Truncated, "TIFF", Sentence.Of($"a directory at {reader.FirstDirectory}"),
                Sentence.Of($"the end of the bytes"), tiff.Length);
        else if (end > tiff.Length)
            problem = new(PictureFailureKind.Truncated, "TIFF", Sentence.Of($"{end} bytes as its directories say"), Sentence.Of($"{tiff.Length}"), 0);
        return new PictureOutline
        {
            Width = hasPage ? page.Width : null,
            Height = hasPage ? page.Height : null,
            IsTurned = hasPage && page.IsTurned,
            BitsPerChannel = page.BitsPerChannel,
            Channels = page.Channels,
            LengthBytes = Math.Min(end, tiff.Length),
            Integrity = PictureOutline.VerdictOf(problem),
            Problem = problem,
        };
    }

    /// <summary>How the first page is packed, and what numbers it is of; nulls when that cannot be told.</summary>
    public static (long? Compression, long? SampleFormat) First(ReadOnlySpan<byte> tiff) =>
        TiffReader.TryOpen(PictureProbe.OverCopy(tiff, tiff.Length), out var reader)
        && TiffDirectory.TryRead(reader, reader.FirstDirectory, out var page) ? (page.Compression, page.SampleFormat) : (null, null);

    /// <summary>Where the first page says where the second is; null when there is none.</summary>
    public static int? NextField(ReadOnlySpan<byte> tiff) =>
        TiffReader.TryOpen(PictureProbe.OverCopy(tiff, tiff.Length), out var reader)
        && TiffDirectory.TryRead(reader, reader.FirstDirectory, out var page) && page.Next != 0 ? (int)page.NextFieldOffset : null;

    private static long FindEnd(in TiffReader reader)
    {
        long end = 8L;
        long offset = reader.FirstDirectory;
        for (int i = 0; i < MaxPages && TiffDirectory.TryRead(reader, offset, out var page); i++)
        {
            end = Math.Max(end, page.EndOffset);
            // Pages are written one behind the other: one that points back ends the walk.
            if (page.Next <= offset)
                break;
            offset = page.Next;
        }

        return end;
    }
}
