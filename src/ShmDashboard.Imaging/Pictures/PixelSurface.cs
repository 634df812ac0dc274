using System.Runtime.InteropServices;
using ShmDashboard.Imaging.Layouts;
using ShmDashboard.Imaging.Layouts.PixelFormats;
using ShmDashboard.Imaging.Payloads;

namespace ShmDashboard.Imaging.Pictures;

/// <summary>
/// Pixels of which values are read: where they lie in which bytes. Raw pixels are theirs in the copy of the segment, those of
/// picture files in what was decoded. Immutable.
/// </summary>
/// <param name="Bytes">What <paramref name="Layout"/> counts in.</param>
/// <param name="Layout">Where the pixels are; checked against the bytes.</param>
public sealed record PixelSurface(ReadOnlyMemory<byte> Bytes, PixelLayout Layout)
{
    /// <summary>
    /// The pixels of a picture file that was decoded, with the channels that the file has: decoders make red, green, blue and alpha of
    /// what has fewer.
    /// </summary>
    /// <param name="pixels">What was decoded; belongs to the surface from now on.</param>
    /// <param name="payload">What it was decoded from.</param>
    public static PixelSurface Of(PixelBuffer pixels, PayloadDescription payload)
    {
        ArgumentNullException.ThrowIfNull(pixels);
        ArgumentNullException.ThrowIfNull(payload);
        int[] taken = pixels.Format is not (PixelFormat.Rgba8 or PixelFormat.Rgba16) ? [] : payload.Channels switch
        {
            "grey" when IsOpaque(pixels) => [0],
            "grey + alpha" => [0, 3],
            "RGB" when IsOpaque(pixels) => [0, 1, 2],
            _ => [],
        };
        string end = pixels.Format.BitsPerChannel() == 8 ? "" : BitConverter.IsLittleEndian ? "le" : "be";
        return taken.Length > 0
            ? Taken(pixels, taken, (taken.Length, end) switch { (1, "") => "gray", (2, "") => "ya8", (3, "") => "rgb24", (1, _) => "gray16", (2, _) => "ya16", _ => "rgb48" } + end)
            : Over(pixels.Pixels, pixels, pixels.RowStrideBytes, pixels.Format switch
            {
                PixelFormat.Rgba8 => "rgba", PixelFormat.Rgb8 => "rgb24", PixelFormat.Grey8 => "gray", PixelFormat.Rgba16 => "rgba64", _ => "gray16",
            } + end);
    }

    private static PixelSurface Taken(PixelBuffer pixels, int[] channels, string format)
    {
        int size = pixels.Format.BitsPerChannel() / 8, row = pixels.Width * channels.Length * size;
        byte[] bytes = GC.AllocateUninitializedArray<byte>(checked(row * pixels.Height));
        for (int y = 0; y < pixels.Height; y++)
        {
            var from = pixels.Row(y);
            var to = bytes.AsSpan(y * row, row);
            for (int x = 0, at = 0; x < pixels.Width; x++)
            {
                foreach (int channel in channels)
                {
                    for (int part = 0; part < size; part++, at++)
                        to[at] = from[(((4 * x) + channel) * size) + part];
                }
            }
        }

        return Over(bytes, pixels, row, format);
    }

    private static PixelSurface Over(ReadOnlyMemory<byte> bytes, PixelBuffer pixels, int stride, string format) => new(bytes, new PixelLayout
    {
        Offset = 0, Width = pixels.Width, Height = pixels.Height, StrideBytes = stride, Format = RawFormats.Named(format),
    });

    private static bool IsOpaque(PixelBuffer pixels)
    {
        for (int y = 0; y < pixels.Height; y++)
        {
            var row = pixels.Row(y);
            if (pixels.Format == PixelFormat.Rgba8)
            {
                foreach (uint pixel in MemoryMarshal.Cast<byte, uint>(row))
                {
                    if ((BitConverter.IsLittleEndian ? pixel >> 24 : pixel & 255) != 255)
                        return false;
                }
            }
            else
            {
                var samples = MemoryMarshal.Cast<byte, ushort>(row);
                for (int i = 3; i < samples.Length; i += 4)
                {
                    if (samples[i] != ushort.MaxValue)
                        return false;
                }
            }
        }

        return true;
    }
}
