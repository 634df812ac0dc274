using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using ShmDashboard.Monitoring.Segments;
using ShmDashboard.SharedMemory.Segments;

namespace ShmDashboard.Web.Components.Overview;

/// <summary>
/// The rows of the list that a query shows, and how many each filter would. The list comes ten times a second and may hold
/// thousands: a row is judged again only when it is another than before. Used by one page, in its renderer's context only.
/// </summary>
public sealed class SegmentSelection
{
    private static readonly ImmutableArray<SegmentFilter> s_filters = [.. Enum.GetValues<SegmentFilter>()];

    private readonly int[] _counts = new int[s_filters.Length];
    private ImmutableArray<SegmentRow> _taken = [];
    private Judged[] _judged = [];
    private SegmentsQuery? _query;
    private string[] _words = [];
    private ImmutableHashSet<SegmentId> _favourites = [];
    private bool _asked = true;

    /// <summary>What stands on top, whatever the order.</summary>
    public ImmutableHashSet<SegmentId> Favourites
    {
        get => _favourites;
        set
        {
            _favourites = value;
            _asked = true;
        }
    }

    /// <summary>What to show, in order.</summary>
    public ImmutableArray<SegmentRow> Rows { get; private set; } = [];

    /// <summary>How many rows a filter would show, whatever is searched.</summary>
    public int Count(SegmentFilter filter) => _counts[(int)filter];

    /// <summary>Takes the newest list.</summary>
    /// <param name="rows">All rows.</param>
    /// <param name="query">What is wanted of them.</param>
    /// <param name="now">The moment, against which the last changes are compared.</param>
    /// <returns>Whether rows came, went or changed places, or a filter's number is another.</returns>
    public bool Take(ImmutableArray<SegmentRow> rows, SegmentsQuery query, DateTimeOffset now)
    {
        bool asked = _asked || !query.ChoosesAs(_query);
        _asked = false;
        bool other = Judge(rows);
        // What changed lately is ordered by the time that has passed since.
        if (!asked && !other && query.Sort != SegmentColumn.Changed) return false;

        if (asked) Ask(query);
        var before = Rows;
        bool counted = CountAgain();
        Rows = Choose(query, now);
        return counted || !SegmentList.HaveSameSegments(before, Rows);
    }

    private void Ask(SegmentsQuery query)
    {
        string[] words = query.Words();
        if (!words.AsSpan().SequenceEqual(_words))
        {
            _words = words;
            foreach (var judged in _judged) judged.Matches = null;
        }

        _query = query;
    }

    /// <summary>Judges the rows that are not the same objects as before; whether there were any, or some went.</summary>
    private bool Judge(ImmutableArray<SegmentRow> rows)
    {
        if (rows == _taken) return false;
        var judged = new Judged[rows.Length];
        Dictionary<SegmentRow, Judged>? known = null;
        bool other = rows.Length != _taken.Length;
        for (int i = 0; i < rows.Length; i++)
        {
            var row = rows[i];
            if (i < _judged.Length && ReferenceEquals(_judged[i].Row, row))
            {
                judged[i] = _judged[i];
                continue;
            }

            other = true;
            known ??= _judged.ToDictionary(one => one.Row, one => one, ReferenceComparer.Instance);
            judged[i] = known.GetValueOrDefault(row) ?? new Judged(row);
        }

        (_taken, _judged) = (rows, judged);
        return other;
    }

    private bool CountAgain()
    {
        Span<int> counts = stackalloc int[s_filters.Length];
        foreach (var judged in _judged)
        {
            for (int i = 0; i < counts.Length; i++)
                counts[i] += judged.Filters >> i & 1;
        }

        if (counts.SequenceEqual(_counts)) return false;
        counts.CopyTo(_counts);
        return true;
    }

    private ImmutableArray<SegmentRow> Choose(SegmentsQuery query, DateTimeOffset now)
    {
        var shown = ImmutableArray.CreateBuilder<SegmentRow>(_judged.Length);
        foreach (var judged in _judged)
        {
            if ((judged.Filters >> (int)query.Filter & 1) != 0 && (_words.Length == 0 || (judged.Matches ??= judged.Match(_words)))) shown.Add(judged.Row);
        }

        var sorted = query.Sort is { } column ? SegmentOrder.By(column, query.Descending, shown, now) : shown;
        if (query.ByProcess) return [.. SegmentOrder.ByProcess(sorted)];
        return !_favourites.IsEmpty ? [.. sorted.OrderBy(row => !_favourites.Contains(row.Id))] : query.Sort is null ? shown.DrainToImmutable() : [.. sorted];
    }

    /// <summary>What a row comes to, worked out once: rows are immutable.</summary>
    private sealed class Judged(SegmentRow row)
    {
        private string? _text;

        public SegmentRow Row { get; } = row;

        /// <summary>A bit for each filter that shows it.</summary>
        public int Filters { get; } = s_filters.Aggregate(0, (bits, filter) => bits | (SegmentsQuery.Shows(filter, row) ? 1 << (int)filter : 0));

        /// <summary>Whether it matches the words that are searched; null while that was not asked.</summary>
        public bool? Matches { get; set; }

        public bool Match(string[] words) => SegmentSearch.Matches(_text ??= SegmentSearch.TextOf(Row), words);
    }

    /// <summary>The same object, not the same facts: comparing records would cost what is to be saved.</summary>
    private sealed class ReferenceComparer : IEqualityComparer<SegmentRow>
    {
        public static ReferenceComparer Instance { get; } = new();

        public bool Equals(SegmentRow? x, SegmentRow? y) => ReferenceEquals(x, y);

        public int GetHashCode(SegmentRow row) => RuntimeHelpers.GetHashCode(row);
    }
}
