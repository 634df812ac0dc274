using System.Globalization;
using Microsoft.AspNetCore.WebUtilities;
using ShmDashboard.Imaging.Layouts.PixelFormats;
using ShmDashboard.Imaging.Layouts.Writing;
using ShmDashboard.Wording;

namespace ShmDashboard.Web.Pictures;

/// <summary>In which layout a picture is to be written, as queries have it. Immutable.</summary>
/// <param name="Layout">A known layout's word, or a place as <see cref="Imaging.Layouts.Documents.LayoutText"/>; null for the segment's own.</param>
/// <param name="Width">Pixels in a row of a new segment's picture as it is shown; null for those of the picture.</param>
/// <param name="Height">Its rows.</param>
/// <param name="Format">Its pixel format, where the layout leaves a choice.</param>
/// <param name="Fitting">How the picture comes into a frame of another shape.</param>
public sealed record FrameChoice(string? Layout, int? Width = null, int? Height = null, RawFormat? Format = null, PictureFitting Fitting = PictureFitting.Inside)
{
    /// <summary>The word for it among the payloads.</summary>
    public const string Payload = "layout";

    /// <summary>As a query, beginning with <c>?payload=layout</c>.</summary>
    public string Query => QueryHelpers.AddQueryString("", new Dictionary<string, string?>
    {
        ["payload"] = Payload,
        ["layout"] = Layout,
        ["width"] = Width?.ToString(CultureInfo.InvariantCulture),
        ["height"] = Height?.ToString(CultureInfo.InvariantCulture),
        ["format"] = Format?.Name,
        ["fit"] = Fitting == PictureFitting.Inside ? null : WordOf(Fitting),
    }.Where(part => part.Value is not null));

    /// <summary>Reads it; null with the reason where something of it cannot be.</summary>
    public static FrameChoice? Read(string? layout, int? width, int? height, string? format, string? fit, out Sentence? problem)
    {
        RawFormat? pixels = null;
        var fitting = PictureFitting.Inside;
        problem = width is <= 0 || height is <= 0 ? Sentence.Of($"Cannot write a frame of {width} x {height} pixels: expected 1 or more for each.")
            : !string.IsNullOrEmpty(format) && !RawFormats.TryFind(format, out pixels)
                ? Sentence.Of($"Cannot write a frame as '{format}': expected a pixel format, such as gray, bgr24, rgba or nv12.")
            : !string.IsNullOrEmpty(fit) && !(Enum.TryParse(fit, ignoreCase: true, out fitting) && Enum.IsDefined(fitting) && !char.IsAsciiDigit(fit[0]))
                ? Sentence.Of($"Cannot fit a picture with fit={fit}: expected {string.Join(", ", Enum.GetValues<PictureFitting>().Select(WordOf))}.")
            : null;
        return problem is null ? new(string.IsNullOrEmpty(layout) ? null : layout, width, height, pixels, fitting) : null;
    }

    private static string WordOf(PictureFitting fitting) => fitting.ToString().ToLowerInvariant();
}
