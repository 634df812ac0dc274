using ShmDashboard.Imaging.Formats;
using ShmDashboard.Imaging.Payloads;
using ShmDashboard.Imaging.Pictures;
using ShmDashboard.Tests.Imaging.Formats.Png;
using ShmDashboard.Tests.Imaging.Payloads;

namespace ShmDashboard.Tests.Imaging.Pictures;

public class PictureRendererTests
{
    [Fact]
    public void Render_EveryKindOfPng_GivesTheSamplesThatWereWritten()
    {
        foreach (var sample in Decodable())
        {
            var result = Rendering.Of(sample.File);
            Assert.True(result.Succeeded, $"{PngSamples.NameOf(sample)}: {result.Failure?.Message}");
            Assert.Equal(sample.Depth == 16 ? PixelFormat.Rgba16 : PixelFormat.Rgba8, result.Picture.Format);
            Assert.True(Pixels.ExpectedRgba16(sample).AsSpan().SequenceEqual(Pixels.ToRgba16(result.Picture)),
                PngSamples.NameOf(sample));
        }
    }

    [Fact]
    public void Render_EveryKindOfPng_AgreesWithLibpng()
    {
        using var oracle = PngOracle.Build();
        var samples = Decodable().ToArray();
        var readings = oracle.Read([.. samples.Select(sample => sample.File)]);
        for (int i = 0; i < samples.Length; i++)
            Assert.True(readings[i]!.Value.Rgba.AsSpan().SequenceEqual(Pixels.ToRgba16(Rendering.Of(samples[i].File).Picture!)),
                PngSamples.NameOf(samples[i]));
    }

    [Fact]
    public void Render_QtStream_GivesThePictureBehindTheMarker() => Assert.Equal(
        [255, 0, 0, 255, 0, 255, 0, 255, 0, 0, 255, 255, 255, 255, 255, 128],
        Rendering.Of(Samples.QtPixmap).Picture!.Pixels.ToArray());

    public static TheoryData<string, byte[], PictureFailureKind, string> Refused => new()
    {
        { "text", [.. "no picture at all"u8], PictureFailureKind.Unsupported,
            "payload: expected a picture that is decoded here, found none at offset 0." },
        { "AVIF", Samples.Avif, PictureFailureKind.Unsupported,
            "AVIF: expected a picture that is decoded here, found AVIF, which only a browser decodes at offset 0." },
        { "torn PNG", Torn(), PictureFailureKind.Damaged, "PNG: expected the whole picture, found a part (PNG chunk IDAT: expected CRC" },
        { "cut JPEG", Samples.Jpeg[..25], PictureFailureKind.Truncated,
            "JPEG: expected the whole picture, found a part (JPEG: expected the end marker FFD9" },
        { "JPEG of an unknown process", With(Samples.Jpeg, 21, 0xC3), PictureFailureKind.Damaged,
            "JPEG: expected a picture that can be decoded, found \"" },
        { "PNG of 2,500,000,000 pixels", new PngFile().Ihdr(50_000, 50_000, 8, 6).Idat([0]).Iend(), PictureFailureKind.Damaged,
            "PNG: expected the whole picture, found a part (PNG picture data (IDAT): expected at least" },
        { "BMP of 49,999 x 49,999", Samples.Bmp(640, 480) is var bmp ? Sized(bmp, 49_999) : [], PictureFailureKind.Truncated,
            "BMP: expected the whole picture" },
        { "WebP claiming 16,384 x 16,384", WebPClaim(), PictureFailureKind.TooLarge,
            "WebP size: expected at most 134,217,728 pixels, found 16384 x 16384 = 268,435,456 at offset 0." },
    };

    [Theory]
    [MemberData(nameof(Refused), DisableDiscoveryEnumeration = true)]
    public void Render_WhatCannotBeDecoded_SaysWhyAndWhatToDo(string name, byte[] segment, PictureFailureKind kind, string message)
    {
        var result = Rendering.Of(segment);
        Assert.False(result.Succeeded, name);
        Assert.Equal(kind, result.Failure.Kind);
        Assert.StartsWith(message, result.Failure.Message.ToString(), StringComparison.Ordinal);
        Assert.NotEmpty(result.Failure.Remedy.ToString());
    }

