using ShmDashboard.Monitoring.Segments;

namespace ShmDashboard.Web.Components.Overview;

/// <summary>Judges a list's age.</summary>
internal static class ListFreshness
{
    /// <summary>Older than this, a list is no longer called live; sweeps are at the most a second apart.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(5);

    /// <summary>How fresh the list is at the given moment.</summary>
    public static Freshness Of(SegmentList list, DateTimeOffset now) =>
        list.SweptUtc == default ? Freshness.Waiting : now - list.SweptUtc > Limit ? Freshness.Stale : Freshness.Live;
}
