using System.Collections.Immutable;
using System.Globalization;
using ShmDashboard.Monitoring.Segments;
using ShmDashboard.SharedMemory.Processes;
using ShmDashboard.SharedMemory.Qt;
using ShmDashboard.SharedMemory.Segments;

namespace ShmDashboard.Monitoring.Meeting;

/// <summary>Finds the parties that a person names. Attaches to nothing, changes nothing. Thread-safe.</summary>
/// <param name="catalog">Finds segments and processes.</param>
public sealed class MeetingReader(SegmentCatalog catalog)
{
    /// <summary>
    /// The process or segment meant: a pid, alone or behind its name (<c>album 4201</c>); an id (<c>qt:share</c>,
    /// <c>posix:cam0</c>, <c>sysv:98309</c>); else a Qt key or POSIX name as typed. Null for nothing typed.
    /// </summary>
    /// <param name="typed">What was typed.</param>
    /// <param name="list">The segments.</param>
    public MeetingParty? Find(string? typed, SegmentList list)
    {
        ArgumentNullException.ThrowIfNull(list);
        typed = typed?.Trim();
        if (string.IsNullOrEmpty(typed))
            return null;
        string last = typed[(typed.LastIndexOf(' ') + 1)..];
        return int.TryParse(last, NumberStyles.None, CultureInfo.InvariantCulture, out int pid) && pid > 0 && !IsKey(typed, list)
            ? OfProcess(pid, list)
            : OfKey(typed, list);
    }

    private MeetingParty OfProcess(int pid, SegmentList list)
    {
        var process = catalog.Processes.Look(pid);
        var surroundings = ProcessSurroundings.Read(pid, catalog.Processes);
        return new MeetingParty
        {
            Name = string.Create(CultureInfo.InvariantCulture, $"{process.Name} {pid}").TrimStart(),
            Process = process,
            Surroundings = surroundings,
            Segments = [.. list.Rows.Where(row => !row.Gone && row.Attached.Any(attached => attached.Pid == pid))],
            Unnamed = [.. catalog.LastAttachments.Unnamed.Where(memory => memory.Attachments.Any(user => user.Process.Pid == pid))],
            WaitsFor = list.Rows.FirstOrDefault(row => !row.Gone && row.Lock.Waiters.Any(waiter => waiter.Pid == pid)),
        };
    }

    private MeetingParty OfKey(string typed, SegmentList list)
    {
        var called = list.Rows.Where(row => !row.Gone && IsCalled(row, typed)).ToImmutableArray();
        // The key of a Qt segment may be known to nobody but who typed it.
        if (called.IsEmpty && catalog.Find(SegmentId.TryParse(typed, out var id, out _) ? id : SegmentId.Qt(typed)) is { } found)
            called = [.. list.Rows.Where(row => !row.Gone && (row.Id == found.Id || found.Aliases.Contains(row.Id)))];

        return new MeetingParty { Name = typed, Segments = called };
    }

    private static bool IsKey(string typed, SegmentList list) => list.Rows.Any(row => !row.Gone && IsCalled(row, typed));

    private static bool IsCalled(SegmentRow row, string typed) =>
        row.Facts.Qt?.Key == typed || row.Facts.Posix?.FileName == typed.TrimStart('/') || row.Facts.Name == typed ||
        (SegmentId.TryParse(typed, out var id, out _) &&
            (row.Id == id || row.Facts.Aliases.Contains(id) || (id.Scheme == SegmentScheme.Qt && row.Facts.Qt?.Key == id.Value)));
}
