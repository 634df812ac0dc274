using System.Collections.Immutable;
using System.Globalization;
using System.Web;
using ShmDashboard.Monitoring.Events;

namespace ShmDashboard.Web.Components.History;

/// <summary>Which events are shown. It lives in the address. Immutable.</summary>
public sealed record EventsQuery
{
    /// <summary>Which kinds.</summary>
    public EventFilter Filter { get; init; }

    /// <summary>Words that all occur in the segment's name or id, or in the process.</summary>
    public string Search { get; init; } = "";

    /// <summary>Reads an address. What is not understood is as if it were not there.</summary>
    public static EventsQuery FromUri(string uri)
    {
        int question = uri.IndexOf('?', StringComparison.Ordinal);
        if (question < 0) return new();
        var values = HttpUtility.ParseQueryString(uri[(question + 1)..].Split('#')[0]);
        return new()
        {
            Filter = Enum.TryParse(values["show"], ignoreCase: true, out EventFilter filter) && Enum.IsDefined(filter) ? filter : EventFilter.All,
            Search = values["of"]?.Trim() ?? "",
        };
    }

    /// <summary>The address parameters; null takes a parameter away.</summary>
    public IReadOnlyDictionary<string, object?> ToParameters() => new Dictionary<string, object?>
    {
        ["show"] = Filter == EventFilter.All ? null : Filter.ToString().ToLower(CultureInfo.InvariantCulture),
        ["of"] = Search.Length == 0 ? null : Search,
    };

    /// <summary>Those that are shown, in the same order.</summary>
    public ImmutableArray<SegmentEvent> Apply(ImmutableArray<SegmentEvent> events)
    {
        string[] words = Search.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        return Filter == EventFilter.All && words.Length == 0 ? events : [.. events.Where(one => Shows(Filter, one) && words.All(word => Has(one, word)))];
    }

    /// <summary>Whether a filter shows an event.</summary>
    public static bool Shows(EventFilter filter, SegmentEvent one) => filter switch
    {
        EventFilter.Segments => one.Kind is SegmentEventKind.Made or SegmentEventKind.Gone or SegmentEventKind.MadeAnew or SegmentEventKind.Resized,
        EventFilter.Trouble => one.Kind is SegmentEventKind.WriterDied or SegmentEventKind.HolderDied or SegmentEventKind.LockStuck,
        EventFilter.Here => one.ByDashboard,
        _ => true,
    };

    private static bool Has(SegmentEvent one, string word) =>
        Contains(one.Name, word) || Contains(one.Segment?.ToString(), word) || Contains(one.Process?.Name, word)
        || Contains(one.Process?.Pid.ToString(CultureInfo.InvariantCulture), word);

    private static bool Contains(string? text, string word) => text?.Contains(word, StringComparison.OrdinalIgnoreCase) == true;
}
