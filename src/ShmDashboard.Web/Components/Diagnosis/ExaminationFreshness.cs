using ShmDashboard.Web.Components.Overview;

namespace ShmDashboard.Web.Components.Diagnosis;

/// <summary>Judges the age of the last examination.</summary>
internal static class ExaminationFreshness
{
    /// <summary>Examinations are five seconds apart; four that did not come are no chance.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    /// <summary>How fresh its findings are at the given moment.</summary>
    public static Freshness Of(DateTimeOffset? examined, DateTimeOffset now) =>
        examined is not { } moment ? Freshness.Waiting : now - moment > Limit ? Freshness.Stale : Freshness.Live;
}
