using System.Buffers.Binary;
using System.Security.Cryptography;
using ShmDashboard.Peers.Tests.Dashboard;
using ShmDashboard.Peers.Tests.Machine;
using ShmDashboard.Peers.Tests.Pictures;
using ShmDashboard.Peers.Tests.Programs;
using SixLabors.ImageSharp;
using SixLabors.ImageSharp.Formats;
using SixLabors.ImageSharp.Formats.Bmp;
using SixLabors.ImageSharp.Formats.Gif;
using SixLabors.ImageSharp.Formats.Jpeg;
using SixLabors.ImageSharp.Formats.Pbm;
using SixLabors.ImageSharp.Formats.Tga;
using SixLabors.ImageSharp.Formats.Tiff;
using SixLabors.ImageSharp.Formats.Tiff.Constants;
using SixLabors.ImageSharp.Formats.Webp;
using SixLabors.ImageSharp.Metadata.Profiles.Exif;
using SixLabors.ImageSharp.PixelFormats;
using SixLabors.ImageSharp.Processing;

namespace ShmDashboard.Peers.Tests.Writing;

/// <summary>What Qt's stream does not carry becomes a PNG on the way; Qt programs read just the pixels that the library decodes.</summary>
public sealed class ConvertedPicturesToQtTests(SharedDashboard shared) : PeerTest(shared)
{
    private const int Width = 61;
    private const int Height = 43;

    public static TheoryData<PeerKind, string> Pictures
    {
        get
        {
            var all = new TheoryData<PeerKind, string>();
            foreach (var kind in new[] { PeerKind.Qt5, PeerKind.Qt6 })
            foreach (string name in new[] { "jpeg", "jpeg turned", "webp", "webp lossless", "tiff", "tiff 16", "tga", "tga packed", "bmp", "gif", "pnm", "pnm 16" })
                all.Add(kind, name);
            return all;
        }
    }

    [Theory]
    [MemberData(nameof(Pictures))]
    public async Task Put_AnyPicture_IsInQtPixelForPixelAsDecoded(PeerKind kind, string name)
    {
        var key = NewKey();
        var reader = await StartAsync(kind);
        byte[] file = FileOf(name);
        bool isDeep = name.EndsWith("16", StringComparison.Ordinal);
        // The library takes the samples of a deep PNM for little-endian ones.
        byte[] understood = name == "pnm 16" ? [.. "P6 61 43 65535\n"u8, .. DeepRows(bigEndian: false)] : file;
        var (width, height, hash) = isDeep ? Decoded<Rgba64>(understood) : Decoded<Rgba32>(understood);

        var reply = await Api.PutPictureAsync(key.Id, file);
        var seen = await reader.AskPictureAsync("read", key);

        Assert.Equal((width, height, hash), (seen.Width, seen.Height, seen.PixelHash));
        Assert.Equal(
            (name.Split(' ')[0], "png", width, height, isDeep ? 16 : 8, name == "jpeg turned"),
            (reply.Conversion!.From, reply.Conversion.To, reply.Conversion.Width, reply.Conversion.Height, reply.Conversion.BitsPerChannel,
                reply.Conversion.Turned));
        Assert.Equal(reply.PayloadBytes, reply.Conversion.ToBytes + 4);
    }

    [Theory]
    [InlineData(PeerKind.Qt5)]
    [InlineData(PeerKind.Qt6)]
    public async Task Put_DeepPng_GoesUntouched(PeerKind kind)
    {
        var key = NewKey();
        var reader = await StartAsync(kind);
        byte[] file = PngPicture.Make(Width, Height, PngKind.Rgba16, seed: 3).File;

        var reply = await Api.PutPictureAsync(key.Id, file);
        var seen = await reader.AskPictureAsync("read", key);

        Assert.Null(reply.Conversion);
        Assert.Equal(Decoded<Rgba64>(file).Hash, seen.PixelHash);
    }

