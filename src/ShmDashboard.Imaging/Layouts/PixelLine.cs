namespace ShmDashboard.Imaging.Layouts;

/// <summary>A line over a picture, from pixel to pixel, both of them included.</summary>
public readonly record struct PixelLine(int X1, int Y1, int X2, int Y2)
{
    /// <summary>How many pixels it goes through: one each step of its longer side.</summary>
    public int Count => (int)Math.Min(int.MaxValue, Math.Max(Math.Abs((long)X2 - X1), Math.Abs((long)Y2 - Y1)) + 1);

    /// <summary>The pixel nearest to a step.</summary>
    /// <param name="step">From 0 to below <see cref="Count"/>.</param>
    public (int X, int Y) At(int step)
    {
        double share = Count > 1 ? step / (double)(Count - 1) : 0;
        return ((int)Math.Round(X1 + (((double)X2 - X1) * share)), (int)Math.Round(Y1 + (((double)Y2 - Y1) * share)));
    }
}
