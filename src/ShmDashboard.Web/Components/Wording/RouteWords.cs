using System.Globalization;
using Microsoft.Extensions.Localization;
using ShmDashboard.Monitoring.Frames;
using ShmDashboard.SharedMemory.Reading;

namespace ShmDashboard.Web.Components.Wording;

/// <summary>Which way a copy came.</summary>
internal static class RouteWords
{
    /// <summary>"read from the memory of player, 0.9 ms".</summary>
    public static string Of(FrameInfo frame, IStringLocalizer text)
    {
        string duration = frame.ReadDuration.TotalMilliseconds.ToString(
            frame.ReadDuration.TotalMilliseconds < 0.095 ? "0.00" : "0.0", CultureInfo.InvariantCulture);
        return frame.Route switch
        {
            ReadRoute.PeerMemory when frame.Source is { } source => text["Route.PeerOf", source.Name ?? ProcessWords.Of(source), duration],
            ReadRoute.PeerMemory => text["Route.Peer", duration],
            ReadRoute.LockedAttach => text["Route.Locked", duration],
            ReadRoute.UnlockedAttach => text["Route.Unlocked", duration],
            _ => text["Route.File", duration],
        };
    }
}
