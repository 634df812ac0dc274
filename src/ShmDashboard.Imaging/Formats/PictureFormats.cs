using ShmDashboard.Imaging.Formats.Avif;
using ShmDashboard.Imaging.Formats.Bmp;
using ShmDashboard.Imaging.Formats.Gif;
using ShmDashboard.Imaging.Formats.Jpeg;
using ShmDashboard.Imaging.Formats.Png;
using ShmDashboard.Imaging.Formats.Pnm;
using ShmDashboard.Imaging.Formats.Tga;
using ShmDashboard.Imaging.Formats.Tiff;
using ShmDashboard.Imaging.Formats.WebP;

namespace ShmDashboard.Imaging.Formats;

/// <summary>
/// The one table of the picture formats that are known here. To add one, give it a folder with a
/// <see cref="PictureFormat"/> of its own, and a line here.
/// </summary>
public static class PictureFormats
{
    /// <summary>Portable Network Graphics: what Qt's stream carries, and the only one with checksums.</summary>
    public static PictureFormat Png { get; } = new PngFormat();

    /// <summary>JPEG.</summary>
    public static PictureFormat Jpeg { get; } = new JpegFormat();

    /// <summary>WebP.</summary>
    public static PictureFormat WebP { get; } = new WebPFormat();

    /// <summary>TIFF.</summary>
    public static PictureFormat Tiff { get; } = new TiffFormat();

    /// <summary>All of them, in the order in which they are tried: long signatures first, TGA, which has none, last.
    /// </summary>
    public static IReadOnlyList<PictureFormat> All { get; } =
    [
        Png,
        Jpeg,
        new GifFormat(),
        WebP,
        new AvifFormat(),
        new BmpFormat(),
        Tiff,
        new PnmFormat(),
        new TgaFormat(),
    ];

    /// <summary>Their names in one list, the same in every language: "PNG, JPEG, GIF ...".</summary>
    public static string Names { get; } = string.Join(", ", All);

    /// <summary>The format of this word, media type or file ending, whatever its case; null when it is not known.</summary>
    public static PictureFormat? Find(string? word) => All.FirstOrDefault(format =>
        string.Equals(format.Id, word, StringComparison.OrdinalIgnoreCase)
        || string.Equals(format.MediaType, word, StringComparison.OrdinalIgnoreCase)
        || format.Extensions.Contains(word, StringComparer.OrdinalIgnoreCase));

    /// <summary>Which format starts at the probe's start; null when none does.</summary>
    internal static PictureFormat? Match(in PictureProbe probe)
    {
        foreach (var format in All)
            if (format.IsMatch(probe))
                return format;
        return null;
    }
}
