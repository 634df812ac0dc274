using System.Collections.Immutable;
using System.Globalization;
using System.Web;
using ShmDashboard.Monitoring.Segments;
using ShmDashboard.SharedMemory.Locks;
using ShmDashboard.SharedMemory.Processes;

namespace ShmDashboard.Web.Components.Overview;

/// <summary>
/// What the list shows and how: search, filter, order, view. It lives in the address, so that it can be bookmarked and
/// survives a reload. Immutable.
/// </summary>
public sealed record SegmentsQuery
{
    /// <summary>The address parameter of the search.</summary>
    public const string SearchName = "q";

    /// <summary>Everything, as the monitor orders it, in a table.</summary>
    public static SegmentsQuery Default { get; } = new();

    /// <summary>Words that all must occur somewhere in what is known of a segment.</summary>
    public string Search { get; init; } = "";

    /// <summary>Which segments.</summary>
    public SegmentFilter Filter { get; init; }

    /// <summary>Sorted by; null for the monitor's order, by kind and name.</summary>
    public SegmentColumn? Sort { get; init; }

    /// <summary>Largest, newest, last first.</summary>
    public bool Descending { get; init; }

    /// <summary>A wall of pictures instead of a table.</summary>
    public bool Wall { get; init; }

    /// <summary>Segments of one process stand together.</summary>
    public bool ByProcess { get; init; }

    /// <summary>Columns, widths and row height of the table.</summary>
    public TableLayout Layout { get; init; } = TableLayout.Default;

    /// <summary>Reads an address. What is not understood is as if it were not there.</summary>
    public static SegmentsQuery FromUri(string uri)
    {
        int question = uri.IndexOf('?', StringComparison.Ordinal);
        if (question < 0) return Default;
        var values = HttpUtility.ParseQueryString(uri[(question + 1)..].Split('#')[0]);
        string sort = values["sort"] ?? "";
        bool descending = sort.StartsWith('-');
        return new()
        {
            Search = values[SearchName]?.Trim() ?? "",
            Filter = Parse<SegmentFilter>(values["show"]) ?? SegmentFilter.All,
            Sort = Parse<SegmentColumn>(sort.TrimStart('-')),
            Descending = descending,
            Wall = values["view"] == "wall",
            ByProcess = values["group"] == "process",
            Layout = TableLayout.Parse(values["cols"], values["widths"], values["rows"]),
        };
    }

    /// <summary>The address parameters; null takes a parameter away.</summary>
    public IReadOnlyDictionary<string, object?> ToParameters() => new Dictionary<string, object?>(Layout.ToParameters())
    {
        [SearchName] = Search.Length > 0 ? Search : null,
        ["show"] = Filter == SegmentFilter.All ? null : Word(Filter),
        ["sort"] = Sort is { } column ? (Descending ? "-" : "") + Word(column) : null,
        ["view"] = Wall ? "wall" : null,
        ["group"] = ByProcess ? "process" : null,
    };

    /// <summary>
    /// The order after a click on a column's head: first the direction one wants of it, then the other, then none.
    /// </summary>
    public SegmentsQuery SortedBy(SegmentColumn column)
    {
        bool first = column is SegmentColumn.Picture or SegmentColumn.Size or SegmentColumn.Attached
            or SegmentColumn.Updates or SegmentColumn.Changed;
        if (Sort != column) return this with { Sort = column, Descending = first };
        return Descending == first
            ? this with { Descending = !first }
            : this with { Sort = null, Descending = false };
    }

    /// <summary>The rows to show, in order.</summary>
    /// <param name="rows">All rows.</param>
    /// <param name="now">The moment, against which the last changes are compared.</param>
    public ImmutableArray<SegmentRow> Apply(ImmutableArray<SegmentRow> rows, DateTimeOffset now)
    {
        var selection = new SegmentSelection();
        selection.Take(rows, this, now);
        return selection.Rows;
    }

    /// <summary>The words that are searched.</summary>
    internal string[] Words() => Search.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Whether another query shows the same rows in the same order; how they are laid out does not matter.</summary>
    internal bool ChoosesAs(SegmentsQuery? other) =>
        other is not null &&
        (Search, Filter, Sort, Descending, ByProcess) == (other.Search, other.Filter, other.Sort, other.Descending, other.ByProcess);

    /// <summary>The address of the same choice as a file, <c>csv</c> or <c>json</c>.</summary>
    public string FileAddress(string format) => "/api/segments?" + string.Join('&', ToParameters()
        .Where(pair => pair is { Value: not null, Key: SearchName or "show" or "sort" }).Select(pair => $"{pair.Key}={Uri.EscapeDataString((string)pair.Value!)}")
        .Prepend("format=" + format));

    /// <summary>
    /// The process under which a segment stands when they are grouped: who made it, while he lives, or the first that is attached;
    /// null for what is nobody's.
    /// </summary>
    public static ProcessRef? ProcessOf(SegmentRow row) =>
        row.Facts.Creator is { Alive: true } maker ? maker : row.Attached.IsDefaultOrEmpty ? null : row.Attached[0];

    /// <summary>Whether a filter shows a row.</summary>
    public static bool Shows(SegmentFilter filter, SegmentRow row) => filter switch
    {
        SegmentFilter.Unnamed => row.Facts.Unnamed is not null,
        _ when row.Facts.Unnamed is not null => false,
        SegmentFilter.Pictures => row.Frame?.Payload.IsPicture == true,
        SegmentFilter.Text => row.Frame?.Payload.IsText == true,
        SegmentFilter.Locked => row.Standing.State is LockState.Held or LockState.Damaged,
        SegmentFilter.Stale => row.Stale,
        SegmentFilter.Mine => row.HeldByDashboard,
        _ => true,
    };

    private static T? Parse<T>(string? word) where T : struct, Enum =>
        Enum.TryParse(word, ignoreCase: true, out T value) && Enum.IsDefined(value) && !char.IsAsciiDigit(word![0])
            ? value : null;

    private static string Word<T>(T value) where T : struct, Enum =>
        value.ToString().ToLower(CultureInfo.InvariantCulture);
}
