using System.Text;
using ShmDashboard.Tests.Imaging.Formats.Png;
using ShmDashboard.Tests.Imaging.Payloads;
using SixLabors.ImageSharp;
using SixLabors.ImageSharp.Formats;
using SixLabors.ImageSharp.Formats.Bmp;
using SixLabors.ImageSharp.Formats.Gif;
using SixLabors.ImageSharp.Formats.Jpeg;
using SixLabors.ImageSharp.Formats.Pbm;
using SixLabors.ImageSharp.Formats.Png;
using SixLabors.ImageSharp.Formats.Tga;
using SixLabors.ImageSharp.Formats.Tiff;
using SixLabors.ImageSharp.Formats.Tiff.Constants;
using SixLabors.ImageSharp.Formats.Webp;
using SixLabors.ImageSharp.Metadata.Profiles.Exif;
using SixLabors.ImageSharp.PixelFormats;

namespace ShmDashboard.Tests.Imaging.Fuzzing;

/// <summary>Whole pictures of every format and of most of its kinds, small: what damaged ones are made of.</summary>
internal static class Seeds
{
    private const int Width = 17;
    private const int Height = 9;

    // 17 x 9, progressive, quality 60, written by Qt 6.
    private const string ProgressiveJpeg =
        "/9j/4AAQSkZJRgABAQEAZABkAAD/2wBDAA0JCgsKCA0LCgsODg0PEyAVExISEyccHhcgLikxMC4pLSwzOko+MzZGNywtQFdBRkxOUlNSMj5aYVpQYEpRUk" +
        "//2wBDAQ4ODhMREyYVFSZPNS01T09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT0//wgARCAAJABEDASIAAhEBAxEB" +
        "/8QAFgABAQEAAAAAAAAAAAAAAAAABAAF/8QAFQEBAQAAAAAAAAAAAAAAAAAAAwX/2gAMAwEAAhADEAAAAQLWwhzrWjof/8QAGxAAAgEFAAAAAAAAAAAAAA" +
        "AAAAIBAwQQEzH/2gAIAQEAAQUCS3FoGgXkY//EABcRAAMBAAAAAAAAAAAAAAAAAAACBBT/2gAIAQMBAT8Bnoc0Mf/EABcRAAMBAAAAAAAAAAAAAAAAAAAC" +
        "ExH/2gAIAQIBAT8BpilGP//EABYQAQEBAAAAAAAAAAAAAAAAAAAxIP/aAAgBAQAGPwJEx//EABwQAAEDBQAAAAAAAAAAAAAAAAABEBExQVFhcf/aAAgBAQ" +
        "ABPyHQIiGBS6XN/9oADAMBAAIAAwAAABBg3//EABcRAAMBAAAAAAAAAAAAAAAAAAEQESH/2gAIAQMBAT8QuGr/AP/EABoRAAICAwAAAAAAAAAAAAAAAAAB" +
        "EcFBcZH/2gAIAQIBAT8QbSxim6NXD//EAB4QAAEEAQUAAAAAAAAAAAAAAAEAEBEhwXGBkeHx/9oACAEBAAE/EBESa6KlA7i+F5nbdiw3/9k=";

    /// <summary>All of them, in an order that stays.</summary>
    public static IReadOnlyList<byte[]> All { get; } = [.. Pngs(), .. Jpegs(), .. Gifs(), .. WebPs(), .. Bmps(), .. Tiffs(), .. Pnms(), .. Tgas(), .. Others()];

    private static IEnumerable<byte[]> Pngs()
    {
        foreach (var sample in PngSamples.All().Where(sample => sample.File.Length < 2000).DistinctBy(sample => (sample.Colour, sample.Depth, sample.IsInterlaced)))
            yield return sample.File;
        foreach (var depth in new[] { PngBitDepth.Bit8, PngBitDepth.Bit16 })
            yield return Encode(new PngEncoder { ColorType = PngColorType.RgbWithAlpha, BitDepth = depth, InterlaceMethod = PngInterlaceMode.Adam7 });
    }

    private static IEnumerable<byte[]> Jpegs()
    {
        foreach (var colour in new[] { JpegColorType.Luminance, JpegColorType.YCbCrRatio420, JpegColorType.YCbCrRatio444, JpegColorType.Rgb })
            yield return Encode(new JpegEncoder { ColorType = colour, Quality = 60 });
        yield return Encode(new JpegEncoder(), turned: true);
        yield return Convert.FromBase64String(ProgressiveJpeg);
    }

    private static IEnumerable<byte[]> Gifs()
    {
        yield return Encode(new GifEncoder());
        using var image = Draw();
        image.Frames.AddFrame(image.Frames.RootFrame);
        yield return Encode(image, new GifEncoder { ColorTableMode = GifColorTableMode.Local });
    }

    private static IEnumerable<byte[]> WebPs()
    {
        yield return Encode(new WebpEncoder { FileFormat = WebpFileFormatType.Lossless });
        yield return Encode(new WebpEncoder { FileFormat = WebpFileFormatType.Lossy, Quality = 40 });
        yield return Encode(new WebpEncoder { FileFormat = WebpFileFormatType.Lossy, UseAlphaCompression = true }, turned: true);
    }

