using ShmDashboard.Imaging.Payloads;
using ShmDashboard.Imaging.Pictures;
using ShmDashboard.Tests.Imaging.Pictures;

namespace ShmDashboard.Tests.Imaging.Formats.Tiff;

/// <summary>TIFFs that lie: what the library would follow without end, or beyond its limits.</summary>
public class TiffRenderTests
{
    [Fact]
    public void Render_StripOfJpegThatIsTheTiffItself_IsKeptFromTheDecoder()
    {
        var result = Rendering.Of(Tiff(compression: 7, stripOffset: 0));

        Assert.Equal("TIFF compression: expected none, CCITT, LZW, Deflate or PackBits, found JPEG at offset 0.", result.Failure!.Message.ToString());
        Assert.Equal(PictureFailureKind.Unsupported, result.Failure.Kind);
    }

    [Fact]
    public void Render_Uncompressed_GivesItsSamples() =>
        Assert.Equal([1, 2, 3, 4], Picture(Rendering.Of(Tiff(compression: 1, stripOffset: 8 + 2 + (9 * 12) + 4))).Pixels.ToArray());

    // 279 becomes 339, the last field still: the strip's length is then not told, which the library does without.
    [Theory]
    [InlineData(2, "with a sign")]
    [InlineData(3, "floating-point")]
    [InlineData(6, "kind 6")]
    public void Render_NumbersThatWouldBeShownAsOthers_IsASentence(byte kind, string found)
    {
        byte[] tiff = Tiff(compression: 1, stripOffset: 122);
        int field = 8 + 2 + (8 * 12);
        new byte[] { 339 & 255, 339 >> 8, 3, 0, 1, 0, 0, 0, kind, 0 }.CopyTo(tiff, field);

        Assert.Equal($"TIFF samples: expected whole numbers without a sign, found {found} at offset 0.", Rendering.Of(tiff).Failure!.Message.ToString());
    }

    [Theory]
    [InlineData(5, "LZW of nonsense")]
    [InlineData(8, "Deflate of nonsense")]
    [InlineData(4, "CCITT of nonsense")]
    [InlineData(32773, "PackBits of nonsense")]
    [InlineData(34712, "JPEG 2000")]
    [InlineData(0, "no such compression")]
    public void Render_WhatCannotBeUnpacked_IsASentence(int compression, string why)
    {
        var result = Rendering.Of(Tiff(compression, stripOffset: 8 + 2 + (9 * 12) + 4));

        Assert.True(result.Succeeded != (result.Failure is not null), why);
    }

    [Theory]
    [InlineData(0, 2)]
    [InlineData(2, 0)]
    [InlineData(int.MaxValue, int.MaxValue)]
    [InlineData(-1, 5)]
    public void Render_ImpossibleSize_IsNoPicture(int width, int height) =>
        Assert.False(Rendering.Of(Tiff(1, 122, width, height)).Succeeded);

    [Fact]
    public void Identify_StripBehindTheEnd_IsTruncated()
    {
        byte[] tiff = Tiff(1, 5000);

        Assert.Equal(PayloadIntegrity.Truncated, PayloadIdentifier.Identify(tiff, tiff.Length).Integrity);
        Assert.Equal(PictureFailureKind.Truncated, Rendering.Of(tiff).Failure!.Kind);
    }

    [Fact]
    public void Identify_FieldTwice_IsNoTiff()
    {
        byte[] tiff = Tiff(1, 122);
        // Height becomes a second width.
        tiff[8 + 2 + 12] = 0;

        Assert.Null(PayloadIdentifier.Identify(tiff, tiff.Length).Picture);
    }

    private static PixelBuffer Picture(RenderResult result)
    {
        Assert.True(result.Succeeded, result.Failure?.Message.ToString());
        return result.Picture;
    }

    // 2 x 2 grey, one strip behind the directory.
    private static byte[] Tiff(int compression, int stripOffset, int width = 2, int height = 2)
    {
        using var file = new MemoryStream();
        using var writer = new BinaryWriter(file);
        writer.Write("II*\0"u8);
        writer.Write(8);
        writer.Write((ushort)9);
        foreach (var (tag, value) in new (int, int)[]
            { (256, width), (257, height), (258, 8), (259, compression), (262, 1), (273, stripOffset), (277, 1), (278, height), (279, 4) })
        {
            writer.Write((ushort)tag);
            writer.Write((ushort)(tag is 258 or 259 or 262 or 277 ? 3 : 4));
            writer.Write(1);
            writer.Write(value);
        }

        writer.Write(0);
        writer.Write([1, 2, 3, 4]);
        return file.ToArray();
    }
}
