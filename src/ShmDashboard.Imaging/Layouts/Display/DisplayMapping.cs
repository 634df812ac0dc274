namespace ShmDashboard.Imaging.Layouts.Display;

/// <summary>How true values become what a screen shows. Immutable.</summary>
public sealed record DisplayMapping
{
    /// <summary>The value shown black, or as a colour map's first colour.</summary>
    public required double Low { get; init; }

    /// <summary>The value shown white, or as a colour map's last colour.</summary>
    public required double High { get; init; }

    /// <summary>Exponent over the shown share of brightness, above 0; 1 changes nothing, less makes the dark lighter.</summary>
    public double Gamma { get; init; } = 1;

    /// <summary>Whether the logarithm of what is above <see cref="Low"/> is shown.</summary>
    public bool Logarithmic { get; init; }

    /// <summary>Colours for grey pictures, and for a single channel.</summary>
    public ColourMap Colours { get; init; } = ColourMap.Grey;

    /// <summary>The one channel that is shown; null for all.</summary>
    public int? Channel { get; init; }

    /// <summary>Whether values at or beyond the ends of the range, and those that are no number, are marked with colours.</summary>
    public bool MarkExtremes { get; init; }

    /// <summary>Brightness of a value, 0 to 1; no number stays none.</summary>
    public double Share(double value)
    {
        double range = High - Low;
        if (double.IsNaN(value))
            return value;
        double share = range == 0 || !double.IsFinite(range) ? (value >= High ? 1 : 0) : Math.Clamp((value - Low) / range, 0, 1);
        // Over three decades, as an eye sees them at once.
        if (Logarithmic)
            share = Math.Log10(1 + (999 * share)) / 3;
        return Gamma == 1 ? share : Math.Pow(share, Gamma);
    }
}
