namespace ShmDashboard.Web.Components.Overview;

/// <summary>Which segments the list shows.</summary>
public enum SegmentFilter
{
    /// <summary>Every one.</summary>
    All,

    /// <summary>With a picture inside.</summary>
    Pictures,

    /// <summary>With text inside.</summary>
    Text,

    /// <summary>Whose lock is held or damaged.</summary>
    Locked,

    /// <summary>Left by a crash.</summary>
    Stale,

    /// <summary>Held by this dashboard.</summary>
    Mine,

    /// <summary>Memory without a name, which no other filter shows.</summary>
    Unnamed,
}
