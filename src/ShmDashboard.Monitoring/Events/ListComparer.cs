using System.Collections.Immutable;
using System.Globalization;
using ShmDashboard.Monitoring.Health;
using ShmDashboard.Monitoring.Segments;
using ShmDashboard.SharedMemory.Locks;
using ShmDashboard.SharedMemory.Processes;
using ShmDashboard.SharedMemory.Segments;
using ShmDashboard.Wording;

namespace ShmDashboard.Monitoring.Events;

/// <summary>Tells what happened between two lists. Pure.</summary>
public static class ListComparer
{
    /// <summary>So many of one kind are told one by one; more are one event, or a crash of thousands would push out all else.</summary>
    public const int ToldSingly = 50;

    /// <summary>What happened, in the order of the lists; not yet numbered.</summary>
    /// <param name="before">The earlier list. Before the first sweep nothing can have happened.</param>
    /// <param name="after">The later one.</param>
    public static ImmutableArray<SegmentEvent> Compare(SegmentList before, SegmentList after)
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(after);
        if (before.SweptUtc == default || before.Version == after.Version)
            return [];
        var happened = new List<SegmentEvent>();
        if (SegmentList.HaveSameSegments(before.Rows, after.Rows))
        {
            for (int i = 0; i < after.Rows.Length; i++)
                CompareRows(before.Rows[i], before.SweptUtc, after.Rows[i], after.SweptUtc, happened);
        }
        else
        {
            CompareLists(before, after, happened);
        }

