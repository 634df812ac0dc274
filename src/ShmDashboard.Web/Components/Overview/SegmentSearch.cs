using System.Globalization;
using ShmDashboard.Monitoring.Segments;
using ShmDashboard.Web.Components.Wording;

namespace ShmDashboard.Web.Components.Overview;

/// <summary>Finds segments by anything a person may know of them.</summary>
internal static class SegmentSearch
{
    /// <summary>Whether every word occurs in the name, key, id, family, owner or a process of the segment, in any case.</summary>
    public static bool Matches(SegmentRow row, ReadOnlySpan<string> words)
    {
        foreach (string word in words)
        {
            if (!Known(row).Any(known => known.Contains(word, StringComparison.OrdinalIgnoreCase))) return false;
        }

        return true;
    }

    private static IEnumerable<string> Known(SegmentRow row)
    {
        var facts = row.Facts;
        yield return facts.Name;
        yield return facts.Id.ToString();
        foreach (var alias in facts.Aliases) yield return alias.ToString();
        yield return SegmentWords.IdLine(facts);
        yield return facts.OwnerName;
        yield return row.Family.Label;
        if (facts.Qt is { } qt)
        {
            if (qt.Key is { } key) yield return key;
            if (qt.KeyHash is { } hash) yield return hash;
            yield return qt.Letters;
        }

        foreach (var process in row.Attached) yield return ProcessWords.Of(process);
        foreach (var process in new[] { facts.Creator, facts.LastOperator, row.Lock.Holder })
        {
            if (process is { } known) yield return ProcessWords.Of(known);
        }

        if (facts.ShmId is { } shmId) yield return shmId.ToString(CultureInfo.InvariantCulture);
    }
}
