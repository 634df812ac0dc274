namespace ShmDashboard.Monitoring.Sampling;

/// <summary>What a look found, as far as it decides when the next one is.</summary>
/// <param name="Missing">The segment is not there.</param>
/// <param name="WantsQuickRetry">It met a lock or a writer that will soon be done.</param>
/// <param name="IsAwaited">Somebody waits for the next content; otherwise looking only counts changes.</param>
/// <param name="ChangedUtc">When the content last changed, as far as known.</param>
/// <param name="WriterIsAtIt">It met a writer that will be done within a millisecond or two.</param>
internal readonly record struct PaceAfter(
    bool Missing, bool WantsQuickRetry, bool IsAwaited, DateTimeOffset? ChangedUtc, bool WriterIsAtIt = false);
