using System.Runtime.InteropServices;
using ShmDashboard.Imaging.Layouts.PixelFormats;
using ShmDashboard.Imaging.Pictures;

namespace ShmDashboard.Imaging.Layouts.Display;

/// <summary>
/// Raw pixels as a picture for a file: grey stays grey, and 16 bits stay 16. Samples of 10, 12 or 14 bits are spread over 16,
/// so that most stays most, and those of a layout that tells their range or scale likewise; floating-point ones, and whatever a mapping
/// was chosen for, are mapped to 8.
/// </summary>
public static class LayoutPicture
{
    /// <summary>Makes the picture.</summary>
    /// <param name="copy">The bytes from the start of the segment.</param>
    /// <param name="layout">Where the pixels are.</param>
    /// <param name="mapping">How values become brightness; null for the layout's or the format's own range.</param>
    /// <exception cref="ArgumentException">The layout does not fit the bytes, or the picture not one array.</exception>
    public static PixelBuffer Make(ReadOnlySpan<byte> copy, PixelLayout layout, DisplayMapping? mapping = null)
    {
        ArgumentNullException.ThrowIfNull(layout);
        var frame = layout.Over(copy);
        if (layout.Rotation != PictureRotation.None)
            return layout.Rotation.Turn(Make(copy, layout.Unturned, mapping));
        bool isTold = layout.Range is not null || !layout.Scale.IsNone;
        if (mapping is null && (layout.Format is SampleFormat { Type: SampleType.U16 } || (isTold && layout.Format is SampleFormat { Type: SampleType.S16 })))
            return MakeDeep(frame, (SampleFormat)layout.Format, isTold ? DisplayRange.Automatic(copy, layout) : null);
        byte[] rgba = LayoutRenderer.ToRgba(copy, layout, mapping);
        bool colours = mapping is { Colours: var map } && map != ColourMap.Grey || mapping?.MarkExtremes == true;
        if (layout.Format.IsGrey && !colours && layout.Format is not SampleFormat { HasAlpha: true })
            return Narrow(rgba, layout, PixelFormat.Grey8);
        return layout.Format is SampleFormat { HasAlpha: true } && mapping is null
            ? new PixelBuffer(layout.Width, layout.Height, PixelFormat.Rgba8, layout.Width * 4, rgba)
            : Narrow(rgba, layout, PixelFormat.Rgb8);
    }

    private static PixelBuffer Narrow(byte[] rgba, PixelLayout layout, PixelFormat format)
    {
        var picture = PixelBuffer.Allocate(layout.Width, layout.Height, format);
        int channels = format == PixelFormat.Grey8 ? 1 : 3;
        var target = picture.Pixels.Span;
        for (int from = 0, to = 0; from < rgba.Length; from += 4, to += channels)
            rgba.AsSpan(from, channels).CopyTo(target[to..]);
        return picture;
    }

    private static PixelBuffer MakeDeep(in RawFrame frame, SampleFormat format, DisplayMapping? range)
    {
        bool isGrey = format.Channels.Length == 1;
        var picture = PixelBuffer.Allocate(frame.Width, frame.Height, isGrey ? PixelFormat.Grey16 : PixelFormat.Rgba16);
        int channels = format.Channels.Length;
        double[] values = new double[frame.Width * channels];
        var (red, green, blue, alpha) = format.Places;
        for (int y = 0; y < frame.Height; y++)
        {
            format.ReadValues(frame, y, 0, frame.Width, values);
            var row = MemoryMarshal.Cast<byte, ushort>(picture.Row(y));
            for (int x = 0; x < frame.Width; x++)
            {
                var pixel = values.AsSpan(x * channels, channels);
                if (isGrey)
                {
                    row[x] = Deep(pixel[0]);
                    continue;
                }

                row[4 * x] = Deep(pixel[red]);
                row[(4 * x) + 1] = Deep(pixel[green]);
                row[(4 * x) + 2] = blue < 0 ? (ushort)0 : Deep(pixel[blue]);
                row[(4 * x) + 3] = alpha < 0 ? ushort.MaxValue : Deep(pixel[alpha]);
            }
        }

        return picture;

        ushort Deep(double value) => range is null ? Spread(value, format.BitsPerSample) : (ushort)Math.Round(range.Share(value) * ushort.MaxValue);
    }

    private static ushort Spread(double value, int bits)
    {
        int held = (int)Math.Min(value, (1 << bits) - 1);
        return (ushort)((held << (16 - bits)) | (held >> ((2 * bits) - 16)));
    }
}
