using ShmDashboard.Imaging.Formats.Png;
using ShmDashboard.Imaging.Pictures;

namespace ShmDashboard.Tests.Imaging.Formats.Png;

public class PngDecoderTests
{
    private static readonly PngDecoder s_decoder = new();

    [Fact]
    public void Decode_EveryKindOfPng_GivesTheSamplesThatWereWritten()
    {
        foreach (var sample in PngSamples.All())
        {
            var result = s_decoder.Decode(sample.File, ImageLimits.Default);
            Assert.True(result.Succeeded, $"{PngSamples.NameOf(sample)}: {result.Failure?.Message}");
            Assert.Null(result.Remark);
            Assert.Equal(sample.Depth == 16 ? PixelFormat.Rgba16 : PixelFormat.Rgba8, result.Picture.Format);
            Assert.True(Pixels.ExpectedRgba16(sample).AsSpan().SequenceEqual(Pixels.ToRgba16(result.Picture)),
                PngSamples.NameOf(sample));
        }
    }

    [Fact]
    public void Decode_EveryKindOfPng_AgreesWithLibpng()
    {
        using var oracle = PngOracle.Build();
        var samples = PngSamples.All().ToArray();
        var readings = oracle.Read([.. samples.Select(sample => sample.File)]);
        for (var i = 0; i < samples.Length; i++)
        {
            var ours = s_decoder.Decode(samples[i].File, ImageLimits.Default).Picture;
            Assert.NotNull(ours);
            Assert.NotNull(readings[i]);
            Assert.Equal((ours.Width, ours.Height), (readings[i]!.Value.Width, readings[i]!.Value.Height));
            Assert.True(readings[i]!.Value.Rgba.AsSpan().SequenceEqual(Pixels.ToRgba16(ours)),
                PngSamples.NameOf(samples[i]));
        }
    }

    [Fact]
    public void Decode_EveryByteChanged_AcceptsWhatLibpngAcceptsAndSeesTheSame()
    {
        using var oracle = PngOracle.Build();
        var files = new List<byte[]>();
        foreach (var sample in PngSamples.All().Where(s => s is { Width: 3, Colour: 2, Depth: 8 } or { Width: 3, Colour: 3, Depth: 4 }))
            for (var i = 0; i < sample.File.Length; i++)
            {
                var broken = (byte[])sample.File.Clone();
                broken[i] ^= 0x41;
                files.Add(broken);
            }

        var readings = oracle.Read(files);
        for (var i = 0; i < files.Count; i++)
        {
            var ours = s_decoder.Decode(files[i], ImageLimits.Default);
            Assert.True(ours.Succeeded == readings[i] is not null, $"{i}: libpng {readings[i] is not null}, we say " +
                $"{ours.Failure?.Message ?? ours.Remark?.Message ?? "fine"} {Convert.ToHexString(files[i])}");
            if (ours.Succeeded)
                Assert.Equal(readings[i]!.Value.Rgba, Pixels.ToRgba16(ours.Picture));
        }
    }

    [Fact]
    public void Decode_BytesBehindIend_AreIgnored()
    {
        var result = s_decoder.Decode([.. PngFile.Small(), 1, 2, 3], ImageLimits.Default);
        Assert.True(result.Succeeded);
        Assert.Null(result.Remark);
    }

    [Fact]
    public void Decode_PaletteIndexBeyondPlte_IsOpaqueBlack()
    {
        var file = new PngFile().Ihdr(2, 1, 8, 3).Chunk("PLTE", [9, 8, 7]).Idat([0, 0, 5]).Iend();
        var result = s_decoder.Decode(file, ImageLimits.Default);
        Assert.Equal([9, 8, 7, 255, 0, 0, 0, 255], result.Picture!.Pixels.ToArray());
    }

