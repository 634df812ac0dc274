using System.Text.Json.Serialization;
using ShmDashboard.Imaging.Layouts;
using ShmDashboard.Monitoring.Frames;

namespace ShmDashboard.Web.Streaming;

/// <summary>A picture that a page shows, as its worker asks for it.</summary>
/// <param name="Key">The page's number for it.</param>
/// <param name="Id">The segment.</param>
/// <param name="Width">How wide it is shown, in device pixels; raw pixels are reduced to that. 0: not at all.</param>
/// <param name="Height">How high it is shown, in device pixels.</param>
/// <param name="InFlight">How many of its frames may be under way at once, 1 to 4.</param>
/// <param name="Region">
/// The part of a raw picture that is in sight, when it is zoomed into; width and height are then those of the part. Null: all.
/// </param>
/// <param name="Layout">By which layout the bytes are read, as <see cref="Imaging.Layouts.Documents.LayoutText"/>; null: by the segment's own.</param>
/// <param name="Mapping">How raw values become colours, as the query of the picture's address has it; null: as usual.</param>
/// <param name="Picture">Which of its encoded pictures, from 0.</param>
/// <param name="Small">It is one of many, which nobody zooms into: a large file is made as small as it is shown first.</param>
internal sealed record WantedView(
    int Key, string Id, int Width, int Height, int InFlight, PixelRegion? Region = null, string? Layout = null, string? Mapping = null,
    bool Small = false, int Picture = 0)
{
    /// <summary>How it is shown, where a smaller picture does; null where the bytes are needed.</summary>
    [JsonIgnore]
    public PictureWish? Wish => Layout is null && string.IsNullOrEmpty(Mapping) ? new(Region, Width, Height) : null;

    /// <summary>Device pixels that it covers.</summary>
    [JsonIgnore]
    public double Area => Math.Max(1, (double)Width * Height);
}
