namespace ShmDashboard.Monitoring.Maintenance;

/// <summary>Why an action was not carried out. Each has its own HTTP status.</summary>
public enum MaintenanceFailure
{
    /// <summary>It was.</summary>
    None,

    /// <summary>There is no such segment, or nothing of the kind to be done (404).</summary>
    NotFound,

    /// <summary>It must not be done as things are (409).</summary>
    NotAllowedNow,

    /// <summary>Things changed since the plan was made; look again (412).</summary>
    SituationChanged,

    /// <summary>It affects processes that use the segment: confirm a second time (428).</summary>
    NeedsSecondConfirmation,

    /// <summary>The dashboard was started to look only (403).</summary>
    ReadOnly,

    /// <summary>The kernel refused (403).</summary>
    Denied,
}
