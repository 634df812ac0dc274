using ShmDashboard.Imaging.Formats;
using ShmDashboard.Imaging.Formats.Png;
using ShmDashboard.Imaging.Formats.Qt;
using ShmDashboard.Imaging.Payloads;
using ShmDashboard.Imaging.Pictures;
using ShmDashboard.Tests.Imaging.Payloads;
using ShmDashboard.Tests.Imaging.Pictures;

namespace ShmDashboard.Tests.Imaging.Formats.Qt;

public class QtStreamTests
{
    [Fact]
    public void Wrap_PngOfQt_GivesWhatQtWrote() => Assert.Equal(Samples.QtPixmap, QtImageStream.Wrap(Samples.Png));

    [Fact]
    public void Wrap_Jpeg_IsRefusedWithWhatToDo()
    {
        var error = Assert.Throws<ArgumentException>(() => QtImageStream.Wrap(Samples.Jpeg));
        Assert.StartsWith("A Qt image stream holds a PNG: expected its signature at offset 0, found FFD8FFE000104A46. " +
            "Convert the picture to PNG.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Wrap_PictureOfOurs_IsIdentifiedAsReadableByQt()
    {
        byte[] png = PictureEncoder.Encode(PixelBuffer.Allocate(5, 4, PixelFormat.Rgba8), PictureFormats.Png, EncodeOptions.Default);
        var found = PayloadIdentifier.Identify(QtImageStream.Wrap(png), 4096);
        Assert.True(found is { ReadableByQImageStream: true, Width: 5, Height: 4, Integrity: PayloadIntegrity.Complete });
    }

    [Fact]
    public void Decode_QPixmapOfQt_GivesItsFourPixels()
    {
        var picture = Rendering.Of(Samples.Png).Picture!;
        Assert.Equal([255, 0, 0, 255, 0, 255, 0, 255, 0, 0, 255, 255, 255, 255, 255, 128], picture.Pixels.ToArray());
        Assert.Equal(103, PngVerifier.Verify(Samples.Png, ImageLimits.Default).LengthBytes);
    }

    [Fact]
    public void EncodeQString_TextOfThreeCharacters_GivesWhatQtWrote()
    {
        Assert.Equal([0, 0, 0, 6, 0, 0x68, 0, 0xE4, 0x20, 0xAC], QtTextStream.EncodeQString("hä€"));
        Assert.Equal([0, 0, 0, 0], QtTextStream.EncodeQString(""));
        Assert.Equal([0xFF, 0xFF, 0xFF, 0xFF], QtTextStream.EncodeQString(null));
    }

    [Fact]
    public void EncodeQByteArray_TwoBytes_GivesWhatQtWrote() =>
        Assert.Equal([0, 0, 0, 2, 0x68, 0x69], QtTextStream.EncodeQByteArray("hi"u8));
}
