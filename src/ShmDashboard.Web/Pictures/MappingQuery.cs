using System.Collections.Immutable;
using System.Globalization;
using Microsoft.AspNetCore.WebUtilities;
using ShmDashboard.Imaging.Layouts;
using ShmDashboard.Imaging.Layouts.Display;
using ShmDashboard.Wording;

namespace ShmDashboard.Web.Pictures;

/// <summary>The display mapping that a request's query asks for: <c>low</c>, <c>high</c>, <c>percentile</c>, <c>gamma</c>,
/// <c>log</c>, <c>colours</c>, <c>channel</c>, <c>marks</c>.</summary>
internal static class MappingQuery
{
    /// <summary>The names of its parts.</summary>
    public static ImmutableArray<string> Names { get; } = ["low", "high", "percentile", "gamma", "log", "colours", "channel", "marks"];

    /// <summary>Whether a query asks for one.</summary>
    public static bool IsAsked(IQueryCollection query) => Names.Any(name => query[name].ToString().Length > 0);

    /// <summary>Reads one that was written as a query; null where it is not one, or asks for nothing.</summary>
    public static DisplayMapping? Read(string? query, ReadOnlySpan<byte> copy, PixelLayout layout) => string.IsNullOrEmpty(query)
        ? null
        : ReadLeniently(new QueryCollection(QueryHelpers.ParseQuery(query)), copy, layout, out _);

    /// <summary>Reads it, and refuses a channel that the picture does not have, and colours that it has no use for.</summary>
    /// <param name="query">The query.</param>
    /// <param name="copy">The bytes from the start of the segment.</param>
    /// <param name="layout">Where the pixels are.</param>
    /// <param name="problem">What is wrong with it, as one sentence; null when nothing is.</param>
    /// <returns>The mapping; null where none is asked for, or something is wrong.</returns>
    public static DisplayMapping? Read(IQueryCollection query, ReadOnlySpan<byte> copy, PixelLayout layout, out Sentence? problem)
    {
        problem = null;
        double? channel = Number(query, "channel", ref problem);
        problem ??= channel is { } asked ? ProblemOfChannel(asked, layout) : ProblemOfColours(query["colours"], layout);
        return problem is null ? ReadLeniently(query, copy, layout, out problem) : null;
    }

    // A page that watches keeps what was chosen when a writer changes to fewer channels: it is shown the last one then.
    private static DisplayMapping? ReadLeniently(IQueryCollection query, ReadOnlySpan<byte> copy, PixelLayout layout, out Sentence? problem)
    {
        problem = null;
        string? colours = query["colours"];
        double? low = Number(query, "low", ref problem), high = Number(query, "high", ref problem);
        double? percentile = Number(query, "percentile", ref problem), gamma = Number(query, "gamma", ref problem);
        double? channel = Number(query, "channel", ref problem);
        bool log = Flag(query, "log", ref problem), marks = Flag(query, "marks", ref problem);
        if (colours is not null && ColourMap.Find(colours) is null)
            problem ??= Sentence.Of($"Cannot show with colours '{colours}': expected {string.Join(", ", ColourMap.All.Select(map => map.Name))}.");
        if (gamma is <= 0 or > 20)
            problem ??= Sentence.Of($"Cannot show with gamma {gamma}: expected above 0, at most 20.");
        if (percentile is < 0 or >= 50)
            problem ??= Sentence.Of($"Cannot show with percentile {percentile}: expected 0 to below 50.");
        bool any = low is not null || high is not null || percentile is not null || gamma is not null || channel is not null || colours is not null || log || marks;
        if (problem is not null || !any)
            return null;

        // Neither is worked out over a whole frame where both ends are given.
        var range = low is { } from && high is { } to ? new DisplayMapping { Low = from, High = to }
            : percentile is { } share ? DisplayRange.Percentile(copy, layout, share) : DisplayRange.Automatic(copy, layout);
        return range with
        {
            Low = low ?? range.Low,
            High = high ?? range.High,
            Gamma = gamma ?? 1,
            Logarithmic = log,
            Colours = ColourMap.Find(colours) ?? ColourMap.Grey,
            Channel = channel is { } number ? (int)Math.Clamp(number, 0, layout.Format.Channels.Length - 1) : null,
            MarkExtremes = marks,
        };
    }

    // What is wrong with a map of colours is said first, and of a picture of one brightness each has its use.
    private static Sentence? ProblemOfColours(string? colours, PixelLayout layout) =>
        ColourMap.Find(colours) is null || layout.Format.IsGrey
            ? null
            : Sentence.Of($"Cannot show with colours '{colours}' a picture in {layout.Format.Name}: it has colours of its own. Give channel=0 to {layout.Format.Channels.Length - 1} too, to colour one of its channels, or leave colours out.");

    /// <summary>Why there is no such channel; null where there is.</summary>
    public static Sentence? ProblemOfChannel(double asked, PixelLayout layout)
    {
        ArgumentNullException.ThrowIfNull(layout);
        var channels = layout.Format.Channels;
        if (asked >= 0 && asked < channels.Length && double.IsInteger(asked))
            return null;
        return channels.Length == 1
            ? Sentence.Of($"Cannot show channel {asked} of a picture in {layout.Format.Name}: it has one channel, {channels[0]}. Give channel=0, or leave it out.")
            : Sentence.Of($"Cannot show channel {asked} of a picture in {layout.Format.Name}: it has {channels.Length} channels, {string.Join(", ", channels)}. Give channel=0 to {channels.Length - 1}, or leave it out.");
    }

    private static bool Flag(IQueryCollection query, string name, ref Sentence? problem)
    {
        string? text = query[name];
        if (string.IsNullOrEmpty(text))
            return false;
        if (!bool.TryParse(text, out bool value))
            problem ??= Sentence.Of($"Cannot show with {name} '{text}': expected true or false.");
        return value;
    }

    private static double? Number(IQueryCollection query, string name, ref Sentence? problem)
    {
        string? text = query[name];
        if (string.IsNullOrEmpty(text))
            return null;
        if (double.TryParse(text, CultureInfo.InvariantCulture, out double value) && double.IsFinite(value))
            return value;
        problem ??= Sentence.Of($"Cannot show with {name} '{text}': expected a number.");
        return null;
    }
}
