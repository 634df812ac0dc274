using System.Buffers.Binary;
using ShmDashboard.Imaging.Formats;
using ShmDashboard.Imaging.Formats.Png;
using ShmDashboard.Imaging.Payloads;
using ShmDashboard.Imaging.Pictures;
using ShmDashboard.Tests.Imaging.Formats.Png;

namespace ShmDashboard.Tests.Imaging.Payloads;

public class PayloadIdentifierPictureTests
{
    [Theory]
    [InlineData(107, 0)]
    [InlineData(4096, 0)]
    [InlineData(5107, 0xAA)]
    public void Identify_QPixmapOfQt_IsCompleteWhateverFollows(int segmentBytes, byte fill)
    {
        var found = Identify(Samples.InSegment(Samples.QtPixmap, segmentBytes, fill));
        Assert.Equal(new PayloadDescription
        {
            Format = PayloadFormat.QtImage,
            Picture = PictureFormats.Png,
            Width = 2,
            Height = 2,
            BitsPerChannel = 8,
            Channels = "RGBA",
            ContentOffset = 4,
            ContentLength = 103,
            PayloadLength = 107,
            Integrity = PayloadIntegrity.Complete,
            QtMarker = 1,
            ReadableByQImageStream = true,
        }, found);
        Assert.True(found is { IsPicture: true, IsText: false });
    }

    [Theory]
    [InlineData(2u)]
    [InlineData(0x01000000u)]
    [InlineData(0xFFFFFFFFu)]
    public void Identify_OtherNonZeroMarker_IsReadAllTheSame(uint marker)
    {
        var found = Identify(Samples.Marked(marker, Samples.Png));
        Assert.True(found is { Format: PayloadFormat.QtImage, ReadableByQImageStream: true, Problem: null });
        Assert.Equal(marker, found.QtMarker);
    }

    [Fact]
    public void Identify_Zeros_IsEmpty()
    {
        var empty = new PayloadDescription { Format = PayloadFormat.Empty, Integrity = PayloadIntegrity.Complete };
        Assert.Equal(empty, Identify(new byte[4096]));
        Assert.Equal(empty, Identify([]));
        Assert.Equal(empty, PayloadIdentifier.Identify([], 4096));
    }

    [Fact]
    public void Identify_MarkerZeroOverAnEarlierImage_IsQtNullImage()
    {
        var found = Identify(Samples.Marked(0, Samples.Png));
        Assert.True(found is { Format: PayloadFormat.QtNullImage, IsPicture: false, PayloadLength: 4 });
    }

    [Fact]
    public void Identify_ZerosInFrontOfOtherBytes_IsBytes() =>
        Assert.Equal(PayloadFormat.Bytes, Identify([0, 0, 0, 0, 0xFF, 0xD8, 0xFF, 0xE0, 1, 2, 3]).Format);

    [Fact]
    public void Identify_PngWithoutMarker_IsNotReadableByQImageStream()
    {
        var found = Identify(Samples.Png);
        Assert.True(found is
        {
            Format: PayloadFormat.Picture, MediaType: "image/png", ReadableByQImageStream: false, Problem: null, QtMarker: null,
            ContentOffset: 0, ContentLength: 103, Integrity: PayloadIntegrity.Complete,
        });
    }

    [Theory]
    [InlineData(0x46)]
    [InlineData(0x1001)]
    public void Identify_ImageInQVariant_IsFoundAndSaysHowToReadIt(int type)
    {
        byte[] payload = [0, 0, (byte)(type >> 8), (byte)type, 0, .. Samples.QtPixmap];
        var found = Identify(payload);
        Assert.True(found is { Format: PayloadFormat.Picture, ContentOffset: 9, Width: 2, ReadableByQImageStream: false });
        Assert.Equal(
            "The picture is inside a QVariant: \"in >> QImage\" shows an empty picture, \"in >> QVariant\" reads it.",
            found.Problem?.ToString());
    }

    public static TheoryData<string, byte[], int, int, int?, string> OtherFormats => new()
    {
        { "JPEG", Samples.Jpeg, 640, 480, 8, "RGB" },
        { "GIF", Samples.Gif, 7, 5, 8, "palette" },
        { "WebP", Samples.WebPLossy, 640, 480, 8, "RGB" },
        { "WebP", Samples.WebPLossless, 640, 480, 8, "RGBA" },
        { "WebP", Samples.WebPExtended, 640, 480, 8, "RGBA" },
        { "BMP", Samples.Bmp(640, 480), 640, 480, 8, "RGB" },
        { "BMP", Samples.Bmp(3, -5, 32), 3, 5, 8, "RGBA" },
        { "BMP", Samples.Bmp(9, 2, 1), 9, 2, 8, "palette" },
        { "AVIF", Samples.Avif, 640, 480, 10, "RGB" },
    };

