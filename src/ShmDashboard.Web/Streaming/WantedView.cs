using System.Text.Json.Serialization;

namespace ShmDashboard.Web.Streaming;

/// <summary>A picture that a page shows, as its worker asks for it.</summary>
/// <param name="Key">The page's number for it.</param>
/// <param name="Id">The segment.</param>
/// <param name="Width">How wide it is shown, in device pixels; raw pixels are reduced to that. 0: not at all.</param>
/// <param name="Height">How high it is shown, in device pixels.</param>
/// <param name="InFlight">How many of its frames may be under way at once, 1 to 4.</param>
internal sealed record WantedView(int Key, string Id, int Width, int Height, int InFlight)
{
    /// <summary>Device pixels that it covers.</summary>
    [JsonIgnore]
    public double Area => Math.Max(1, (double)Width * Height);
}
