namespace ShmDashboard.Monitoring.Sampling;

/// <summary>
/// When a watched segment is looked at next. What changes while somebody waits for the change is looked at at full rate, from when on
/// a change may be expected; what stands still, as often as a small share of a core pays for. One for each sampler; not thread-safe; time is passed in.
/// </summary>
internal sealed class SamplingPace(MonitorOptions options)
{
    private static readonly TimeSpan s_quickRetry = TimeSpan.FromMilliseconds(5);

    /// <summary>Timers count whole milliseconds, cut: less than one would be no pause at all, and the loop a spin.</summary>
    private static readonly TimeSpan s_shortest = TimeSpan.FromMilliseconds(1);

    /// <summary>A segment that has not changed for so long stands still.</summary>
    private static readonly TimeSpan s_liveFor = TimeSpan.FromSeconds(2);

    /// <summary>A segment that has been missing for so long is looked for at leisure.</summary>
    private static readonly TimeSpan s_missedFor = TimeSpan.FromSeconds(2);

    private readonly FramePeriod _period = new();
    private DateTimeOffset? _missingSince;
    private DateTimeOffset _comparedUtc;

    /// <summary>Whether a content that changed last at the given moment is to be looked at at full rate.</summary>
    public static bool IsLive(DateTimeOffset? changedUtc, DateTimeOffset now) => now - changedUtc < s_liveFor;

    /// <summary>How closely to look: between two closer looks a glance does.</summary>
    public LookDepth DepthOf(DateTimeOffset? changedUtc, DateTimeOffset now)
    {
        if (IsLive(changedUtc, now) && now - _comparedUtc < options.SampleInterval)
            return LookDepth.Glance;
        _comparedUtc = now;
        return LookDepth.Sampled;
    }

    /// <summary>The pause after a look.</summary>
    /// <param name="cost">How long it took.</param>
    /// <param name="after">What came of it.</param>
    /// <param name="now">The time.</param>
    /// <param name="watched">How many are watched, this one included: those that stand still share what looking at them may cost.</param>
    public TimeSpan After(TimeSpan cost, PaceAfter after, DateTimeOffset now, int watched = 1)
    {
        _missingSince = after.Missing ? _missingSince ?? now : null;
        _period.Note(after.ChangedUtc);
        var pause = after is { WriterIsAtIt: true, IsAwaited: true } ? s_shortest
            : after.WantsQuickRetry ? s_quickRetry
            : now - _missingSince > s_missedFor ? options.MaxIdleInterval
            : after is { Missing: false, IsAwaited: true } && IsLive(after.ChangedUtc, now) ? Live(cost, _period.QuietFor(now))
            : Together(Idle(cost, IsLive(after.ChangedUtc, now), watched), now, watched);
        return pause < s_shortest ? s_shortest : pause;
    }

    // Half a core at the most: a segment that takes longer to read than the display takes for a frame.
    private TimeSpan Live(TimeSpan cost, TimeSpan quiet)
    {
        var pause = cost > options.LiveInterval / 2 ? cost : options.LiveInterval - cost;
        return quiet > pause ? quiet : pause;
    }

    private TimeSpan Idle(TimeSpan cost, bool changes, int watched)
    {
        var affordable = changes ? cost : cost / options.MaxIdleShare * watched;
        return affordable < options.SampleInterval ? options.SampleInterval - cost
            : affordable < options.MaxIdleInterval ? affordable
            : options.MaxIdleInterval;
    }

    // Many that stand still are looked at at the same moments: to wake a thread costs as much as a look.
    private TimeSpan Together(TimeSpan pause, DateTimeOffset now, int watched)
    {
        if (watched <= 1)
            return pause;
        long step = options.SampleInterval.Ticks;
        while (step * 2 <= pause.Ticks)
            step *= 2;
        long due = (now.UtcTicks + pause.Ticks + (step / 2)) / step * step;
        return TimeSpan.FromTicks(due - now.UtcTicks);
    }
}
