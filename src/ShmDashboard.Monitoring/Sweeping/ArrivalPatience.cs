namespace ShmDashboard.Monitoring.Sweeping;

/// <summary>
/// How soon after a sweep another one is made because a name came or went. Browsers make files in <c>/dev/shm</c> many times a
/// second and unlink them at once: what was not there any more when we came to look is looked for ever more rarely, up to the
/// regular sweep, and at once again after something was there. Not thread-safe.
/// </summary>
/// <param name="first">The patience after the first look in vain.</param>
/// <param name="longest">No patience lasts longer; the regular sweep comes by then.</param>
internal sealed class ArrivalPatience(TimeSpan first, TimeSpan longest)
{
    /// <summary>How old the last sweep has to be.</summary>
    public TimeSpan Patience { get; private set; }

    /// <summary>A sweep was made after a name came or went.</summary>
    /// <param name="somethingCame">Whether the sweep found any difference.</param>
    public void Looked(bool somethingCame) => Patience =
        somethingCame ? TimeSpan.Zero
        : Patience == TimeSpan.Zero ? first
        : 2 * Patience < longest ? 2 * Patience
        : longest;
}