        return happened.Count == 0 ? [] : Fold(happened, after.SweptUtc);
    }

    private static void CompareLists(SegmentList before, SegmentList after, List<SegmentEvent> happened)
    {
        var gone = new Dictionary<SegmentId, SegmentRow>(before.Rows.Length);
        foreach (var row in before.Rows)
            gone[row.Id] = row;
        var renamed = new List<SegmentRow>();
        foreach (var row in after.Rows)
        {
            if (gone.Remove(row.Id, out var known))
                CompareRows(known, before.SweptUtc, row, after.SweptUtc, happened);
            else
                renamed.Add(row);
        }

        // A number becomes a key when the key is learnt: nothing came and nothing went.
        var numbered = gone.Values.Where(row => row.Facts.SystemV is not null).DistinctBy(row => row.Facts.SystemV!.ShmId).ToDictionary(row => row.Facts.SystemV!.ShmId);
        foreach (var row in renamed)
        {
            var known = row.Facts.SystemV?.ShmId is { } number ? numbered.GetValueOrDefault(number) : null;
            known ??= row.Facts.Aliases.Select(alias => gone.GetValueOrDefault(alias)).FirstOrDefault(found => found is not null);
            if (known is not null && gone.Remove(known.Id))
                CompareRows(known, before.SweptUtc, row, after.SweptUtc, happened);
            else
                happened.Add(Made(row, after.SweptUtc));
        }

        foreach (var row in before.Rows)
        {
            if (gone.ContainsKey(row.Id))
                happened.Add(Gone(row, after.SweptUtc));
        }
    }

    private static void CompareRows(
        SegmentRow before, DateTimeOffset beforeUtc, SegmentRow after, DateTimeOffset now, List<SegmentEvent> happened)
    {
        if (IsStuck(after, now) && !IsStuck(before, beforeUtc))
            happened.Add(Stuck(after, now));
        if (ReferenceEquals(before, after))
            return;
        if (before.Facts.Identity != after.Facts.Identity)
            happened.Add(MadeAnew(before, after, now));
        else if (before.Facts.SizeBytes != after.Facts.SizeBytes && before.Facts.SizeBytes > 0)
            happened.Add(Resized(before, after, now));
        if (after.Lock.EndedHolder is { } ended && before.Lock.EndedHolder?.Pid != ended.Pid)
            happened.Add(HolderDied(after, ended, now));
        else if (after.Lock is { State: LockState.Held, Holder: { Alive: false } holder } && before.Lock.Holder is { Alive: true } living && living.Pid == holder.Pid)
            happened.Add(HolderDied(after, holder, now));
        if (after.Stale && !before.Stale)
            happened.Add(WriterDied(after, now));
    }

    private static bool IsStuck(SegmentRow row, DateTimeOffset now) =>
        row.Lock is { State: LockState.Held, WaiterCount: > 0, HeldSinceUtc: { } since } && now - since >= HealthLimits.HeldLong;

    private static SegmentEvent Of(SegmentRow row, SegmentEventKind kind, ProcessRef? process, DateTimeOffset now, Sentence sentence) => new()
    {
        Utc = now,
        Kind = kind,
        Segment = row.Id,
        Name = row.Facts.Name,
        Process = process,
        ByDashboard = process?.Pid == Environment.ProcessId,
        Sentence = sentence,
    };

    private static SegmentEvent Made(SegmentRow row, DateTimeOffset now)
    {
        var maker = MakerOf(row);
        return Of(row, SegmentEventKind.Made, maker, now, maker is null
            ? Sentence.Of($"Made, {Amount.Bytes(row.Facts.SizeBytes)}; by whom is not known.")
            : Sentence.Of($"Made by {Spoken.Maker(maker)}, {Amount.Bytes(row.Facts.SizeBytes)}."));
    }

    private static SegmentEvent Gone(SegmentRow row, DateTimeOffset now) => Of(row, SegmentEventKind.Gone, FirstAttached(row), now, row.Attached.Length switch
    {
        0 => "It is gone; nobody was attached.",
        // A POSIX segment's name may have gone alone: whoever has it mapped keeps it.
        1 when row.Facts.Kind == SegmentKind.Posix => Sentence.Of(
            $"Its name is gone; {Spoken.Of(row.Attached[0])} had it mapped at the last look, and keeps what it still has mapped."),
        _ when row.Facts.Kind == SegmentKind.Posix => Sentence.Of(
            $"Its name is gone; {row.Attached.Length} processes had it mapped at the last look, {Spoken.Of(row.Attached[0])} among them, and keep what they still have mapped."),
        1 => Sentence.Of($"It is gone; {Spoken.Of(row.Attached[0])} was attached at the last look."),
        _ => Sentence.Of($"It is gone; {row.Attached.Length} processes were attached at the last look, {Spoken.Of(row.Attached[0])} among them."),
    });

    private static SegmentEvent MadeAnew(SegmentRow before, SegmentRow row, DateTimeOffset now)
    {
        var maker = MakerOf(row);
        return Of(row, SegmentEventKind.MadeAnew, maker, now, before.Facts.SizeBytes == row.Facts.SizeBytes
            ? Sentence.Of($"Made anew by {Spoken.Maker(maker)}, {Amount.Bytes(row.Facts.SizeBytes)} as before.")
            : Sentence.Of($"Made anew by {Spoken.Maker(maker)} with {Amount.Bytes(row.Facts.SizeBytes)} instead of {Size(before)}."));
    }

    private static SegmentEvent Resized(SegmentRow before, SegmentRow row, DateTimeOffset now) => Of(
        row, SegmentEventKind.Resized, null, now, Sentence.Of($"Its size went from {Size(before)} to {Amount.Bytes(row.Facts.SizeBytes)}."));

    private static SegmentEvent HolderDied(SegmentRow row, ProcessRef holder, DateTimeOffset now) => Of(
        row, SegmentEventKind.HolderDied, holder, now, Sentence.Of($"{Spoken.Of(holder)} ended while it held the lock, or right after."));

    private static SegmentEvent WriterDied(SegmentRow row, DateTimeOffset now) => Of(
        row, SegmentEventKind.WriterDied, row.Facts.Creator, now,
        Sentence.Of($"{Spoken.Maker(row.Facts.Creator)}, which made it, has ended, and nobody is attached: left by a crash."));

    private static SegmentEvent Stuck(SegmentRow row, DateTimeOffset now) => Of(
        row, SegmentEventKind.LockStuck, row.Lock.Holder, now, (row.Lock.Holder, row.Lock.WaiterCount) switch
        {
            ({ } holder, 1) => Sentence.Of($"{Spoken.Of(holder)} has held the lock for {Spoken.Of(HealthLimits.HeldLong)} while one waits."),
            ({ } holder, var waiting) => Sentence.Of($"{Spoken.Of(holder)} has held the lock for {Spoken.Of(HealthLimits.HeldLong)} while {waiting} wait."),
            (null, 1) => Sentence.Of($"The lock has been held for {Spoken.Of(HealthLimits.HeldLong)} while one waits."),
            (null, var waiting) => Sentence.Of($"The lock has been held for {Spoken.Of(HealthLimits.HeldLong)} while {waiting} wait."),
        });

    private static ProcessRef? MakerOf(SegmentRow row) => row.Facts.Creator ?? FirstAttached(row);

    private static ProcessRef? FirstAttached(SegmentRow row) => row.Attached.IsDefaultOrEmpty ? null : row.Attached[0];

    private static string Size(SegmentRow row) => row.Facts.SizeBytes.ToString("N0", CultureInfo.InvariantCulture);

    private static ImmutableArray<SegmentEvent> Fold(List<SegmentEvent> happened, DateTimeOffset now)
    {
        if (happened.Count <= ToldSingly)
            return [.. happened];
        return
        [
            .. happened.GroupBy(one => one.Kind).SelectMany(IEnumerable<SegmentEvent> (kind) => kind.Count() <= ToldSingly
                ? kind
                : [new SegmentEvent { Utc = now, Kind = kind.Key, Sentence = Many(kind.Key, kind.Count(), kind.First().Name!) }]),
        ];
    }

    private static Sentence Many(SegmentEventKind kind, int count, string one) => kind switch
    {
        SegmentEventKind.Made => Sentence.Of($"{count:N0} segments came at once, {one} among them."),
        SegmentEventKind.Gone => Sentence.Of($"{count:N0} segments went at once, {one} among them."),
        _ => Sentence.Of($"It happened to {count:N0} segments at once, {one} among them."),
    };
}
