using System.Collections.Immutable;
using ShmDashboard.Imaging.Layouts.PixelFormats;

namespace ShmDashboard.Imaging.Layouts.Finding;

/// <summary>A pixel format that would explain rows.</summary>
/// <param name="Format">The format.</param>
/// <param name="Weight">How well, 0 to 1.</param>
/// <param name="Reasons">What speaks for it.</param>
/// <param name="Range">Where its values lie, if the format does not say.</param>
internal readonly record struct FormatGuess(RawFormat Format, double Weight, ImmutableArray<LayoutReason> Reasons, ValueRange? Range = null)
{
    public static FormatGuess Of(string name, double weight, params ReadOnlySpan<LayoutReason> reasons) =>
        new(RawFormats.Named(name), weight, [.. reasons]);
}
