using System.Buffers;
using ShmDashboard.Imaging.Layouts.PixelFormats;
using ShmDashboard.Imaging.Pictures;

namespace ShmDashboard.Imaging.Layouts.Display;

/// <summary>Raw pixels to RGBA of 8 bits, for a screen. Stateless and safe for all threads.</summary>
public static class LayoutRenderer
{
    private const uint Low = 0x1E64FF;
    private const uint High = 0xFF3B30;
    private const uint NoNumber = 0xFF00C8;

    /// <summary>Renders a whole picture, without padding between its rows.</summary>
    /// <param name="copy">The bytes from the start of the segment.</param>
    /// <param name="layout">Where the pixels are.</param>
    /// <param name="mapping">How values become brightness; null for <see cref="DisplayRange.Automatic"/>.</param>
    /// <exception cref="ArgumentException">The layout does not fit the bytes, or the picture not one array.</exception>
    public static byte[] ToRgba(ReadOnlySpan<byte> copy, PixelLayout layout, DisplayMapping? mapping = null)
    {
        ArgumentNullException.ThrowIfNull(layout);
        _ = layout.Over(copy);
        byte[] rgba = GC.AllocateUninitializedArray<byte>(checked(layout.Width * layout.Height * 4));
        Render(copy, layout, mapping, rgba);
        return rgba;
    }

    /// <summary>As <see cref="ToRgba"/>, into memory of the caller's.</summary>
    public static void Render(ReadOnlySpan<byte> copy, PixelLayout layout, DisplayMapping? mapping, Span<byte> rgba)
    {
        ArgumentNullException.ThrowIfNull(layout);
        var frame = layout.Over(copy);
        if (layout.Rotation != PictureRotation.None)
        {
            int length = checked(layout.Width * layout.Height * 4);
            byte[] stored = ArrayPool<byte>.Shared.Rent(length);
            Render(copy, layout.Unturned, mapping, stored);
            layout.Rotation.Turn(stored, layout.Width, layout.Height, 4, rgba);
            ArrayPool<byte>.Shared.Return(stored);
            return;
        }

        if (mapping is null && !layout.IsShownAsStored)
            mapping = DisplayRange.Automatic(copy, layout);
        int rowBytes = layout.Width * 4;
        double[] values = mapping is null ? [] : new double[layout.Width * layout.Format.Channels.Length];
        for (int y = 0; y < layout.Height; y++)
            RenderRow(frame, layout.Format, y, mapping, values, rgba.Slice(y * rowBytes, rowBytes));
    }

    /// <summary>Renders one row.</summary>
    /// <param name="frame">The pixels.</param>
    /// <param name="format">Their format.</param>
    /// <param name="y">The row, from the top.</param>
    /// <param name="mapping">How; null for the format's natural range, which it then has to have.</param>
    /// <param name="values">Room for the row's values, where there is a mapping.</param>
    /// <param name="rgba">Room for the row.</param>
    internal static void RenderRow(
        in RawFrame frame, RawFormat format, int y, DisplayMapping? mapping, double[] values, Span<byte> rgba)
    {
        if (mapping is null)
            format.Render(frame, y, rgba);
        else
            RenderMapped(frame, format, y, mapping, values, rgba);
    }

    private static void RenderMapped(
        in RawFrame frame, RawFormat format, int y, DisplayMapping mapping, double[] values, Span<byte> rgba)
    {
        int channels = format.Channels.Length;
        int? single = mapping.Channel is { } chosen ? Math.Clamp(chosen, 0, channels - 1) : format.IsGrey ? 0 : null;
        if (single is null && format is not SampleFormat)
        {
            RenderMappedColours(frame, format, y, mapping, rgba);
            return;
        }

        format.ReadValues(frame, y, 0, frame.Width, values);
        for (int x = 0; x < frame.Width; x++)
        {
            var pixel = values.AsSpan(x * channels, channels);
            uint colour = single is { } only
                ? ColourOf(pixel[only], mapping)
                : ColoursOf(pixel, ((SampleFormat)format).Places, mapping);
            Put(colour, rgba[(4 * x)..]);
        }
    }

    // Colours that are made of other values are stretched after they were made.
    private static void RenderMappedColours(in RawFrame frame, RawFormat format, int y, DisplayMapping mapping, Span<byte> rgba)
    {
        format.Render(frame, y, rgba);
        double scale = (format.NaturalRange?.High ?? 255) / 255;
        for (int i = 0; i < 4 * frame.Width; i++)
        {
            if ((i & 3) != 3)
                rgba[i] = Brightness(rgba[i] * scale, mapping);
        }
    }

    private static uint ColourOf(double value, DisplayMapping mapping)
    {
        if (mapping.MarkExtremes)
        {
            if (!double.IsFinite(value))
                return NoNumber;
            if (value >= mapping.High)
                return High;
            if (value <= mapping.Low)
                return Low;
        }

        return mapping.Colours[Brightness(value, mapping)];
    }

    private static uint ColoursOf(
        ReadOnlySpan<double> pixel, (int Red, int Green, int Blue, int Alpha) places, DisplayMapping mapping)
    {
        if (mapping.MarkExtremes && (double.IsNaN(pixel[places.Red]) || double.IsNaN(pixel[places.Green])))
            return NoNumber;
        uint blue = places.Blue < 0 ? 0 : (uint)Brightness(pixel[places.Blue], mapping);
        return ((uint)Brightness(pixel[places.Red], mapping) << 16) | ((uint)Brightness(pixel[places.Green], mapping) << 8) | blue;
    }

    private static byte Brightness(double value, DisplayMapping mapping)
    {
        double share = mapping.Share(value);
        return double.IsNaN(share) ? (byte)0 : (byte)Math.Round(share * 255);
    }

    private static void Put(uint colour, Span<byte> rgba)
    {
        rgba[0] = (byte)(colour >> 16);
        rgba[1] = (byte)(colour >> 8);
        rgba[2] = (byte)colour;
        rgba[3] = 255;
    }
}
