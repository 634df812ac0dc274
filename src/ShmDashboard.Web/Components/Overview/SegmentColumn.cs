namespace ShmDashboard.Web.Components.Overview;

/// <summary>What the list can be sorted by: every column.</summary>
public enum SegmentColumn
{
    /// <summary>Number of pixels.</summary>
    Picture,

    /// <summary>Name.</summary>
    Name,

    /// <summary>Size in bytes.</summary>
    Size,

    /// <summary>Held first, then damaged.</summary>
    Lock,

    /// <summary>Number of attached processes.</summary>
    Attached,

    /// <summary>Updates a second.</summary>
    Updates,

    /// <summary>Most recent change.</summary>
    Changed,

    /// <summary>What needs attention first.</summary>
    State,
}