    [Fact]
    public void Decode_WrongCrcInAncillaryChunk_GivesThePictureWithRemark()
    {
        var file = new PngFile().Ihdr(1, 1, 8, 0).Chunk("tEXt", "a\0b"u8, crcError: 1).Idat([0, 77]).Iend();
        var result = s_decoder.Decode(file, ImageLimits.Default);
        Assert.Equal([77, 77, 77, 255], result.Picture!.Pixels.ToArray());
        Assert.StartsWith("PNG chunk tEXt: expected CRC 0x", result.Remark!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Decode_DataBehindTheLastRow_GivesThePictureWithRemark()
    {
        var file = new PngFile().Ihdr(1, 1, 8, 0).Idat([0, 77, 1, 2, 3]).Iend();
        var result = s_decoder.Decode(file, ImageLimits.Default);
        Assert.Equal([77, 77, 77, 255], result.Picture!.Pixels.ToArray());
        Assert.Equal("PNG picture data (IDAT): expected exactly 2 bytes after inflating, found more at offset 33.",
            result.Remark!.Message);
    }

    [Fact]
    public void Decode_OnlyTheCrcOfIendMissing_GivesThePictureAsQtDoes()
    {
        var file = PngFile.Small();
        var result = s_decoder.Decode(file.AsSpan(0, file.Length - 4), ImageLimits.Default);
        Assert.True(result.Succeeded);
        Assert.Equal(PictureFailureKind.Truncated, result.Remark!.Kind);
    }

    [Fact]
    public void Decode_Header50000By50000_IsRefusedWithoutAllocating()
    {
        var file = new PngFile().Ihdr(50_000, 50_000, 8, 6).Idat([0]).Iend();
        s_decoder.Decode(file, ImageLimits.Default);
        var before = GC.GetAllocatedBytesForCurrentThread();
        var result = s_decoder.Decode(file, ImageLimits.Default);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 10_000);
        Assert.Equal("PNG size: expected at most 134217728 pixels, found 50000 x 50000 = 2500000000 at offset 16.",
            result.Failure!.Message);
        Assert.Equal(PictureFailureKind.TooLarge, result.Failure.Kind);
    }

    [Fact]
    public void Decode_LargeHeaderWithNextToNoData_IsRefusedWithoutAllocating()
    {
        var file = new PngFile().Ihdr(8192, 8192, 8, 6).Idat([0, 1, 2, 3]).Iend();
        s_decoder.Decode(file, ImageLimits.Default);
        var before = GC.GetAllocatedBytesForCurrentThread();
        var result = s_decoder.Decode(file, ImageLimits.Default);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 10_000);
        Assert.Equal("PNG picture data (IDAT): expected at least 260120 bytes, which 268443648 inflated bytes cannot do " +
            "without, found 12 at offset 33.", result.Failure!.Message);
    }

    [Fact]
    public void Decode_ZipBomb_InflatesNoMoreThanTheHeaderNeeds()
    {
        var bomb = new PngFile().Ihdr(1, 1, 8, 0).Chunk("IDAT", PngFile.Zlib(new byte[100_000_000])).Iend();
        s_decoder.Decode(bomb, ImageLimits.Default);
        var before = GC.GetAllocatedBytesForCurrentThread();
        var result = s_decoder.Decode(bomb, ImageLimits.Default);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 200_000);
        Assert.True(result.Succeeded);
        Assert.EndsWith("found more at offset 33.", result.Remark!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Decode_Picture8192By8192_IsWithinTheDefaultLimits()
    {
        var rows = new byte[8192 * (1 + (8192 / 8))];
        var file = new PngFile().Ihdr(8192, 8192, 1, 0).Idat(rows).Iend();
        Assert.True(s_decoder.Decode(file, ImageLimits.Default).Succeeded);
    }

    [Fact]
    public void Decode_MutatedFiles_NeverThrowsAndStaysWithinMemory()
    {
        var random = new Random(4711);
        var samples = PngSamples.All().Where(s => s.Width == 17).ToArray();
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var round = 0; round < 5000; round++)
        {
            var bytes = Mutation.Of(samples[random.Next(samples.Length)].File, random, isPng: round % 2 == 0);
            s_decoder.Decode(bytes, new ImageLimits { MaxPixels = 100_000 });
            PngVerifier.Verify(bytes, new ImageLimits { MaxPixels = 100_000 });
        }

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 5000L * 900_000);
    }

    [Fact]
    public void CanDecode_OtherSignature_IsFalse()
    {
        Assert.True(s_decoder.CanDecode(PngFile.Small()));
        Assert.False(s_decoder.CanDecode("GIF89a"u8));
        Assert.False(s_decoder.CanDecode([]));
    }
}
