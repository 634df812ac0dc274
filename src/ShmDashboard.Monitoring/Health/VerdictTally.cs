namespace ShmDashboard.Monitoring.Health;

/// <summary>The verdicts on a segment's contents that were looked at within <see cref="HealthLimits.VerdictWindow"/>.</summary>
/// <param name="Contents">Contents that were seen to come, or to change during the read.</param>
/// <param name="Torn">Of these, changed during the read.</param>
/// <param name="NoLock">Of these, read without any lock in use.</param>
/// <param name="PastLock">Of these, written by somebody who does not take the lock that there is.</param>
public readonly record struct VerdictTally(int Contents, int Torn, int NoLock, int PastLock = 0)
{
    /// <summary>0 to 1.</summary>
    public double TornShare => Contents > 0 ? (double)Torn / Contents : 0;
}