    [Theory]
    [MemberData(nameof(OtherFormats), DisableDiscoveryEnumeration = true)]
    public void Identify_OtherFormat_HasSizeAndLength(
        string format, byte[] picture, int width, int height, int? bits, string channels)
    {
        foreach (var (segment, offset) in new[]
            { (picture, 0), (Samples.InSegment(picture, picture.Length + 999), 0), (Samples.Marked(1, picture), 4) })
        {
            var found = Identify(segment);
            Assert.Equal((PayloadFormat.Picture, format), (found.Format, found.Picture?.Name));
            Assert.Equal((width, height, bits, channels), (found.Width, found.Height, found.BitsPerChannel, found.Channels));
            Assert.Equal((offset, picture.Length), (found.ContentOffset, found.ContentLength));
            Assert.Equal(PayloadIntegrity.Unchecked, found.Integrity);
            Assert.False(found.ReadableByQImageStream);
        }
    }

    [Fact]
    public void Identify_JpegBehindQtsMarker_SaysThatQtShowsNothing() => Assert.Equal(
        "A JPEG is behind Qt's image marker, where Qt's stream reader expects a PNG: \"in >> QImage\" shows an empty " +
        "picture; convert the picture to PNG before writing it.",
        Identify(Samples.Marked(1, Samples.Jpeg)).Problem!.ToString());

    [Fact]
    public void Identify_JpegBehindItsLength_IsSaidToBeAsInAQByteArray() => Assert.StartsWith(
        "The JPEG is behind its length, as in a QByteArray: \"in >> QImage\" shows an empty picture; read it with \"in >> QByteArray\"",
        Identify(Samples.Marked((uint)Samples.Jpeg.Length, Samples.Jpeg)).Problem!.ToString(), StringComparison.Ordinal);

