using ShmDashboard.Monitoring.Activity;
using ShmDashboard.Monitoring.Sampling;
using ShmDashboard.SharedMemory.Reading;

namespace ShmDashboard.Monitoring.Segments;

/// <summary>How often an unwatched segment changes.</summary>
internal sealed partial class SegmentTracker
{
    private readonly ActivityProbe _activityProbe = new();
    private readonly ActivityPace _activityPace = new();
    private ulong? _activity;
    private bool _isMeasured;

    /// <summary>When its samples are to be looked at next.</summary>
    public DateTimeOffset ActivityDueUtc => _activityPace.DueUtc;

    /// <summary>Somebody wants to know how often it changes.</summary>
    public bool IsMeasured
    {
        get => Volatile.Read(ref _isMeasured);
        set
        {
            if (Volatile.Read(ref _isMeasured) == value)
                return;
            Volatile.Write(ref _isMeasured, value);
            if (!value)
                ForgetActivity();
        }
    }

    /// <summary>
    /// Compares samples with those of the last look; changes are counted. Watched segments count their changes themselves, and
    /// what cannot be read without attaching is not measured.
    /// </summary>
    public void LookAtActivity(DateTimeOffset now)
    {
        lock (_sampling)
        {
            if (IsWatched || _row is not { Gone: false } row)
            {
                _activityPace.Looked(changed: false, now);
                return;
            }

            long end = row.Facts.IsReadByFile ? row.Facts.SizeBytes : Math.Max(row.Facts.ResidentBytes, 4096);
            var outcome = _context.Reader.Read(
                row.Facts, Attachments, _context.ReadOptions with { AllowAttach = false }, view => _activityProbe.Take(view, end));
            if (outcome.Status != ReadStatus.Copied)
            {
                _activity = null;
                _activityPace.Looked(changed: false, now);
                ForgetRate_NeedsSampling(row);
                return;
            }

            bool changed = _activity is { } before && before != outcome.Value;
            _activity = outcome.Value;
            _activityPace.Looked(changed, now);
            _rate.Start(now);
            if (changed)
                _rate.Count(now);
            TellActivity_NeedsSampling(row, changed, now);
        }
    }

    // A page renders what changed: not for every look a new row.
    private void TellActivity_NeedsSampling(SegmentRow row, bool changed, DateTimeOffset now)
    {
        double? rate = _rate.At(now) is { } exact ? Math.Round(exact, 1) : null;
        bool isOld = changed && !(now - row.LastChangeUtc < TimeSpan.FromSeconds(0.5));
        if (isOld || rate != row.UpdatesPerSecond)
            Publish(row with { UpdatesPerSecond = rate, LastChangeUtc = changed ? now : row.LastChangeUtc }, isNewFrame: false);
    }

    private void ForgetActivity()
    {
        lock (_sampling)
        {
            _activity = null;
            if (!IsWatched && _row is { } row)
                ForgetRate_NeedsSampling(row);
        }
    }

    private void ForgetRate_NeedsSampling(SegmentRow row)
    {
        _rate.Stop();
        if (row.UpdatesPerSecond is not null)
            Publish(row with { UpdatesPerSecond = null }, isNewFrame: false);
    }
}
