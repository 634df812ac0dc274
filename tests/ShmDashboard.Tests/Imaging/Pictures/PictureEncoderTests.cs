using ShmDashboard.Imaging.Formats;
using ShmDashboard.Imaging.Formats.Png;
using ShmDashboard.Imaging.Payloads;
using ShmDashboard.Imaging.Pictures;
using ShmDashboard.Tests.Imaging.Formats.Png;

namespace ShmDashboard.Tests.Imaging.Pictures;

public class PictureEncoderTests
{
    private static readonly (int Width, int Height)[] s_sizes = [(1, 1), (3, 5), (17, 9), (640, 3)];

    [Fact]
    public void Encode_EveryPixelFormatAsPng_RendersToTheSamePixels()
    {
        foreach (var (picture, file) in Pngs())
        {
            Assert.True(PngVerifier.Verify(file, ImageLimits.Default).IsValid);
            Assert.Equal(Pixels.ToRgba16(picture), Pixels.ToRgba16(Rendering.Of(file).Picture!));
        }
    }

    [Fact]
    public void Encode_EveryPixelFormatAsPng_IsReadByLibpngToTheSamePixels()
    {
        using var oracle = PngOracle.Build();
        var encoded = Pngs().ToArray();
        var readings = oracle.Read([.. encoded.Select(pair => pair.File)]);
        for (int i = 0; i < encoded.Length; i++)
            Assert.Equal(Pixels.ToRgba16(encoded[i].Picture), readings[i]!.Value.Rgba);
    }

    [Theory]
    [InlineData(PixelFormat.Rgba16, 16, "RGBA")]
    [InlineData(PixelFormat.Grey16, 16, "grey")]
    [InlineData(PixelFormat.Rgb8, 8, "RGB")]
    [InlineData(PixelFormat.Grey8, 8, "grey")]
    public void Encode_AsPng_KeepsDepthAndChannels(PixelFormat format, int bits, string channels)
    {
        byte[] png = PictureEncoder.Encode(PixelBuffer.Allocate(4, 4, format), PictureFormats.Png, EncodeOptions.Default);
        var found = PayloadIdentifier.Identify(png, png.Length);
        Assert.Equal((bits, channels, PayloadIntegrity.Complete), (found.BitsPerChannel, found.Channels, found.Integrity));
    }

    [Fact]
    public void Encode_OpaquePixelsWithAlpha_LeavesAlphaOut()
    {
        var picture = PixelBuffer.Allocate(4, 4, PixelFormat.Rgba16);
        picture.Pixels.Span.Fill(0xFF);
        byte[] png = PictureEncoder.Encode(picture, PictureFormats.Png, EncodeOptions.Default);
        var found = PayloadIdentifier.Identify(png, png.Length);
        Assert.Equal((16, "RGB"), (found.BitsPerChannel, found.Channels));
    }

    [Fact]
    public void Encode_EveryFormatThatIsWritten_IsRecognisedAndNearTheOriginal()
    {
        Assert.Equal(["PNG", "JPEG", "WebP", "TIFF"], PictureEncoder.Formats.Select(format => format.Name));
        var picture = Smooth(64, 48);
        foreach (var format in PictureEncoder.Formats)
        {
            byte[] file = PictureEncoder.Encode(picture, format, EncodeOptions.Default);
            var found = PayloadIdentifier.Identify(file, file.Length);
            Assert.Equal((format, 64, 48, 8, "RGB"), (found.Picture, found.Width, found.Height, found.BitsPerChannel, found.Channels));
            // Some writers pad their files to an even length, which belongs to nothing.
            Assert.InRange(found.ContentOffset + found.ContentLength, file.Length - 1, file.Length);
            ushort[] again = Pixels.ToRgba16(Rendering.Of(file).Picture!);
            Assert.InRange(Pixels.ToRgba16(picture).Zip(again, (a, b) => Math.Abs(a - b) / 257.0).Average(), 0, 3);
        }
    }

    [Theory]
    [InlineData(16, 16, 12)]
    [InlineData(1, 1, 1)]
    [InlineData(640, 64, 48)]
    public void Encode_ToAWidth_ScalesDownAndNeverUp(int width, int expectedWidth, int expectedHeight)
    {
        byte[] file = PictureEncoder.Encode(Smooth(64, 48), PictureFormats.Png, new EncodeOptions { Width = width });
        var found = PayloadIdentifier.Identify(file, file.Length);
        Assert.Equal((expectedWidth, expectedHeight), (found.Width, found.Height));
    }

    [Fact]
    public void Encode_TransparentPixelsAsJpeg_LiesOnWhite()
    {
        byte[] jpeg = PictureEncoder.Encode(PixelBuffer.Allocate(8, 8, PixelFormat.Rgba8), PictureFormats.Jpeg, EncodeOptions.Default);
        Assert.All(Rendering.Of(jpeg).Picture!.Pixels.ToArray(), value => Assert.InRange(value, 250, 255));
    }

    [Fact]
    public void Encode_SmoothPicture_IsFarSmallerThanItsPixels() => Assert.InRange(
        PictureEncoder.Encode(Smooth(256, 256), PictureFormats.Png, EncodeOptions.Default).Length, 100, 256 * 256 * 3 / 20);

    [Fact]
    public void Encode_PaddedRows_LeavesThePaddingOut()
    {
        var picture = new PixelBuffer(2, 2, PixelFormat.Grey8, 3, new byte[] { 1, 2, 99, 3, 4, 99 });
        byte[] png = PictureEncoder.Encode(picture, PictureFormats.Png, EncodeOptions.Default);
        Assert.Equal(Pixels.ToRgba16(picture), Pixels.ToRgba16(Rendering.Of(png).Picture!));
    }

    [Fact]
    public void Encode_FormatThatIsOnlyRead_IsRefusedByName() => Assert.StartsWith(
        "Cannot write GIF: expected one of PNG, JPEG, WebP, TIFF.",
        Assert.Throws<ArgumentException>(() => PictureEncoder.Encode(
            Smooth(2, 2), PictureFormats.Find("gif")!, EncodeOptions.Default)).Message, StringComparison.Ordinal);

    private static PixelBuffer Smooth(int width, int height)
    {
        var picture = PixelBuffer.Allocate(width, height, PixelFormat.Rgb8);
        for (int i = 0; i < picture.Pixels.Length; i++)
            picture.Pixels.Span[i] = (byte)((i / 3 % width) + (i / 3 / width));
        return picture;
    }

    private static IEnumerable<(PixelBuffer Picture, byte[] File)> Pngs()
    {
        var random = new Random(5);
        foreach (var format in Enum.GetValues<PixelFormat>())
            foreach (var (width, height) in s_sizes)
            {
                var picture = PixelBuffer.Allocate(width, height, format);
                for (int i = 0; i < picture.Pixels.Length; i++)
                    picture.Pixels.Span[i] = random.Next(3) == 0 ? (byte)random.Next(256) : (byte)(i / 5);
                yield return (picture, PictureEncoder.Encode(picture, PictureFormats.Png, EncodeOptions.Default));
            }
    }
}
