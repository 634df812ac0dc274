using System.IO.Compression;
using ShmDashboard.Imaging.Formats.Png;
using ShmDashboard.Imaging.Pictures;

namespace ShmDashboard.Tests.Imaging.Formats.Png;

public class PngEncoderTests
{
    private static readonly (int Width, int Height)[] s_sizes = [(1, 1), (3, 5), (17, 9), (640, 3)];

    [Fact]
    public void Encode_EveryFormat_DecodesToTheSamePixels()
    {
        foreach (var (picture, file) in Encoded())
        {
            Assert.True(PngVerifier.Verify(file, ImageLimits.Default).IsValid);
            var decoded = new PngDecoder().Decode(file, ImageLimits.Default);
            Assert.Equal(Pixels.ToRgba16(picture), Pixels.ToRgba16(decoded.Picture!));
        }
    }

    [Fact]
    public void Encode_EveryFormat_IsReadByLibpngToTheSamePixels()
    {
        using var oracle = PngOracle.Build();
        var encoded = Encoded().ToArray();
        var readings = oracle.Read([.. encoded.Select(pair => pair.File)]);
        for (var i = 0; i < encoded.Length; i++)
        {
            Assert.NotNull(readings[i]);
            Assert.Equal(Pixels.ToRgba16(encoded[i].Picture), readings[i]!.Value.Rgba);
        }
    }

    [Fact]
    public void Encode_SmoothPicture_IsFarSmallerThanItsPixels()
    {
        var picture = PixelBuffer.Allocate(256, 256, PixelFormat.Rgb8);
        for (var i = 0; i < picture.Pixels.Length; i++)
            picture.Pixels.Span[i] = (byte)((i / 3) + (i / 768));
        Assert.InRange(PngEncoder.Encode(picture).Length, 100, picture.Pixels.Length / 20);
    }

    [Fact]
    public void Encode_PaddedRows_LeavesThePaddingOut()
    {
        byte[] padded = [1, 2, 99, 3, 4, 99];
        var picture = new PixelBuffer(2, 2, PixelFormat.Grey8, 3, padded);
        var decoded = new PngDecoder().Decode(PngEncoder.Encode(picture), ImageLimits.Default).Picture!;
        Assert.Equal(Pixels.ToRgba16(picture), Pixels.ToRgba16(decoded));
    }

    private static IEnumerable<(PixelBuffer Picture, byte[] File)> Encoded()
    {
        var random = new Random(5);
        foreach (var format in Enum.GetValues<PixelFormat>())
            foreach (var (width, height) in s_sizes)
                foreach (var level in Enum.GetValues<CompressionLevel>())
                {
                    var picture = PixelBuffer.Allocate(width, height, format);
                    for (var i = 0; i < picture.Pixels.Length; i++)
                        picture.Pixels.Span[i] = random.Next(3) == 0 ? (byte)random.Next(256) : (byte)(i / 5);
                    yield return (picture, PngEncoder.Encode(picture, level));
                }
    }
}
