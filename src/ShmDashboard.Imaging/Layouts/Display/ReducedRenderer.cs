using System.Buffers;
using ShmDashboard.Imaging.Layouts.PixelFormats;
using ShmDashboard.Imaging.Pictures;

namespace ShmDashboard.Imaging.Layouts.Display;

/// <summary>
/// Raw pixels to RGBA of the size in which they are shown, in one go: each row is rendered, added up and forgotten while it is
/// still in the processor's cache, so that no picture of full size is ever written. Stateless and safe for all threads.
/// </summary>
public static class ReducedRenderer
{
    /// <summary>The largest size with whole pixels of the same shape that fits a bound; never larger than the picture.</summary>
    public static (int Width, int Height) Fit(int width, int height, int maxWidth, int maxHeight)
    {
        double scale = Math.Min(1, Math.Min((double)maxWidth / width, (double)maxHeight / height));
        return (Math.Max(1, (int)Math.Round(width * scale)), Math.Max(1, (int)Math.Round(height * scale)));
    }

    /// <summary>Renders a part of a picture.</summary>
    /// <param name="copy">The bytes from the start of the segment.</param>
    /// <param name="layout">Where the pixels are.</param>
    /// <param name="mapping">As <see cref="LayoutRenderer.ToRgba"/>.</param>
    /// <param name="region">Which part, all of it within the picture.</param>
    /// <param name="width">Pixels of a row of the result, 1 to those of the region.</param>
    /// <param name="height">Rows of the result, 1 to those of the region.</param>
    /// <param name="rgba">Room for the result, without padding between rows.</param>
    /// <exception cref="ArgumentException">The layout does not fit the bytes, or the region not the picture.</exception>
    public static void Render(
        ReadOnlySpan<byte> copy, PixelLayout layout, DisplayMapping? mapping, PixelRegion region, int width, int height, Memory<byte> rgba)
    {
        ArgumentNullException.ThrowIfNull(layout);
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(width, region.Width);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(height, region.Height);
        if (region.Within(layout.ShownWidth, layout.ShownHeight) != region)
            throw new ArgumentException($"{region} is not within {layout.ShownWidth} x {layout.ShownHeight} pixels.", nameof(region));

        var frame = layout.Over(copy);
        if (mapping is null && RowReduction.Serves(layout, region, width, height))
        {
            using var rows = new RowReduction(layout, region, width, height, rgba);
            rows.Add(0, layout.Height, copy[(int)layout.Offset..], checked((int)layout.StrideBytes));
            return;
        }

        if (layout.Rotation != PictureRotation.None)
        {
            RenderTurned(copy, layout, mapping, region, width, height, rgba.Span);
            return;
        }

        if (mapping is null && !layout.IsShownAsStored)
            mapping = DisplayRange.Automatic(copy, layout);
        RenderUpright(frame, layout, mapping, region, width, height, rgba.Span);
    }

    private static void RenderUpright(
        in RawFrame frame, PixelLayout layout, DisplayMapping? mapping, PixelRegion region, int width, int height, Span<byte> rgba)
    {
        byte[] rented = ArrayPool<byte>.Shared.Rent(layout.Width * 4);
        try
        {
            var rows = new RenderedRows(frame, layout, mapping, region, rented.AsSpan(0, layout.Width * 4));
            using var sums = new AreaSums(region.Width, rows.Places, rows.Channels, width);
            for (int y = 0; y < height; y++)
            {
                var target = rgba.Slice(y * width * 4, width * 4);
                int top = (int)((long)y * region.Height / height), bottom = (int)((y + 1L) * region.Height / height);
                if (bottom - top == 1 && width == region.Width)
                    rows.Render(top).CopyTo(target);
                else
                    Average(rows, top, bottom, sums, target);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(rented);
        }
    }

    private static void Average(in RenderedRows rows, int top, int bottom, AreaSums sums, Span<byte> target)
    {
        // Of more rows than the sums hold, so many are taken at even distances.
        int step = ((bottom - top - 1) / AreaSums.MostRows) + 1, count = 0;
        for (int from = top; from < bottom; from += step, count++)
        {
            var part = rows.Read(from);
            if (count == 0)
                sums.Take(part);
            else
                sums.Add(part);
        }

        sums.Average(count, target);
    }

    // What is turned is as small as what is shown.
    private static void RenderTurned(
        ReadOnlySpan<byte> copy, PixelLayout layout, DisplayMapping? mapping, PixelRegion region, int width, int height, Span<byte> rgba)
    {
        var (storedWidth, storedHeight) = layout.Rotation.Size(width, height);
        byte[] stored = ArrayPool<byte>.Shared.Rent(checked(width * height * 4));
        Render(copy, layout.Unturned, mapping, layout.Stored(region), storedWidth, storedHeight, stored);
        layout.Rotation.Turn(stored, storedWidth, storedHeight, 4, rgba);
        ArrayPool<byte>.Shared.Return(stored);
    }
}
