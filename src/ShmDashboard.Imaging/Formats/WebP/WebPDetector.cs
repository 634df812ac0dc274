using System.Buffers.Binary;
using ShmDashboard.Imaging.Pictures;
using ShmDashboard.Wording;

namespace ShmDashboard.Imaging.Formats.WebP;

/// <summary>Recognises WebP and takes its length from the RIFF header (RFC 9649, 2.4). No checksums.</summary>
internal static class WebPDetector
{
    public static bool IsMatch(ReadOnlySpan<byte> head) =>
        head.Length >= 12 && head.StartsWith("RIFF"u8) && head[8..].StartsWith("WEBP"u8);

    /// <summary>Bytes of the whole file according to its RIFF header; needs 8 bytes.</summary>
    public static long StatedLength(ReadOnlySpan<byte> head)
    {
        uint size = BinaryPrimitives.ReadUInt32LittleEndian(head[4..]);
        return 8 + (long)size + (size & 1);
    }

    public static PictureOutline Outline(ReadOnlySpan<byte> webP)
    {
        bool hasHeader = WebPHeader.TryParse(webP, out var header);
        long length = StatedLength(webP);
        PictureFailure? problem = null;
        if (!hasHeader)
            problem = webP.Length < WebPHeader.LengthBytes
                ? new(PictureFailureKind.Truncated, Sentence.Of($"WebP header"), Sentence.Of($"{WebPHeader.LengthBytes} bytes"), Sentence.Of($"{webP.Length}"), 0)
                : new(PictureFailureKind.Damaged, "WebP", Sentence.Of($"a first chunk VP8, VP8L or VP8X with its start code"),
                    Sentence.Of($"something else"), 12);
        else if (length > webP.Length)
            problem = new(PictureFailureKind.Truncated, "WebP", Sentence.Of($"{length} bytes as the RIFF header says"),
                Sentence.Of($"{webP.Length}"), 4) { MissingBytes = length - webP.Length };
        else if (length < WebPHeader.LengthBytes)
            problem = new(PictureFailureKind.Damaged, "WebP", Sentence.Of($"at least {WebPHeader.LengthBytes} bytes"), Sentence.Of($"{length}"), 4);
        return new PictureOutline
        {
            // As it lies: Chromium takes no notice of a WebP's Exif orientation (156, measured), and it is not decoded here unasked.
            Width = hasHeader ? header.Width : null,
            Height = hasHeader ? header.Height : null,
            BitsPerChannel = hasHeader ? 8 : null,
            Channels = !hasHeader ? null : header.HasAlpha ? "RGBA" : "RGB",
            LengthBytes = problem is null ? length : webP.Length,
            Integrity = PictureOutline.VerdictOf(problem),
            Problem = problem,
        };
    }

    /// <summary>The first chunk that is not as long as it has to be, or reaches beyond the file; null when all are right.</summary>
    public static PictureFailure? FindChunkFailure(ReadOnlySpan<byte> webP)
    {
        const int Head = 8, ExtendedBytes = 10;
        for (long at = 12; at < webP.Length; )
        {
            if (webP.Length - at < Head)
                return new(PictureFailureKind.Damaged, Sentence.Of($"WebP chunk"), Sentence.Of($"{Head} bytes of its head"), Sentence.Of($"{webP.Length - at}"), at);
            var chunk = webP[(int)at..];
            long size = BinaryPrimitives.ReadUInt32LittleEndian(chunk[4..]);
            if (chunk.StartsWith("VP8X"u8) && size != ExtendedBytes)
                return new(PictureFailureKind.Damaged, Sentence.Of($"WebP chunk VP8X"), Sentence.Of($"{ExtendedBytes} bytes"), Sentence.Of($"{size}"), at + 4);
            if (size > chunk.Length - Head)
                return new(PictureFailureKind.Damaged, Sentence.Of($"WebP chunk"), Sentence.Of($"at most the {chunk.Length - Head} bytes that follow"), Sentence.Of($"{size}"), at + 4);
            at += Head + size + (size & 1);
        }

        return null;
    }
}
