namespace ShmDashboard.Web.Hubs;

/// <summary>What the hub tells its clients by itself.</summary>
public interface ISegmentFeed
{
    /// <summary>The list is another: segments came or went, or facts, locks or contents changed. At most twice a second.</summary>
    Task SegmentsChanged(SegmentsChange change);
}
