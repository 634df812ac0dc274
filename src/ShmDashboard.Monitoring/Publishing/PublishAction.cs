namespace ShmDashboard.Monitoring.Publishing;

/// <summary>What writing a payload to a target will do.</summary>
public enum PublishAction
{
    /// <summary>There is no such segment: it is created and then held by the dashboard.</summary>
    Create,

    /// <summary>The segment is large enough: it is overwritten in place, under its lock where it has one.</summary>
    Overwrite,

    /// <summary>It is too small, but only the dashboard holds it: it is made anew, larger.</summary>
    Recreate,

    /// <summary>It cannot be written; <see cref="PublishPlan.Problem"/> says why and what to do.</summary>
    Refuse,

    /// <summary>It was let go of (never planned, only reported).</summary>
    Release,
}
