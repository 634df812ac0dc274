namespace ShmDashboard.Web.Components.Overview;

/// <summary>Whether the list can be taken as how things are now.</summary>
public enum Freshness
{
    /// <summary>Before the first sweep.</summary>
    Waiting,

    /// <summary>Swept within the last seconds.</summary>
    Live,

    /// <summary>The sweeps have stopped: what is shown is how it was.</summary>
    Stale,
}
