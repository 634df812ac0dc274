using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace ShmDashboard.Imaging.Layouts.PixelFormats;

/// <summary>The commonest rows, 8 bits a channel, to RGBA: 16 bytes at a time where the machine can.</summary>
internal static class BytePixels
{
    private static readonly Vector128<byte> s_opaque = Vector128.Create(0xFF000000u).AsByte();

    /// <summary>Grey to RGBA.</summary>
    public static void Grey(ReadOnlySpan<byte> row, Span<byte> rgba)
    {
        int i = 0;
        if (Vector128.IsHardwareAccelerated)
        {
            for (; i + 16 <= row.Length; i += 16)
            {
                var pixels = Vector128.Create(row.Slice(i, 16));
                for (byte part = 0; part < 4; part++)
                {
                    var spread = Vector128.Create((byte)0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3)
                        + Vector128.Create((byte)(4 * part));
                    (Vector128.Shuffle(pixels, spread) | s_opaque).CopyTo(rgba.Slice((4 * i) + (16 * part), 16));
                }
            }
        }

        var target = MemoryMarshal.Cast<byte, uint>(rgba);
        for (; i < row.Length; i++)
            target[i] = 0xFF000000u | (row[i] * 0x010101u);
    }

    /// <summary>Three channels, red first or last, to RGBA.</summary>
    public static void Three(ReadOnlySpan<byte> row, Span<byte> rgba, bool redFirst)
    {
        int pixels = row.Length / 3;
        int i = 0;
        if (Vector128.IsHardwareAccelerated)
        {
            var order = redFirst
                ? Vector128.Create((byte)0, 1, 2, 255, 3, 4, 5, 255, 6, 7, 8, 255, 9, 10, 11, 255)
                : Vector128.Create((byte)2, 1, 0, 255, 5, 4, 3, 255, 8, 7, 6, 255, 11, 10, 9, 255);
            // Sixteen bytes are read for the twelve of four pixels.
            for (; (3 * i) + 16 <= row.Length; i += 4)
                (Vector128.Shuffle(Vector128.Create(row.Slice(3 * i, 16)), order) | s_opaque).CopyTo(rgba.Slice(4 * i, 16));
        }

        for (; i < pixels; i++)
        {
            rgba[4 * i] = row[(3 * i) + (redFirst ? 0 : 2)];
            rgba[(4 * i) + 1] = row[(3 * i) + 1];
            rgba[(4 * i) + 2] = row[(3 * i) + (redFirst ? 2 : 0)];
            rgba[(4 * i) + 3] = 255;
        }
    }

    /// <summary>Four channels in any order to RGBA; without alpha, opaque.</summary>
    public static void Four(ReadOnlySpan<byte> row, Span<byte> rgba, int red, int green, int blue, int alpha)
    {
        int pixels = row.Length / 4;
        int i = 0;
        if (Vector128.IsHardwareAccelerated)
        {
            Span<byte> places = stackalloc byte[16];
            for (int p = 0; p < 4; p++)
            {
                places[4 * p] = (byte)((4 * p) + red);
                places[(4 * p) + 1] = (byte)((4 * p) + green);
                places[(4 * p) + 2] = (byte)((4 * p) + blue);
                places[(4 * p) + 3] = (byte)(alpha < 0 ? 255 : (4 * p) + alpha);
            }

            var order = Vector128.Create(places);
            var fill = alpha < 0 ? s_opaque : Vector128<byte>.Zero;
            for (; i + 4 <= pixels; i += 4)
                (Vector128.Shuffle(Vector128.Create(row.Slice(4 * i, 16)), order) | fill).CopyTo(rgba.Slice(4 * i, 16));
        }

        for (; i < pixels; i++)
        {
            var pixel = row.Slice(4 * i, 4);
            rgba[4 * i] = pixel[red];
            rgba[(4 * i) + 1] = pixel[green];
            rgba[(4 * i) + 2] = pixel[blue];
            rgba[(4 * i) + 3] = alpha < 0 ? (byte)255 : pixel[alpha];
        }
    }
}
