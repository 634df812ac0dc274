using System.Runtime.InteropServices;
using ShmDashboard.Imaging.Pictures;
using ShmDashboard.Tests.Imaging.Pictures;

namespace ShmDashboard.Tests.Imaging.Formats.Pnm;

/// <summary>What netpbm's pages say of the samples, where the library sees it otherwise.</summary>
public class PnmRenderTests
{
    [Fact]
    public void Render_BitmapWithFilledUpRows_ReadsEachRowFromItsByte()
    {
        byte[] file = [.. "P4 9 2\n"u8, 0b1010_1010, 0x80, 0b0101_0101, 0];

        Assert.Equal(
            [0, 255, 0, 255, 0, 255, 0, 255, 0, 255, 0, 255, 0, 255, 0, 255, 0, 255],
            Rendering.Of(file).Picture!.Pixels.ToArray());
    }

    [Theory]
    [InlineData("P5 3 1 15\n", new byte[] { 0, 7, 15 }, new byte[] { 0, 119, 255 })]
    [InlineData("P5 3 1 255\n", new byte[] { 0, 7, 15 }, new byte[] { 0, 7, 15 })]
    [InlineData("P6 1 1 100\n", new byte[] { 0, 50, 100 }, new byte[] { 0, 128, 255 })]
    public void Render_LargestSample_IsWhite(string header, byte[] samples, byte[] expected) => Assert.Equal(
        expected, Rendering.Of([.. header.Select(letter => (byte)letter), .. samples]).Picture!.Pixels.ToArray());

    [Theory]
    [InlineData("P5 2 1 1023\n", new byte[] { 3, 255, 1, 0 }, new ushort[] { 65535, 16400 })]
    [InlineData("P6 1 1 1023\n", new byte[] { 3, 255, 0, 0, 1, 0 }, new ushort[] { 65535, 0, 16400, 65535 })]
    public void Render_TenBits_FillSixteen(string header, byte[] samples, ushort[] expected)
    {
        var picture = Rendering.Of([.. header.Select(letter => (byte)letter), .. samples]).Picture!;

        Assert.Equal(16, picture.Format.BitsPerChannel());
        Assert.Equal(expected, MemoryMarshal.Cast<byte, ushort>(picture.Pixels.Span).ToArray());
    }
}