    [Fact]
    public void Render_HeaderBeyondTheLimits_IsRefusedWithoutAllocating()
    {
        byte[] claim = WebPClaim();
        Rendering.Of(claim);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Equal(PictureFailureKind.TooLarge, Rendering.Of(claim).Failure!.Kind);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 50_000);
    }

    [Fact]
    public void Render_CopyThatIsCutOff_IsNotShownInPart()
    {
        byte[] png = PngSamples.All().First(sample => sample.Width == 130).File;
        byte[] cut = png[..(png.Length / 2)];
        var payload = PayloadIdentifier.Identify(cut, png.Length);
        var result = new EncodedPixels(TimeProvider.System).Render(cut, payload, ImageLimits.Default, TestContext.Current.CancellationToken);
        Assert.Equal(PictureFailureKind.Truncated, result.Failure!.Kind);
        Assert.Contains("Only the first", result.Failure.Message.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Render_ThatWasCalledOff_Throws()
    {
        using var calledOff = new CancellationTokenSource();
        calledOff.Cancel();
        Assert.ThrowsAny<OperationCanceledException>(() => new EncodedPixels(TimeProvider.System).Render(
            Samples.Png, PayloadIdentifier.Identify(Samples.Png, Samples.Png.Length), ImageLimits.Default, calledOff.Token));
    }

    [Fact]
    public void Render_ThatTakesTooLong_EndsWithASentence()
    {
        var picture = PixelBuffer.Allocate(600, 400, PixelFormat.Rgb8);
        new Random(1).NextBytes(picture.Pixels.Span);
        byte[] png = PictureEncoder.Encode(picture, PictureFormats.Png, EncodeOptions.Default);
        var result = Rendering.Of(png, ImageLimits.Default with { MaxDuration = TimeSpan.Zero });
        Assert.Equal("PNG: expected a picture that takes at most 0 s to decode, found one that takes longer at offset 0.", result.Failure!.Message.ToString());
    }

    [Fact]
    public void Render_JpegTurnedByExif_IsUpright()
    {
        var picture = PixelBuffer.Allocate(16, 8, PixelFormat.Rgb8);
        byte[] jpeg = PictureEncoder.Encode(picture, PictureFormats.Jpeg, EncodeOptions.Default);
        // APP1 with one Exif field: orientation 6, to be turned a quarter clockwise.
        byte[] exif = [0xFF, 0xE1, 0, 34, .. "Exif\0\0"u8, .. "MM\0*"u8, 0, 0, 0, 8, 0, 1, 1, 0x12, 0, 3, 0, 0, 0, 1, 0, 6, 0, 0, 0, 0, 0, 0];
        var upright = Rendering.Of([.. jpeg[..2], .. exif, .. jpeg[2..]]).Picture!;
        Assert.Equal((8, 16), (upright.Width, upright.Height));
    }

    [Theory]
    [InlineData(false, 1, 3)]
    [InlineData(true, 3, 1)] // behind the pixels: browsers take no notice
    public void Render_PngTurnedByExif_IsAsBrowsersShowIt(bool isLate, int width, int height)
    {
        byte[] exif = [.. "MM\0*"u8, 0, 0, 0, 8, 0, 1, 1, 0x12, 0, 3, 0, 0, 0, 1, 0, 6, 0, 0, 0, 0, 0, 0];
        byte[] pixels = PngFile.Zlib([0, 7, 8, 9]);
        var file = new PngFile().Ihdr(3, 1, 8, 0);
        file = isLate ? file.Chunk("IDAT", pixels).Chunk("eXIf", exif) : file.Chunk("eXIf", exif).Chunk("IDAT", pixels);

        var result = Rendering.Of(file.Iend());

        Assert.Equal((width, height, !isLate), (result.Picture!.Width, result.Picture.Height, result.IsTurned));
    }

    [Fact]
    public void Render_PngThatTheLibraryNeverEndsWith_IsRefused()
    {
        var narrow = PngSamples.All().Where(sample => sample is { IsInterlaced: true, Width: < 5 }).ToArray();
        Assert.NotEmpty(narrow);
        Assert.All(narrow, sample => Assert.Equal(
            $"PNG: expected at least 5 pixels in a row of an interlaced picture, found {sample.Width} at offset 16.",
            Rendering.Of(sample.File).Failure!.Message.ToString()));
    }

    [Fact]
    public void Render_PngInOddPieces_IsWhole()
    {
        byte[] zlib = PngFile.Zlib([0, 7, 8, 9]);
        byte[] file = new PngFile().Ihdr(3, 1, 8, 0).Chunk("IDAT", zlib.AsSpan(0, 1)).Chunk("IDAT", [])
            .Chunk("IDAT", zlib.AsSpan(1, 4)).Chunk("IDAT", []).Chunk("IDAT", zlib.AsSpan(5)).Iend();
        Assert.Equal([7, 7, 7, 255, 8, 8, 8, 255, 9, 9, 9, 255], Rendering.Of(file).Picture!.Pixels.ToArray());
    }

    private static IEnumerable<PngSample> Decodable() => PngSamples.All().Where(
        sample => PictureFormats.Png.FindUndecodable(sample.File) is null);

    private static byte[] With(byte[] bytes, int at, byte value)
    {
        byte[] changed = [.. bytes];
        changed[at] = value;
        return changed;
    }

    private static byte[] Torn()
    {
        byte[] torn = [.. Samples.QtPixmap];
        torn[70] ^= 0x40;
        return torn;
    }

    private static byte[] Sized(byte[] bmp, ushort side)
    {
        BitConverter.TryWriteBytes(bmp.AsSpan(18), (int)side);
        BitConverter.TryWriteBytes(bmp.AsSpan(22), (int)side);
        return bmp;
    }

    private static byte[] WebPClaim()
    {
        byte[] webP = [.. Samples.WebPExtended];
        (webP[24], webP[25], webP[27], webP[28]) = (0xFF, 0x3F, 0xFF, 0x3F);
        return webP;
    }
}
