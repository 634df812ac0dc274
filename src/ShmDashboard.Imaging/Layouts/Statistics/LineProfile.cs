namespace ShmDashboard.Imaging.Layouts.Statistics;

/// <summary>The true values of the pixels that a line goes through.</summary>
public static class LineProfile
{
    /// <summary>Reads them: one array a channel. Steps outside the picture are no number.</summary>
    /// <param name="copy">The bytes from the start of the segment.</param>
    /// <param name="layout">Where the pixels are.</param>
    /// <param name="line">From where to where.</param>
    /// <exception cref="ArgumentException">The layout does not fit the bytes.</exception>
    public static double[][] Of(ReadOnlySpan<byte> copy, PixelLayout layout, PixelLine line)
    {
        ArgumentNullException.ThrowIfNull(layout);
        var frame = layout.Over(copy);
        int count = Math.Min(line.Count, layout.ShownWidth + layout.ShownHeight);
        double[][] profile = [.. layout.Format.Channels.Select(_ => new double[count])];
        double[] pixel = new double[profile.Length];
        for (int step = 0; step < count; step++)
        {
            var (x, y) = line.At(step);
            bool isInside = x >= 0 && y >= 0 && x < layout.ShownWidth && y < layout.ShownHeight;
            if (isInside)
            {
                var at = layout.Stored(new(x, y, 1, 1));
                layout.Format.ReadValues(frame, at.Y, at.X, 1, pixel);
            }

            for (int channel = 0; channel < profile.Length; channel++)
                profile[channel][step] = isInside ? pixel[channel] : double.NaN;
        }

        return profile;
    }
}
