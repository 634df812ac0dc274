using System.Globalization;
using ShmDashboard.Monitoring.Segments;
using ShmDashboard.Web.Components.Wording;

namespace ShmDashboard.Web.Components.Overview;

/// <summary>Finds segments by anything a person may know of them.</summary>
internal static class SegmentSearch
{
    /// <summary>Whether every word occurs in what <see cref="TextOf"/> says of a segment, in any case.</summary>
    public static bool Matches(string text, ReadOnlySpan<string> words)
    {
        foreach (string word in words)
        {
            if (!text.Contains(word, StringComparison.OrdinalIgnoreCase)) return false;
        }

        return true;
    }

    /// <summary>Name, key, id, family, owner and processes of a segment, a line each: no word has a line's end in it.</summary>
    public static string TextOf(SegmentRow row) => string.Join('\n', Known(row));

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
        foreach (var process in new[] { facts.Creator, facts.SystemV?.LastOperator, row.Lock.Holder }.Concat(row.OtherLocks.Select(other => other.Holder)))
        {
            if (process is { } known) yield return ProcessWords.Of(known);
        }

        if (facts.SystemV?.ShmId is { } shmId) yield return shmId.ToString(CultureInfo.InvariantCulture);
    }
}
