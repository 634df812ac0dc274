using System.Collections.Immutable;
using System.Globalization;

namespace ShmDashboard.Web.Components.Overview;

/// <summary>
/// How the table is laid out: which columns, how wide, how high its rows. It lives in the address beside search and order.
/// Immutable, and equal when it looks the same.
/// </summary>
public sealed record TableLayout
{
    /// <summary>The narrowest a column can be made, in CSS pixels.</summary>
    public const int MinWidth = 40;

    /// <summary>The widest a column can be made, in CSS pixels.</summary>
    public const int MaxWidth = 1200;

    private static readonly ImmutableArray<SegmentColumn> s_all = [.. Enum.GetValues<SegmentColumn>()];

    private readonly ulong _hidden;

    /// <summary>All columns at their usual widths, compact rows.</summary>
    public static TableLayout Default { get; } = new();

    /// <summary>Rows with room for a second line instead of compact ones.</summary>
    public bool Roomy { get; init; }

    /// <summary>The shown columns, left to right; the name is always among them.</summary>
    public ImmutableArray<SegmentColumn> Columns => [.. s_all.Where(Shows)];

    /// <summary>The widths that were chosen, as in an address: <c>name-240.size-90</c>; empty when none was.</summary>
    public string Widths { get; private init; } = "";

    /// <summary>Whether a column is shown.</summary>
    public bool Shows(SegmentColumn column) => (_hidden & Bit(column)) == 0;

    /// <summary>Shows a hidden column, hides a shown one. The name stays: it is what a row is.</summary>
    public TableLayout Toggle(SegmentColumn column) =>
        column == SegmentColumn.Name ? this : new TableLayout(this, _hidden ^ Bit(column));

    /// <summary>The chosen width of a column in CSS pixels; null when none was chosen.</summary>
    public int? WidthOf(SegmentColumn column) => Parse(Widths).TryGetValue(column, out int width) ? width : null;

    /// <summary>Makes a column so wide, within <see cref="MinWidth"/> and <see cref="MaxWidth"/>; 0 gives it its usual width again.</summary>
    public TableLayout WithWidth(SegmentColumn column, int pixels)
    {
        var widths = Parse(Widths);
        if (pixels <= 0) widths.Remove(column);
        else widths[column] = Math.Clamp(pixels, MinWidth, MaxWidth);
        return this with { Widths = ToText(widths) };
    }

    /// <summary>Reads the three parameters of an address. What is not understood is as if it were not there.</summary>
    public static TableLayout Parse(string? columns, string? widths, string? rows)
    {
        var layout = new TableLayout { Roomy = rows == "roomy", Widths = ToText(Parse(widths ?? "")) };
        if (columns is null) return layout;
        var shown = columns.Split(',').Select(Column).OfType<SegmentColumn>().Append(SegmentColumn.Name).ToHashSet();
        ulong hidden = s_all.Where(column => !shown.Contains(column)).Aggregate(0UL, (bits, column) => bits | Bit(column));
        return new TableLayout(layout, hidden);
    }

    /// <summary>The address parameters; null takes a parameter away.</summary>
    public IEnumerable<KeyValuePair<string, object?>> ToParameters() =>
    [
        new("cols", _hidden == 0 ? null : string.Join(',', Columns.Select(Word))),
        new("widths", Widths.Length == 0 ? null : Widths),
        new("rows", Roomy ? "roomy" : null),
    ];

    private TableLayout(TableLayout other, ulong hidden) : this(other) => _hidden = hidden;

    private TableLayout()
    {
    }

    private static SortedDictionary<SegmentColumn, int> Parse(string widths)
    {
        var parsed = new SortedDictionary<SegmentColumn, int>();
        foreach (string part in widths.Split('.', StringSplitOptions.RemoveEmptyEntries))
        {
            string[] pair = part.Split('-');
            if (pair.Length == 2 && Column(pair[0]) is { } column
                && int.TryParse(pair[1], NumberStyles.None, CultureInfo.InvariantCulture, out int width) && width > 0)
                parsed[column] = Math.Clamp(width, MinWidth, MaxWidth);
        }

        return parsed;
    }

    private static string ToText(SortedDictionary<SegmentColumn, int> widths) => string.Join('.', widths.Select(pair =>
        string.Create(CultureInfo.InvariantCulture, $"{Word(pair.Key)}-{pair.Value}")));

    private static SegmentColumn? Column(string word)
    {
        foreach (var column in s_all)
        {
            if (Word(column).Equals(word, StringComparison.OrdinalIgnoreCase)) return column;
        }

        return null;
    }

    private static string Word(SegmentColumn column) => column.ToString().ToLower(CultureInfo.InvariantCulture);

    private static ulong Bit(SegmentColumn column) => 1UL << (int)column;
}