    private static IEnumerable<byte[]> Bmps()
    {
        foreach (var bits in Enum.GetValues<BmpBitsPerPixel>())
            yield return Encode(new BmpEncoder { BitsPerPixel = bits, SupportTransparency = bits == BmpBitsPerPixel.Pixel32 });
        // Run lengths: 8 bits and 4 bits (BITMAPINFOHEADER, compression 1 and 2).
        foreach (byte bits in new byte[] { 8, 4 })
        {
            byte[] runs = [5, 2, 0, 3, 1, 2, 3, 0, 4, 7, 0, 0, 0, 2, 1, 1, 6, 9, 0, 0, 0, 1];
            byte[] header = Samples.Bmp(12, 4, bits)[..54];
            header[30] = (byte)(bits == 8 ? 1 : 2);
            header[10] = 54 + 64;
            header[34] = (byte)runs.Length;
            header[46] = 16;
            byte[] file = [.. header, .. Enumerable.Range(0, 64).Select(i => (byte)(i * 4)), .. runs];
            header = BitConverter.GetBytes(file.Length);
            header.CopyTo(file, 2);
            yield return file;
        }
    }

    private static IEnumerable<byte[]> Tiffs()
    {
        foreach (var compression in new[] { TiffCompression.None, TiffCompression.Lzw, TiffCompression.Deflate, TiffCompression.PackBits })
            yield return Encode(new TiffEncoder { Compression = compression, BitsPerPixel = TiffBitsPerPixel.Bit24 });
        yield return Encode(new TiffEncoder { Compression = TiffCompression.Lzw, HorizontalPredictor = TiffPredictor.Horizontal, BitsPerPixel = TiffBitsPerPixel.Bit24 });
        foreach (var compression in new[] { TiffCompression.Ccitt1D, TiffCompression.CcittGroup3Fax, TiffCompression.CcittGroup4Fax, TiffCompression.None })
            yield return Encode(new TiffEncoder { Compression = compression, BitsPerPixel = TiffBitsPerPixel.Bit1, PhotometricInterpretation = TiffPhotometricInterpretation.BlackIsZero });
        foreach (var bits in new[] { TiffBitsPerPixel.Bit4, TiffBitsPerPixel.Bit8 })
            yield return Encode(new TiffEncoder { BitsPerPixel = bits, PhotometricInterpretation = TiffPhotometricInterpretation.PaletteColor });
        yield return Encode(new TiffEncoder { BitsPerPixel = TiffBitsPerPixel.Bit8, PhotometricInterpretation = TiffPhotometricInterpretation.BlackIsZero });
        // Kept from the decoder, whatever its damage.
        yield return Encode(new TiffEncoder { Compression = TiffCompression.Jpeg, BitsPerPixel = TiffBitsPerPixel.Bit24 });
    }

    private static IEnumerable<byte[]> Pnms()
    {
        // Not P4: the library's own is not what pbm(5) says.
        foreach (var type in Enum.GetValues<PbmColorType>())
            foreach (var encoding in Enum.GetValues<PbmEncoding>().Where(encoding => (type, encoding) != (PbmColorType.BlackAndWhite, PbmEncoding.Binary)))
                yield return Encode(new PbmEncoder { ColorType = type, Encoding = encoding });
        yield return [.. "P4 13 3\n"u8, 0xA5, 0x50, 0x3C, 0xF8, 0xFF, 0];
        yield return [.. "P6 5 4 65535\n"u8, .. new byte[120]];
        yield return [.. "P5 # note\n 9 7 255\n"u8, .. new byte[63]];
    }

    private static IEnumerable<byte[]> Tgas()
    {
        foreach (var bits in Enum.GetValues<TgaBitsPerPixel>())
            foreach (var compression in Enum.GetValues<TgaCompression>())
                yield return Encode(new TgaEncoder { BitsPerPixel = bits, Compression = compression });
    }

    private static IEnumerable<byte[]> Others() =>
    [
        Samples.Avif, Samples.QtPixmap, Samples.Marked(1, Samples.Jpeg), Samples.WebPExtended,
        [0, 0, 0, 24, .. Encoding.BigEndianUnicode.GetBytes("Größe 图片 ab")], [.. "plain text of a program\n"u8, 0, 0, 0],
    ];

    private static byte[] Encode(IImageEncoder encoder, bool turned = false)
    {
        using var image = Draw();
        if (turned)
        {
            image.Metadata.ExifProfile = new ExifProfile();
            image.Metadata.ExifProfile.SetValue(ExifTag.Orientation, (ushort)6);
        }

        return Encode(image, encoder);
    }

    private static byte[] Encode(Image image, IImageEncoder encoder)
    {
        using var file = new MemoryStream();
        image.Save(file, encoder);
        return file.ToArray();
    }

    private static Image<Rgba32> Draw()
    {
        var image = new Image<Rgba32>(Width, Height);
        for (int y = 0; y < Height; y++)
            for (int x = 0; x < Width; x++)
                image[x, y] = new Rgba32((byte)(x * 14), (byte)(y * 27), (byte)(x * y * 7), (byte)(x > 12 ? 128 : 255));
        return image;
    }
}
