using ShmDashboard.Imaging.Formats.Png;
using ShmDashboard.Imaging.Pictures;

namespace ShmDashboard.Tests.Imaging.Formats.Png;

public class PngVerifierTests
{
    [Fact]
    public void Verify_EveryKindOfPng_IsValidAndEndsAtIend()
    {
        foreach (var sample in PngSamples.All())
        {
            var result = PngVerifier.Verify([.. sample.File, 1, 2, 3], ImageLimits.Default);
            Assert.True(result.IsValid, $"{PngSamples.NameOf(sample)}: {result.Failure?.Message}");
            Assert.Equal(sample.File.Length, result.LengthBytes);
            Assert.Equal((sample.Width, sample.Height), (result.Header.Value.Width, result.Header.Value.Height));
        }
    }

    [Fact]
    public void Verify_DataBehindTheLastRow_IsRefused()
    {
        byte[] file = new PngFile().Ihdr(1, 1, 8, 0).Idat([0, 77, 1]).Iend();
        Assert.Equal("PNG picture data (IDAT): expected exactly 2 bytes after inflating, found more at offset 33.",
            PngVerifier.Verify(file, ImageLimits.Default).Failure!.Message.ToString());
    }

    [Fact]
    public void Verify_WrongCrcInAncillaryChunk_IsRefused()
    {
        byte[] file = new PngFile().Ihdr(1, 1, 8, 0).Chunk("tEXt", "a\0b"u8, crcError: 1).Idat([0, 77]).Iend();
        Assert.StartsWith("PNG chunk tEXt: expected CRC",
            PngVerifier.Verify(file, ImageLimits.Default).Failure!.Message.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1, "PNG chunk tRNS: expected 2 bytes, found 1 byte at offset 33.")]
    [InlineData(2, null)]
    public void Verify_Transparency_MustHaveTheLengthOfItsColourType(int length, string? message)
    {
        byte[] file = new PngFile().Ihdr(1, 1, 8, 0).Chunk("tRNS", new byte[length]).Idat([0, 77]).Iend();
        Assert.Equal(message, PngVerifier.Verify(file, ImageLimits.Default).Failure?.Message.ToString());
    }

    [Fact]
    public void Verify_LargePicture_DoesNotAllocateItsPixels()
    {
        byte[] file = new PngFile().Ihdr(4000, 4000, 8, 0).Idat(new byte[4000 * 4001]).Iend();
        PngVerifier.Verify(file, ImageLimits.Default);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.True(PngVerifier.Verify(file, ImageLimits.Default).IsValid);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 300_000);
    }

    [Fact]
    public void Verify_ChunkBeyondTheLimit_IsRefused()
    {
        var limits = ImageLimits.Default with { MaxChunkBytes = 10 };
        Assert.Equal("PNG chunk IHDR: expected at most 10 bytes, found 13 at offset 8.",
            PngVerifier.Verify(PngFile.Small(), limits).Failure!.Message.ToString());
    }

    [Theory]
    [InlineData(1, 8, 4, "PNG size: expected at most 1 pixels, found 2 x 2 = 4 at offset 16.")]
    [InlineData(9, 8, 40, "PNG size: expected at most 8 bytes of pixels, found 16 at offset 16.")]
    [InlineData(9, 80, 4, "PNG size: expected at most 4 inflated bytes, found 14 at offset 16.")]
    public void Verify_SizeBeyondALimit_NamesTheLimit(long pixels, long bytes, long inflated, string message)
    {
        var limits = new ImageLimits { MaxPixels = pixels, MaxPixelBytes = bytes, MaxInflatedBytes = inflated };
        Assert.Equal(message, PngVerifier.Verify(PngFile.Small(), limits).Failure!.Message.ToString());
    }
}
