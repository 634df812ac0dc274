using System.Diagnostics;
using ShmDashboard.Imaging.Pictures;
using ShmDashboard.Wording;

namespace ShmDashboard.Imaging.Formats.Bmp;

/// <summary>Recognises BMP files by a header that makes sense throughout. No checksums.</summary>
internal static class BmpDetector
{
    public static bool IsMatch(ReadOnlySpan<byte> head) => BmpHeader.TryParse(head, out _);

    public static PictureOutline Outline(ReadOnlySpan<byte> bmp)
    {
        bool isHeader = BmpHeader.TryParse(bmp, out var header);
        Debug.Assert(isHeader, "Only what IsMatch accepted is described.");
        var problem = header.LengthBytes > bmp.Length
            ? new PictureFailure(PictureFailureKind.Truncated, "BMP", Sentence.Of($"{header.LengthBytes} bytes for " +
                $"{header.Width} x {header.Height} pixels of {header.BitsPerPixel} bits"), Sentence.Of($"{bmp.Length}"), 0) { MissingBytes = header.LengthBytes - bmp.Length }
            : null;
        return new PictureOutline
        {
            Width = header.Width,
            Height = header.Height,
            BitsPerChannel = header.BitsPerPixel == 16 ? 5 : 8,
            Channels = header.Channels,
            LengthBytes = Math.Min(header.LengthBytes, bmp.Length),
            Integrity = PictureOutline.VerdictOf(problem),
            Problem = problem,
        };
    }
}
