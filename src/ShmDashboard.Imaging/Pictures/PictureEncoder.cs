using System.Runtime.InteropServices;
using ShmDashboard.Imaging.Formats;
using SixLabors.ImageSharp;
using SixLabors.ImageSharp.PixelFormats;
using SixLabors.ImageSharp.Processing;

namespace ShmDashboard.Imaging.Pictures;

/// <summary>
/// Pixels to a picture file, smaller if wanted, by SixLabors.ImageSharp. Sixteen bits stay sixteen where the format keeps
/// them (PNG), alpha is left out where no pixel needs it. Stateless and safe for all threads.
/// </summary>
public static class PictureEncoder
{
    /// <summary>Largest picture that is encoded, in bytes of pixels: the result must fit one array.</summary>
    public const long MaxPixelBytes = 1L << 30;

    /// <summary>Formats that can be written.</summary>
    public static IReadOnlyList<PictureFormat> Formats { get; } = [.. PictureFormats.All.Where(format => format.CanEncode)];

    /// <summary>Encodes all pixels; the samples are written as they are, without gamma or profile.</summary>
    /// <param name="picture">What to encode; must not change meanwhile.</param>
    /// <param name="format">One of <see cref="Formats"/>.</param>
    /// <param name="options">Its size and quality.</param>
    /// <exception cref="ArgumentException">The format cannot be written, or the picture has more than
    /// <see cref="MaxPixelBytes"/>.</exception>
    public static byte[] Encode(PixelBuffer picture, PictureFormat format, EncodeOptions options)
    {
        ArgumentNullException.ThrowIfNull(picture);
        ArgumentNullException.ThrowIfNull(options);
        if (format is not IPictureEncoding encoding)
            throw new ArgumentException(
                $"Cannot write {format}: expected one of {string.Join(", ", Formats)}.", nameof(format));
        long pixelBytes = (long)picture.Width * picture.Height * picture.Format.BytesPerPixel();
        if (pixelBytes > MaxPixelBytes)
            throw new ArgumentException(
                $"Cannot encode {picture.Width} x {picture.Height} {picture.Format} as {format}: it has {pixelBytes} bytes " +
                $"of pixels, the limit is {MaxPixelBytes}. Scale it down.", nameof(picture));

        return picture.Format switch
        {
            PixelFormat.Rgba8 => Encode<Rgba32>(picture, encoding, options),
            PixelFormat.Rgba16 => Encode<Rgba64>(picture, encoding, options),
            PixelFormat.Rgb8 => Encode<Rgb24>(picture, encoding, options),
            PixelFormat.Grey8 => Encode<L8>(picture, encoding, options),
            _ => Encode<L16>(picture, encoding, options),
        };
    }

    private static byte[] Encode<TPixel>(PixelBuffer picture, IPictureEncoding encoding, EncodeOptions options)
        where TPixel : unmanaged, IPixel<TPixel>
    {
        bool isOpaque = IsOpaque(picture);
        using var image = Wrap<TPixel>(picture);
        if (!isOpaque && !encoding.KeepsAlpha)
            image.Mutate(context => context.BackgroundColor(Color.White));
        var (width, height) = SizeOf(picture, options);
        if ((width, height) != (image.Width, image.Height))
            image.Mutate(context => context.Resize(width, height, KnownResamplers.Triangle));

        using var file = new MemoryStream();
        image.Save(file, encoding.CreateEncoder(picture.Format, isOpaque, options));
        return file.ToArray();
    }

    /// <summary>How large the result is.</summary>
    internal static (int Width, int Height) SizeOf(PixelBuffer picture, EncodeOptions options)
    {
        long width = Math.Clamp(options.Width ?? picture.Width, 1, picture.Width);
        long height = Math.Clamp(options.Height ?? picture.Height, 1, picture.Height);
        // The side that is shortened more decides.
        return width * picture.Height <= height * picture.Width
            ? ((int)width, Part(picture.Height, width, picture.Width))
            : (Part(picture.Width, height, picture.Height), (int)height);

        static int Part(long side, long part, long whole) => (int)Math.Max(1, ((side * part) + (whole / 2)) / whole);
    }

    /// <summary>Bits of one sample that a format keeps.</summary>
    internal static int MaxBitsPerChannel(PictureFormat format) => format is IPictureEncoding encoding ? encoding.MaxBitsPerChannel : 0;

    // A copy: laying on a background works in place, and rows may have padding.
    private static Image<TPixel> Wrap<TPixel>(PixelBuffer picture)
        where TPixel : unmanaged, IPixel<TPixel>
    {
        var image = new Image<TPixel>(SharpConfiguration.For(ImageLimits.Default), picture.Width, picture.Height);
        image.ProcessPixelRows(rows =>
        {
            for (int y = 0; y < rows.Height; y++)
                picture.Row(y).CopyTo(MemoryMarshal.AsBytes(rows.GetRowSpan(y)));
        });
        return image;
    }

    private static bool IsOpaque(PixelBuffer picture)
    {
        if (picture.Format is not (PixelFormat.Rgba8 or PixelFormat.Rgba16))
            return true;
        for (int y = 0; y < picture.Height; y++)
        {
            var row = picture.Row(y);
            if (picture.Format == PixelFormat.Rgba8 ? !IsOpaque(row) : !IsDeepOpaque(row))
                return false;
        }

        return true;
    }

    private static bool IsOpaque(ReadOnlySpan<byte> row)
    {
        for (int i = 3; i < row.Length; i += 4)
            if (row[i] != byte.MaxValue)
                return false;
        return true;
    }

    private static bool IsDeepOpaque(ReadOnlySpan<byte> row)
    {
        var samples = MemoryMarshal.Cast<byte, ushort>(row);
        for (int i = 3; i < samples.Length; i += 4)
            if (samples[i] != ushort.MaxValue)
                return false;
        return true;
    }
}
