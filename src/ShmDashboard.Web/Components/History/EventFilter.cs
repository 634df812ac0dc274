namespace ShmDashboard.Web.Components.History;

/// <summary>Which events.</summary>
public enum EventFilter
{
    /// <summary>Every one.</summary>
    All,

    /// <summary>Segments that came, went or changed.</summary>
    Segments,

    /// <summary>What somebody may have to look after.</summary>
    Trouble,

    /// <summary>What was done by this dashboard.</summary>
    Here,
}
