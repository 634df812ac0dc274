namespace ShmDashboard.Imaging.Layouts;

/// <summary>The values of pixels as their producer wrote them: all channels, in their own depth.</summary>
public static class TrueValues
{
    /// <summary>Copies a region's values: row after row, pixel after pixel, channel after channel.</summary>
    /// <param name="copy">The bytes from the start of the segment.</param>
    /// <param name="layout">Where the pixels are.</param>
    /// <param name="region">Which, all of them within the picture.</param>
    /// <exception cref="ArgumentException">The layout does not fit the bytes, or the region not the picture.</exception>
    public static double[] Read(ReadOnlySpan<byte> copy, PixelLayout layout, PixelRegion region)
    {
        ArgumentNullException.ThrowIfNull(layout);
        if (region.Within(layout.Width, layout.Height) != region)
            throw new ArgumentException($"{region} is not within {layout.Width} x {layout.Height} pixels.", nameof(region));
        var frame = layout.Over(copy);
        int row = region.Width * layout.Format.Channels.Length;
        double[] values = new double[checked(row * region.Height)];
        for (int y = 0; y < region.Height; y++)
            layout.Format.ReadValues(frame, region.Y + y, region.X, region.Width, values.AsSpan(y * row, row));
        return values;
    }
}
