using System.Runtime.InteropServices;
using ShmDashboard.Imaging.Pictures;

namespace ShmDashboard.Imaging.Layouts;

/// <summary>The values of pixels as their producer wrote them: all channels, in their own depth.</summary>
public static class TrueValues
{
    /// <summary>Copies a region's values as the picture is shown: row after row, pixel after pixel, channel after channel.</summary>
    /// <param name="copy">The bytes from the start of the segment.</param>
    /// <param name="layout">Where the pixels are.</param>
    /// <param name="region">Which, all of them within the picture.</param>
    /// <exception cref="ArgumentException">The layout does not fit the bytes, or the region not the picture.</exception>
    public static double[] Read(ReadOnlySpan<byte> copy, PixelLayout layout, PixelRegion region)
    {
        ArgumentNullException.ThrowIfNull(layout);
        if (region.Within(layout.ShownWidth, layout.ShownHeight) != region)
            throw new ArgumentException($"{region} is not within {layout.ShownWidth} x {layout.ShownHeight} pixels.", nameof(region));
        var frame = layout.Over(copy);
        var part = layout.Stored(region);
        int channels = layout.Format.Channels.Length, row = part.Width * channels;
        double[] values = new double[checked(row * part.Height)];
        for (int y = 0; y < part.Height; y++)
            layout.Format.ReadValues(frame, part.Y + y, part.X, part.Width, values.AsSpan(y * row, row));
        if (layout.Rotation == PictureRotation.None)
            return values;
        double[] turned = new double[values.Length];
        layout.Rotation.Turn(
            MemoryMarshal.AsBytes(values.AsSpan()), part.Width, part.Height, channels * sizeof(double), MemoryMarshal.AsBytes(turned.AsSpan()));
        return turned;
    }
}
