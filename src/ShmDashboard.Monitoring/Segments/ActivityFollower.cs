using ShmDashboard.Monitoring.Sampling;
using ShmDashboard.SharedMemory.Reading;

namespace ShmDashboard.Monitoring.Segments;

/// <summary>How often an unwatched segment changes. One look at a time: not thread-safe, but for when the next is.</summary>
/// <param name="context">What all trackers share.</param>
/// <param name="state">Where it is published.</param>
/// <param name="rate">Counts the changes; watched, whoever follows the content does.</param>
internal sealed class ActivityFollower(SamplingContext context, SegmentState state, UpdateRate rate)
{
    private readonly ActivityProbe _probe = new();
    private readonly ActivityPace _pace = new();
    private ulong? _before;

    /// <summary>When its samples are to be looked at next.</summary>
    public DateTimeOffset DueUtc => _pace.DueUtc;

    /// <inheritdoc cref="ActivityPace.SoonUtc"/>
    public DateTimeOffset SoonUtc => _pace.SoonUtc;

    /// <summary>There is nothing to look at, or others do.</summary>
    public void Pass(DateTimeOffset now) => _pace.Looked(changed: false, now);

    /// <summary>Compares samples with those of the last look; changes are counted. What cannot be read without attaching is not measured.</summary>
    public void Look(SegmentRow row, DateTimeOffset now)
    {
        long end = row.Facts.IsReadByFile ? row.Facts.SizeBytes : Math.Max(row.Facts.ResidentBytes, 4096);
        var outcome = context.Reader.Read(
            row.Facts, state.Attachments, context.ReadOptions with { AllowAttach = false }, view => _probe.Take(view, end));
        if (outcome.Status != ReadStatus.Copied)
        {
            _pace.Looked(changed: false, now);
            Forget();
            ForgetRate();
            return;
        }

        bool changed = _before is { } before && before != outcome.Value;
        _before = outcome.Value;
        _pace.Looked(changed, now);
        rate.Start(now);
        if (changed)
            rate.Count(now);
        Publish(row, changed, now);
    }

    /// <summary>Somebody else goes on with the count.</summary>
    public void Forget() => _before = null;

    /// <summary>Nobody counts any more, and so the rate is not known.</summary>
    public void ForgetRate()
    {
        rate.Stop();
        if (state.Row is { UpdatesPerSecond: not null } row)
            state.Publish(row with { UpdatesPerSecond = null });
    }

    // A page renders what changed: not for every look a new row.
    private void Publish(SegmentRow row, bool changed, DateTimeOffset now)
    {
        double? perSecond = rate.At(now) is { } exact ? Math.Round(exact, 1) : null;
        bool isOld = changed && !(now - row.LastChangeUtc < TimeSpan.FromSeconds(0.5));
        if (isOld || perSecond != row.UpdatesPerSecond)
            state.Publish(row with { UpdatesPerSecond = perSecond, LastChangeUtc = changed ? now : row.LastChangeUtc });
    }
}
