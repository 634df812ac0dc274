namespace ShmDashboard.Web.Components.Inspection;

/// <summary>How a search ends.</summary>
public enum SearchEnd
{
    /// <summary>There it is.</summary>
    Found,

    /// <summary>The segment's end, or its start, came first.</summary>
    AtTheEnd,

    /// <summary>It took too long, or was too much: there is more to look at.</summary>
    GivenUp,

    /// <summary>The bytes could not be read.</summary>
    Unreadable,
}
