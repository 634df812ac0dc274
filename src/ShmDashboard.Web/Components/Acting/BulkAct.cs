namespace ShmDashboard.Web.Components.Acting;

/// <summary>What is done to several segments at once.</summary>
public enum BulkAct
{
    /// <summary>Let go of what the dashboard holds.</summary>
    LetGo,

    /// <summary>Remove what nobody uses.</summary>
    Remove,
}
