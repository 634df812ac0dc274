using System.Globalization;
using ShmDashboard.Monitoring.Health;
using ShmDashboard.Monitoring.Segments;
using ShmDashboard.SharedMemory.Segments;
using ShmDashboard.Web.Components.Wording;

namespace ShmDashboard.Web.Api;

/// <summary>The list and the findings as tables for spreadsheets.</summary>
internal static class SegmentTableFile
{
    /// <summary>A line for each segment, in the given language; null for English.</summary>
    public static string Of(IEnumerable<SegmentRow> rows, SentenceWords? words = null)
    {
        var csv = new CsvText(
            "id", "name", "kind", "family", "sizeBytes", "residentBytes", "key", "shmId", "mode", "owner", "creator", "creatorPid", "attached",
            "lock", "lockHolder", "lockHolderPid", "lockHeldSinceUtc", "lockWaiters", "updatesPerSecond", "lastChangeUtc", "content", "width", "height",
            "verdict", "stale", "heldByDashboard", "problem");
        foreach (var row in rows)
        {
            // As programs are told it.
            var facts = row.Facts;
            var told = SegmentDto.From(row, words);
            var payload = row.Frame?.Payload;
            csv.Text(row.Id.ToString()).Text(facts.Name).Text(told.Kind).Text(row.Family.Label)
                .Number(facts.SizeBytes).Number(told.ResidentBytes).Text(told.SystemVKey)
                .Number(facts.SystemV?.ShmId).Text(SegmentWords.ModeOf(facts)).Text(facts.OwnerName).Text(facts.Creator?.Name).Number(facts.Creator?.Pid)
                .Text(string.Join("; ", row.Attached.Select(ProcessWords.Of)))
                .Text(told.Lock.State).Text(told.Lock.Holder?.Name).Number(told.Lock.Holder?.Pid).Moment(told.Lock.HeldAtLeast ? null : told.Lock.HeldSinceUtc)
                .Number(told.Lock.WaiterCount).Number(row.UpdatesPerSecond).Moment(row.LastChangeUtc)
                .Text(payload is null ? "" : SegmentDto.CamelCase(payload.Format)).Number(payload?.Width).Number(payload?.Height)
                .Text(row.Frame is { } frame ? SegmentDto.CamelCase(frame.Verdict.Kind) : "").Flag(row.Stale).Flag(row.HeldByDashboard).Text(told.Problem ?? told.Payload?.Problem);
        }

        return csv.ToString();
    }

    /// <summary>A line for each finding, in the given language.</summary>
    public static string Of(IEnumerable<Finding> findings, SentenceWords words)
    {
        var csv = new CsvText("severity", "kind", "segment", "subject", "title", "evidence", "explanation", "remedy", "processes", "firstSeenUtc");
        foreach (var finding in findings)
        {
            csv.Text(SegmentDto.CamelCase(finding.Severity)).Text(SegmentDto.CamelCase(finding.Kind)).Text(finding.Segment?.ToString()).Text(finding.Subject)
                .Text(words.Of(finding.Title)).Text(string.Join(" ", finding.Evidence.Select(words.Of))).Text(words.Of(finding.Explanation))
                .Text(words.Of(finding.Remedy)).Text(string.Join("; ", finding.Processes.Select(ProcessWords.Of))).Moment(finding.FirstSeenUtc);
        }

        return csv.ToString();
    }
}