    private static (int Width, int Height, string Hash) Decoded<TPixel>(byte[] file) where TPixel : unmanaged, IPixel<TPixel>
    {
        using var first = Image.Load<TPixel>(file);
        first.Mutate(context => context.AutoOrient());
        using var image = first.CloneAs<Rgba64>();
        byte[] pixels = new byte[image.Width * image.Height * 8];
        image.CopyPixelDataTo(pixels);
        return (image.Width, image.Height, Convert.ToHexStringLower(SHA256.HashData(pixels)));
    }

    private static byte[] FileOf(string name)
    {
        if (name is "tiff 16")
            return DeepTiff();
        if (name is "pnm 16")
            return [.. "P6 61 43 65535\n"u8, .. DeepRows(bigEndian: true)];
        using var image = new Image<Rgba32>(Width, Height);
        for (int y = 0; y < Height; y++)
            for (int x = 0; x < Width; x++)
                image[x, y] = new Rgba32(Pattern.Level(0, x, y, 5), Pattern.Level(1, x, y, 5), Pattern.Level(2, x, y, 5), name.Contains("webp", StringComparison.Ordinal) ? Pattern.Level(3, x, y, 5) : (byte)255);
        if (name == "jpeg turned")
        {
            image.Metadata.ExifProfile = new ExifProfile();
            image.Metadata.ExifProfile.SetValue(ExifTag.Orientation, (ushort)6);
        }

        IImageEncoder encoder = name switch
        {
            "jpeg" or "jpeg turned" => new JpegEncoder { Quality = 80 },
            "webp" => new WebpEncoder { FileFormat = WebpFileFormatType.Lossy },
            "webp lossless" => new WebpEncoder { FileFormat = WebpFileFormatType.Lossless },
            "tiff" => new TiffEncoder { Compression = TiffCompression.Lzw, BitsPerPixel = TiffBitsPerPixel.Bit24 },
            "tga" => new TgaEncoder { BitsPerPixel = TgaBitsPerPixel.Pixel24, Compression = TgaCompression.None },
            "tga packed" => new TgaEncoder { BitsPerPixel = TgaBitsPerPixel.Pixel32, Compression = TgaCompression.RunLength },
            "bmp" => new BmpEncoder { BitsPerPixel = BmpBitsPerPixel.Pixel24 },
            "gif" => new GifEncoder(),
            _ => new PbmEncoder(),
        };
        using var file = new MemoryStream();
        image.Save(file, encoder);
        return file.ToArray();
    }

    private static byte[] DeepRows(bool bigEndian)
    {
        byte[] rows = new byte[Width * Height * 6];
        for (int y = 0, at = 0; y < Height; y++)
        for (int x = 0; x < Width; x++)
        for (int channel = 0; channel < 3; channel++, at += 2)
        {
            ushort level = Pattern.Level16(channel, x, y, 5);
            if (bigEndian)
                BinaryPrimitives.WriteUInt16BigEndian(rows.AsSpan(at), level);
            else
                BinaryPrimitives.WriteUInt16LittleEndian(rows.AsSpan(at), level);
        }

        return rows;
    }

    // TIFF 6.0, section 6: one strip of uncompressed RGB, 16 bits a sample, behind its directory.
    private static byte[] DeepTiff()
    {
        byte[] rows = DeepRows(bigEndian: false);
        const int fields = 9, bits = 8 + 2 + fields * 12 + 4, data = bits + 6;
        using var file = new MemoryStream();
        using var writer = new BinaryWriter(file);
        writer.Write("II*\0"u8);
        writer.Write(8);
        writer.Write((ushort)fields);
        Field(256, 4, 1, Width);
        Field(257, 4, 1, Height);
        Field(258, 3, 3, bits);
        Field(259, 3, 1, 1);
        Field(262, 3, 1, 2);
        Field(273, 4, 1, data);
        Field(277, 3, 1, 3);
        Field(278, 4, 1, Height);
        Field(279, 4, 1, rows.Length);
        writer.Write(0);
        for (int i = 0; i < 3; i++) writer.Write((ushort)16);
        writer.Write(rows);
        return file.ToArray();

        void Field(ushort tag, ushort type, int count, int value)
        {
            writer.Write(tag);
            writer.Write(type);
            writer.Write(count);
            writer.Write(value);
        }
    }
}
