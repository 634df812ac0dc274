using ShmDashboard.Imaging.Pictures;
using ShmDashboard.Wording;

namespace ShmDashboard.Imaging.Formats.Gif;

/// <summary>Recognises GIF and walks its blocks to the trailer (GIF89a, sections 15 to 27). No checksums.</summary>
internal static class GifDetector
{
    private const byte ImageSeparator = 0x2C;
    private const byte ExtensionIntroducer = 0x21;
    private const byte Trailer = 0x3B;

    public static bool IsMatch(ReadOnlySpan<byte> head) => head.StartsWith("GIF87a"u8) || head.StartsWith("GIF89a"u8);

    public static PictureOutline Outline(ReadOnlySpan<byte> gif)
    {
        if (!GifHeader.TryParse(gif, out var header))
            return Outline(null, gif.Length, HeaderFailure(gif));

        long position = GifHeader.LengthBytes + header.GlobalPaletteBytes;
        while (position < gif.Length)
        {
            switch (gif[(int)position])
            {
                case Trailer:
                    return Outline(header, position + 1, null);
                case ExtensionIntroducer:
                    position = EndOfSubBlocks(gif, position + 2);
                    break;
                case ImageSeparator when position + 10 < gif.Length:
                    // Descriptor of 10 bytes, perhaps a palette, then the LZW code size.
                    position = EndOfSubBlocks(
                        gif, position + 10 + GifHeader.PaletteBytes(gif[(int)position + 9]) + 1);
                    break;
                case ImageSeparator:
                    position = gif.Length;
                    break;
                default:
                    return Outline(header, gif.Length, new(PictureFailureKind.Damaged, "GIF",
                        Sentence.Of($"an image (0x2C), an extension (0x21) or the trailer (0x3B)"),
                        Sentence.Of($"0x{gif[(int)position]:X2}"), position));
            }
        }

        return Outline(header, gif.Length, new(PictureFailureKind.Truncated, "GIF", Sentence.Of($"the trailer (0x3B)"),
            Sentence.Of($"the end of the bytes"), gif.Length));
    }

    private static PictureOutline Outline(GifHeader? header, long length, PictureFailure? problem) => new()
    {
        Width = header?.Width,
        Height = header?.Height,
        BitsPerChannel = header is null ? null : 8,
        Channels = header is null ? null : "palette",
        LengthBytes = length,
        IsLengthStated = false,
        Integrity = PictureOutline.VerdictOf(problem),
        Problem = problem,
    };

    private static PictureFailure HeaderFailure(ReadOnlySpan<byte> gif) => gif.Length < GifHeader.LengthBytes
        ? new(PictureFailureKind.Truncated, Sentence.Of($"GIF header"), Sentence.Of($"{GifHeader.LengthBytes} bytes"), Sentence.Of($"{gif.Length}"), 0)
        : new(PictureFailureKind.Damaged, Sentence.Of($"GIF header"), Sentence.Of($"a width and height of at least 1"), "0", 6);

    private static long EndOfSubBlocks(ReadOnlySpan<byte> gif, long position)
    {
        while (position < gif.Length && gif[(int)position] != 0)
            position += gif[(int)position] + 1;
        return position + 1;
    }
}