    [Fact]
    public void Identify_JpegBehindItsLittleEndianLength_IsNotSaidToBeBehindQtsMarker()
    {
        var found = Identify(Samples.Marked(BinaryPrimitives.ReverseEndianness((uint)Samples.Jpeg.Length), Samples.Jpeg));
        Assert.True(found is { Format: PayloadFormat.Picture, Problem: null, ContentOffset: 4 });
        Assert.Null(Identify(Samples.Marked(77, Samples.Jpeg)).Problem);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Identify_PngBehindItsLength_IsAPictureFileThatQtReadsToo(bool isReversed)
    {
        uint length = (uint)Samples.Png.Length;
        var found = Identify(Samples.Marked(isReversed ? BinaryPrimitives.ReverseEndianness(length) : length, Samples.Png));
        Assert.True(found is { Format: PayloadFormat.Picture, ReadableByQImageStream: true, Problem: null, ContentOffset: 4 });
    }

    [Fact]
    public void Identify_PictureOnItsSide_HasTheSizeThatIsShown()
    {
        byte[] entry = [1, 0x12, 0, 3, 0, 0, 0, 1, 0, 6, 0, 0];
        byte[] exif = [.. "MM\0*"u8, 0, 0, 0, 8, 0, 1, .. entry, 0, 0, 0, 0];
        var picture = PixelBuffer.Allocate(16, 8, PixelFormat.Rgb8);
        byte[] jpeg = PictureEncoder.Encode(picture, PictureFormats.Jpeg, EncodeOptions.Default);
        byte[] turned = [.. jpeg[..2], 0xFF, 0xE1, 0, (byte)(exif.Length + 8), .. "Exif\0\0"u8, .. exif, .. jpeg[2..]];
        byte[] tiff = PictureEncoder.Encode(picture, PictureFormats.Tiff, EncodeOptions.Default);

        Assert.Equal((16, 8), SizeOf(jpeg));
        Assert.Equal((8, 16), SizeOf(turned));
        Assert.Equal((16, 8), SizeOf(With(turned, 31, 3)));
        Assert.Equal((16, 8), SizeOf(tiff));
        // Chromium shows it as it lies.
        Assert.Equal((16, 8), SizeOf(WebP(16, 8, exif)));
        byte[] png = PictureEncoder.Encode(picture, PictureFormats.Png, EncodeOptions.Default);
        Assert.Equal((8, 16), SizeOf(WithExif(png, exif, isLate: false)));
        Assert.Equal((16, 8), SizeOf(WithExif(png, exif, isLate: true)));
        Assert.Equal((16, 8), SizeOf(WithExif(png, exif[..9], isLate: false)));
        Assert.Equal((16, 8), SizeOf(WithExif(png, [.. exif[..18], 0, 3, .. exif[20..]], isLate: false)));

        static (int?, int?) SizeOf(byte[] file) => PayloadIdentifier.Identify(file, file.Length) is var found ? (found.Width, found.Height) : default;
    }

    private static byte[] WithExif(byte[] png, byte[] exif, bool isLate)
    {
        byte[] typed = [.. "eXIf"u8, .. exif];
        byte[] chunk = [0, 0, 0, (byte)exif.Length, .. typed, 0, 0, 0, 0];
        BinaryPrimitives.WriteUInt32BigEndian(chunk.AsSpan(chunk.Length - 4), Crc32.Compute(typed));
        int at = isLate ? png.Length - 12 : 33;
        return [.. png[..at], .. chunk, .. png[at..]];
    }

    // RFC 9649, 2.7: VP8X says the size of the canvas; the Exif block follows the pixels.
    private static byte[] WebP(int width, int height, byte[] exif)
    {
        byte[] chunks =
        [
            .. "VP8X"u8, 10, 0, 0, 0, 0x08, 0, 0, 0, (byte)(width - 1), 0, 0, (byte)(height - 1), 0, 0,
            .. "VP8L"u8, 2, 0, 0, 0, 0x2F, 0,
            .. "EXIF"u8, (byte)exif.Length, 0, 0, 0, .. exif, .. exif.Length % 2 == 1 ? new byte[1] : [],
        ];
        return [.. "RIFF"u8, (byte)(chunks.Length + 4), 0, 0, 0, .. "WEBP"u8, .. chunks];
    }

    public static TheoryData<string, byte[], PayloadIntegrity, string> Broken => new()
    {
        { "PNG torn", With(Samples.QtPixmap, 70, 0), PayloadIntegrity.Damaged,
            "PNG chunk IDAT: expected CRC 0x" },
        { "PNG header torn", With(Samples.QtPixmap, 23, 9), PayloadIntegrity.Damaged,
            "PNG chunk IHDR: expected CRC 0x" },
        { "PNG of colour 7", With(Samples.QtPixmap, 29, 7), PayloadIntegrity.Damaged,
            "PNG chunk IHDR: expected colour type 0, 2, 3, 4 or 6, found 7 at offset 29." },
        { "PNG without IEND", Samples.QtPixmap[..95], PayloadIntegrity.Truncated,
            "PNG: expected a chunk or the closing IEND, found the end of the bytes at offset 95. At least 12 bytes of the picture are missing: the segment ends before it." },
        { "PNG half", Samples.QtPixmap[..80], PayloadIntegrity.Truncated,
            "PNG chunk IDAT: expected 37 bytes, found only 22 at offset 58. At least 27 bytes of the picture are missing: the segment ends before it." },
        { "PNG followed by zeros", Samples.InSegment(Samples.QtPixmap[..95], 200), PayloadIntegrity.Damaged,
            "PNG: expected a chunk type of four letters, found 0x00000000 at offset 99." },
        { "JPEG without EOI", Samples.Jpeg[..^2], PayloadIntegrity.Truncated,
            $"JPEG: expected the end marker FFD9, found the end of the bytes at offset {Samples.Jpeg.Length - 2}." },
        { "JPEG cut in a segment", Samples.Jpeg[..25], PayloadIntegrity.Truncated,
            "JPEG: expected the end marker FFD9, found the end of the bytes at offset 25." },
        { "JPEG with a hole", With(Samples.Jpeg, 20, 0), PayloadIntegrity.Damaged,
            "JPEG: expected a marker (0xFF), found 0x00 at offset 20." },
        { "JPEG without frame", [0xFF, 0xD8, 0xFF, 0xD9], PayloadIntegrity.Damaged,
            "JPEG: expected a frame header (SOF), found none before the end marker at offset 2." },
        { "JPEG segment of length 1", [0xFF, 0xD8, 0xFF, 0xE0, 0, 1], PayloadIntegrity.Damaged,
            "JPEG segment 0xE0: expected a length of at least 2, found 1 at offset 4." },
        { "JPEG stuffed byte", [0xFF, 0xD8, 0xFF, 0x00], PayloadIntegrity.Damaged,
            "JPEG: expected a marker, found a stuffed 0xFF outside a scan at offset 2." },
        { "GIF without trailer", Samples.Gif[..^1], PayloadIntegrity.Truncated,
            $"GIF: expected the trailer (0x3B), found the end of the bytes at offset {Samples.Gif.Length - 1}." },
        { "GIF with a bad block", With(Samples.Gif, 19, 0x55), PayloadIntegrity.Damaged,
            "GIF: expected an image (0x2C), an extension (0x21) or the trailer (0x3B), found 0x55 at offset 19." },
        { "GIF of width 0", With(Samples.Gif, 6, 0), PayloadIntegrity.Damaged,
            "GIF header: expected a width and height of at least 1, found 0 at offset 6." },
        { "GIF signature only", [.. "GIF89a"u8], PayloadIntegrity.Truncated,
            "GIF header: expected 13 bytes, found 6 at offset 0." },
        { "WebP cut off", With(Samples.WebPLossy, 4, 200), PayloadIntegrity.Truncated,
            "WebP: expected 208 bytes as the RIFF header says, found 30 at offset 4. At least 178 bytes of the picture are missing: the segment ends before it." },
        { "WebP too short", With(Samples.WebPLossy, 4, 4), PayloadIntegrity.Damaged,
            "WebP: expected at least 30 bytes, found 12 at offset 4." },
        { "WebP of no known chunk", With(Samples.WebPLossy, 15, (byte)'9'), PayloadIntegrity.Damaged,
            "WebP: expected a first chunk VP8, VP8L or VP8X with its start code, found something else at offset 12." },
        { "WebP header cut off", Samples.WebPLossy[..15], PayloadIntegrity.Truncated,
            "WebP header: expected 30 bytes, found 15 at offset 0." },
        { "BMP cut off", Samples.Bmp(640, 480)[..1000], PayloadIntegrity.Truncated,
            "BMP: expected 921654 bytes for 640 x 480 pixels of 24 bits, found 1000 at offset 0. At least 920,654 bytes of the picture are missing: the segment ends before it." },
        { "AVIF cut off", Samples.Avif[..^1], PayloadIntegrity.Truncated,
            $"AVIF: expected {Samples.Avif.Length} bytes as its boxes say, found {Samples.Avif.Length - 1} at offset 0." },
        { "AVIF without meta", Samples.Avif[..20], PayloadIntegrity.Damaged,
            "AVIF: expected a picture size (box ispe), found none at offset 0." },
    };

    [Theory]
    [MemberData(nameof(Broken), DisableDiscoveryEnumeration = true)]
    public void Identify_BrokenPicture_SaysWhatIsWrongWhere(
        string name, byte[] segment, PayloadIntegrity integrity, string problem)
    {
        var found = Identify(segment);
        Assert.True(found.IsPicture, name);
        Assert.Equal(integrity, found.Integrity);
        Assert.StartsWith(problem, found.Problem!.ToString(), StringComparison.Ordinal);
        Assert.False(found.ReadableByQImageStream);
        Assert.InRange(found.ContentOffset + found.ContentLength, 0, segment.Length);
    }

    [Fact]
    public void Identify_OnlyTheCrcOfIendMissing_IsTruncatedButReadByQt()
    {
        var found = Identify(Samples.QtPixmap[..103]);
        Assert.True(found is { Integrity: PayloadIntegrity.Truncated, ReadableByQImageStream: true, PayloadLength: 103 });
    }

    [Fact]
    public void Identify_WrongCrcInAncillaryChunk_IsDamagedButReadByQt()
    {
        var found = Identify(With(Samples.QtPixmap, 46, 1));
        Assert.True(found is { Integrity: PayloadIntegrity.Damaged, ReadableByQImageStream: true, PayloadLength: 107 });
        Assert.StartsWith("PNG chunk pHYs: expected CRC", found.Problem!.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Identify_CopyCutByTheCaller_IsUncheckedAndSaysSo()
    {
        var found = PayloadIdentifier.Identify(Samples.QtPixmap.AsSpan(0, 80), 4096);
        Assert.Equal(PayloadIntegrity.Unchecked, found.Integrity);
        Assert.Equal("Only the first 80 of the segment's 4096 bytes were copied, and the picture (2 x 2) goes on behind " +
            "them.", found.Problem?.ToString());
    }

    [Fact]
    public void Identify_AnyPng_AllocatesNoPixels()
    {
        byte[] segment = Samples.Marked(1, new PngFile().Ihdr(50_000, 50_000, 16, 6).Idat([0]).Iend());
        Identify(segment);
        long before = GC.GetAllocatedBytesForCurrentThread();
        var found = Identify(segment);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 10_000);
        Assert.Equal((50_000, 50_000), (found.Width, found.Height));
    }

    private static PayloadDescription Identify(byte[] segment) => PayloadIdentifier.Identify(segment, segment.Length);

    private static byte[] With(byte[] bytes, int at, byte value)
    {
        byte[] changed = (byte[])bytes.Clone();
        changed[at] = value;
        return changed;
    }
}
