using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Microsoft.Extensions.Localization;
using ShmDashboard.Imaging.Layouts;
using ShmDashboard.Imaging.Layouts.Documents;
using ShmDashboard.Imaging.Layouts.Finding;
using ShmDashboard.Imaging.Layouts.Objects;
using ShmDashboard.Imaging.Layouts.Statistics;
using ShmDashboard.Web.Components.Wording;
using ShmDashboard.Web.Localization;

namespace ShmDashboard.Web.Api;

/// <summary>A layout that would explain a segment, and why.</summary>
public sealed record LayoutCandidateDto(JsonNode Layout, double Score, IReadOnlyList<string> Reasons)
{
    internal static LayoutCandidateDto From(LayoutCandidate candidate, IStringLocalizer<Strings> text) => new(
        LayoutsDto.Json(LayoutDocument.Of(
            candidate.Layout,
            candidate.Slots > 1 ? new LayoutSlots { Count = candidate.Slots, Bytes = candidate.SlotBytes } : null)),
        Math.Round(candidate.Score, 3),
        [.. candidate.Reasons.Select(reason => LayoutWords.Of(reason, text))]);
}

/// <summary>
/// An object of a managed segment of boost::interprocess, and where what it holds is: a vector's elements, else itself. A layout may
/// tell an <c>object</c> by its name.
/// </summary>
public sealed record NamedObjectDto(string Name, long Offset, long LengthBytes, long ContentOffset, long ContentBytes);

/// <summary>
/// By which layout a segment is a picture now (<c>current</c>, and <c>document</c> with its header), who says so
/// (<c>builtIn</c>, <c>user</c>, <c>guessed</c> or <c>none</c>), and which others would explain it.
/// </summary>
public sealed record LayoutsDto(
    JsonNode? Current, JsonNode? Document, string Origin, IReadOnlyList<string> Reasons, long? Counter, int Slot, int Slots, bool BeingWritten,
    string? Warning, IReadOnlyList<LayoutCandidateDto> Candidates, IReadOnlyList<NamedObjectDto> Objects)
{
    internal static LayoutsDto From(
        LayoutMatch? match, IEnumerable<LayoutCandidate> candidates, IEnumerable<NamedObject> objects, string? warning, IStringLocalizer<Strings> text) => new(
        match is null ? null : PlaceOf(match),
        match is { Document.Header: not null } ? Json(match.Document) : null,
        SegmentDto.CamelCase(match?.Origin ?? LayoutOrigin.None),
        [.. (match?.Reasons ?? []).Select(reason => LayoutWords.Of(reason, text))],
        match?.Counter,
        match?.Slot ?? 0,
        match?.Slots ?? 0,
        match?.BeingWritten ?? false,
        warning,
        [.. candidates.Select(candidate => LayoutCandidateDto.From(candidate, text))],
        [.. objects.Select(named => new NamedObjectDto(named.Name, named.Offset, named.LengthBytes, named.ContentOffset, named.ContentBytes))]);

    /// <summary>Where the pixels are now, as a layout that can be sent back.</summary>
    internal static JsonNode PlaceOf(LayoutMatch match) => Json(LayoutDocument.Of(match.Pixels) with { Name = match.Document.Name });

    internal static JsonNode Json(LayoutDocument document) =>
        JsonSerializer.SerializeToNode(document, LayoutJson.Default.LayoutDocument)!;
}

/// <summary>True values: <c>values[row][column][channel]</c>, in the order in which channels are stored.</summary>
public sealed record PixelsDto(
    int X, int Y, int Width, int Height, string Format, int BitsPerSample, IReadOnlyList<string> Channels,
    [property: JsonConverter(typeof(TrueValuesConverter))] double[][][] Values, long Sequence);

/// <summary>Statistics of a region by its true values.</summary>
public sealed record StatisticsDto(
    int X, int Y, int Width, int Height, string Format, IReadOnlyList<ChannelStatistics> Channels, long Sequence);
