using ShmDashboard.Monitoring.Segments;
using ShmDashboard.SharedMemory.Locks;
using ShmDashboard.SharedMemory.Qt;
using ShmDashboard.Wording;

namespace ShmDashboard.Monitoring.Health;

/// <summary>Contents that cannot be believed. Pure.</summary>
internal static class ContentRules
{
    public static IEnumerable<Finding> Examine(MachineState state) =>
        state.Rows.Where(row => !row.Gone && state.Verdicts.ContainsKey(row.Id))
            .Select(row => Examine(row, state.Verdicts[row.Id])).OfType<Finding>();

    private static Finding? Examine(SegmentRow row, VerdictTally tally) =>
        tally.Torn >= HealthLimits.TornContents && tally.TornShare >= HealthLimits.TornShare ? Torn(row, tally)
        : tally.PastLock >= HealthLimits.UnlockedContents ? PastLock(row, tally)
        : tally.NoLock >= HealthLimits.UnlockedContents && row.Facts.Qt?.KeyFile != QtKeyFileState.Missing &&
            // Whether its writer keeps to a lock under which nothing is read here is not known.
            row.OtherLocks.All(detail => detail.Kind == LockKind.OtherWait) ? Unlocked(row, tally)
        : null;

    private static Finding Torn(SegmentRow row, VerdictTally tally) => new()
    {
        Kind = FindingKind.TornContent,
        Severity = row.Facts.Qt is null ? FindingSeverity.Info : FindingSeverity.Warning,
        Segment = row.Id,
        Subject = row.Id.ToString(),
        Title = Sentence.Of($"'{row.Facts.Name}' is written while others read it"),
        Evidence = [Sentence.Of($"{tally.Torn} of {tally.Contents} contents looked at in the last " +
            $"{Spoken.Of(HealthLimits.VerdictWindow)} changed during the read, while nobody held the lock.")],
        Explanation = "A copy taken then can mix two pictures. Every reader has that trouble, not only the dashboard.",
        Remedy = row.Facts.Qt is null
            ? "If the format has a counter or a lock of its own, readers must heed it; otherwise the writer needs one."
            : "The writer must call lock() before it writes and unlock() after, on the same key as its readers.",
        Processes = row.Attached,
    };

    private static Finding PastLock(SegmentRow row, VerdictTally tally) => new()
    {
        Kind = FindingKind.UnlockedWriter,
        Severity = FindingSeverity.Warning,
        Segment = row.Id,
        Subject = row.Id.ToString(),
        Title = Sentence.Of($"'{row.Facts.Name}' is written by somebody who does not take its lock"),
        Evidence = [Sentence.Of($"{tally.PastLock} of {tally.Contents} contents looked at in the last " +
            $"{Spoken.Of(HealthLimits.VerdictWindow)} came while nobody had the lock.")],
        Explanation = "A reader that takes the lock can all the same meet half of one picture and half of another.",
        Remedy = row.Facts.Qt is null
            ? "The writer must take the lock before it writes, and give it back after."
            : "The writer must call lock() before it writes and unlock() after, on the same key as its readers.",
        Processes = row.Attached,
    };

    private static Finding Unlocked(SegmentRow row, VerdictTally tally) => new()
    {
        Kind = FindingKind.UnlockedWriter,
        Severity = FindingSeverity.Info,
        Segment = row.Id,
        Subject = row.Id.ToString(),
        Title = Sentence.Of($"'{row.Facts.Name}' is written without a lock"),
        Evidence = [Sentence.Of($"{tally.NoLock} of {tally.Contents} contents looked at in the last " +
            $"{Spoken.Of(HealthLimits.VerdictWindow)} were there without any lock in use.")],
        Explanation = "Two reads agreed each time, so none of them is known to be torn. But a writer that pauses half-way would not be " +
            "noticed.",
        Remedy = "Nothing to do if the format has a counter of its own. Otherwise let the writer lock.",
        Processes = row.Attached,
    };
}
