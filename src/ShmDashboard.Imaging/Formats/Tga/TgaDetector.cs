using System.Diagnostics;
using ShmDashboard.Imaging.Pictures;
using ShmDashboard.Wording;

namespace ShmDashboard.Imaging.Formats.Tga;

/// <summary>
/// Recognises TGA. Its header alone is too little to go by, so the pixels must fill what there is to the byte, or be
/// followed by the footer of version 2, or, in a segment rounded up to whole pages, by zeros. No checksums.
/// </summary>
internal static class TgaDetector
{
    private const int PageBytes = 4096;

    // Anything of a few bytes and many zeros fits some header; pictures this small come with an exact end.
    private const int LeastBytesBeforeZeros = 1024;

    public static bool IsMatch(in PictureProbe probe) =>
        TgaHeader.TryParse(probe.Head, out var header) && FindEnd(probe, header) is not null;

    public static PictureEnd FindEnd(in PictureProbe probe) =>
        TgaHeader.TryParse(probe.Head, out var header) ? new PictureEnd(FindEnd(probe, header)) : PictureEnd.Unknown;

    public static PictureOutline Outline(ReadOnlySpan<byte> tga)
    {
        bool isHeader = TgaHeader.TryParse(tga, out var header);
        Debug.Assert(isHeader, "Only what IsMatch accepted is described.");
        // Matched by what the segment holds: when the pixels are not all here, the copy is short.
        long? pixelsEnd = FindPixelsEnd(PictureProbe.OverCopy(tga, tga.Length), header);
        var problem = pixelsEnd <= tga.Length ? null
            : new PictureFailure(PictureFailureKind.Truncated, "TGA", Sentence.Of($"{header.Width} x {header.Height} pixels of " +
                $"{header.BitsPerPixel} bits"), Sentence.Of($"the end of the bytes"), tga.Length);
        long? footer = problem is null ? TgaFooter.FindEnd(PictureProbe.OverCopy(tga, tga.Length), pixelsEnd!.Value) : null;
        return new PictureOutline
        {
            Width = header.Width,
            Height = header.Height,
            BitsPerChannel = header.BitsPerChannel,
            Channels = header.Channels,
            LengthBytes = problem is null ? footer ?? pixelsEnd!.Value : tga.Length,
            Integrity = PictureOutline.VerdictOf(problem),
            Problem = problem,
        };
    }

    private static long? FindEnd(in PictureProbe probe, in TgaHeader header)
    {
        if (FindPixelsEnd(probe, header) is not { } pixelsEnd || pixelsEnd > probe.AvailableBytes)
            return null;
        if (TgaFooter.FindEnd(probe, pixelsEnd) is { } footerEnd)
            return footerEnd;
        long rest = probe.AvailableBytes - pixelsEnd;
        return rest == 0 || (rest < PageBytes && pixelsEnd >= LeastBytesBeforeZeros && IsZeros(probe, pixelsEnd))
            ? pixelsEnd
            : null;
    }

    private static long? FindPixelsEnd(in PictureProbe probe, in TgaHeader header) =>
        header.IsRunLength ? TgaPackets.FindEnd(probe, header) : header.PlainEnd;

    private static bool IsZeros(in PictureProbe probe, long offset)
    {
        Span<byte> rest = stackalloc byte[PageBytes];
        return rest[..probe.Read(offset, rest)].IndexOfAnyExcept((byte)0) < 0;
    }
}
