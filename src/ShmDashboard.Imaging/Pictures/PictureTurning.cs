using System.Numerics;
using System.Runtime.InteropServices;

namespace ShmDashboard.Imaging.Pictures;

/// <summary>Turns pictures by quarters: their pixels, and where something is in them. Stateless and safe for all threads.</summary>
public static class PictureTurning
{
    // A tile of pixels of 8 bytes and what becomes of it lie in the processor's first cache.
    private const int Tile = 32;

    /// <summary>Whether it is one of the four.</summary>
    public static bool IsKnown(this PictureRotation rotation) =>
        rotation is PictureRotation.None or PictureRotation.Clockwise90 or PictureRotation.Clockwise180 or PictureRotation.Clockwise270;

    /// <summary>Whether rows become columns.</summary>
    public static bool SwapsSides(this PictureRotation rotation) => rotation is PictureRotation.Clockwise90 or PictureRotation.Clockwise270;

    /// <summary>What turns a picture back.</summary>
    public static PictureRotation Back(this PictureRotation rotation) => (PictureRotation)((360 - (int)rotation) % 360);

    /// <summary>How large a picture is once it is turned.</summary>
    public static (T Width, T Height) Size<T>(this PictureRotation rotation, T width, T height) =>
        rotation.SwapsSides() ? (height, width) : (width, height);

    /// <summary>Where a part of a turned picture is in the picture before it was turned.</summary>
    /// <param name="rotation">How it was turned.</param>
    /// <param name="width">How wide the turned picture is.</param>
    /// <param name="height">How high it is.</param>
    /// <param name="part">The part of it: its upper left corner and its size; of one pixel 1 x 1.</param>
    public static (T X, T Y, T Width, T Height) Before<T>(this PictureRotation rotation, T width, T height, (T X, T Y, T Width, T Height) part)
        where T : INumber<T> => rotation switch
        {
            PictureRotation.Clockwise90 => (part.Y, width - part.X - part.Width, part.Height, part.Width),
            PictureRotation.Clockwise180 => (width - part.X - part.Width, height - part.Y - part.Height, part.Width, part.Height),
            PictureRotation.Clockwise270 => (height - part.Y - part.Height, part.X, part.Height, part.Width),
            _ => part,
        };

    /// <summary>Turns pixels.</summary>
    /// <param name="rotation">How far.</param>
    /// <param name="pixels">Row after row, without padding.</param>
    /// <param name="width">Pixels in a row of them.</param>
    /// <param name="height">Rows of them.</param>
    /// <param name="pixelBytes">Bytes of a pixel.</param>
    /// <param name="turned">Room for as many, which does not overlap with them.</param>
    public static void Turn(this PictureRotation rotation, ReadOnlySpan<byte> pixels, int width, int height, int pixelBytes, Span<byte> turned)
    {
        int length = checked(width * height * pixelBytes);
        pixels = pixels[..length];
        turned = turned[..length];
        switch (pixelBytes)
        {
            case 1:
                Turn(rotation, pixels, width, height, turned);
                break;
            case 2:
                Turn<ushort>(rotation, pixels, width, height, turned);
                break;
            case 3:
                Turn<ThreeBytes>(rotation, pixels, width, height, turned);
                break;
            case 4:
                Turn<uint>(rotation, pixels, width, height, turned);
                break;
            case 8:
                Turn<ulong>(rotation, pixels, width, height, turned);
                break;
            default:
                TurnAny(rotation, pixels, width, height, pixelBytes, turned);
                break;
        }
    }

    /// <summary>Turns a picture; the same where there is nothing to turn.</summary>
    public static PixelBuffer Turn(this PictureRotation rotation, PixelBuffer picture)
    {
        ArgumentNullException.ThrowIfNull(picture);
        if (rotation == PictureRotation.None)
            return picture;
        var (width, height) = rotation.Size(picture.Width, picture.Height);
        int pixelBytes = picture.Format.BytesPerPixel();
        ReadOnlySpan<byte> pixels = picture.Pixels.Span;
        if (picture.RowStrideBytes != picture.Width * pixelBytes)
        {
            var dense = PixelBuffer.Allocate(picture.Width, picture.Height, picture.Format);
            for (int y = 0; y < picture.Height; y++)
                picture.Row(y).CopyTo(dense.Row(y));
            pixels = dense.Pixels.Span;
        }

        var turned = PixelBuffer.Allocate(width, height, picture.Format);
        rotation.Turn(pixels, picture.Width, picture.Height, pixelBytes, turned.Pixels.Span);
        return turned;
    }

    private static void Turn<T>(PictureRotation rotation, ReadOnlySpan<byte> pixels, int width, int height, Span<byte> turned)
        where T : unmanaged => Turn(rotation, MemoryMarshal.Cast<byte, T>(pixels), width, height, MemoryMarshal.Cast<byte, T>(turned));

    private static void Turn<T>(PictureRotation rotation, ReadOnlySpan<T> pixels, int width, int height, Span<T> turned)
    {
        if (!rotation.SwapsSides())
        {
            pixels.CopyTo(turned);
            if (rotation == PictureRotation.Clockwise180)
                turned.Reverse();
            return;
        }

        bool clockwise = rotation == PictureRotation.Clockwise90;
        for (int top = 0; top < height; top += Tile)
        {
            int bottom = Math.Min(height, top + Tile);
            for (int left = 0; left < width; left += Tile)
            {
                int right = Math.Min(width, left + Tile);
                for (int x = left; x < right; x++)
                {
                    // A column becomes a row, from its lower end on where it is turned clockwise.
                    var row = turned.Slice((clockwise ? x : width - 1 - x) * height, height);
                    for (int y = top, from = (top * width) + x; y < bottom; y++, from += width)
                        row[clockwise ? height - 1 - y : y] = pixels[from];
                }
            }
        }
    }

    private static void TurnAny(PictureRotation rotation, ReadOnlySpan<byte> pixels, int width, int height, int pixelBytes, Span<byte> turned)
    {
        var (newWidth, newHeight) = rotation.Size(width, height);
        for (int y = 0, at = 0; y < newHeight; y++)
        {
            for (int x = 0; x < newWidth; x++, at += pixelBytes)
            {
                var from = rotation.Before(newWidth, newHeight, (x, y, 1, 1));
                pixels.Slice(((from.Y * width) + from.X) * pixelBytes, pixelBytes).CopyTo(turned[at..]);
            }
        }
    }

    [StructLayout(LayoutKind.Sequential, Pack = 1, Size = 3)]
    private readonly struct ThreeBytes
    {
    }
}
