using ShmDashboard.Monitoring.Events;
using ShmDashboard.Web.Components.Wording;
using ShmDashboard.Wording;

namespace ShmDashboard.Web.Api;

/// <summary>Something that happened. <c>number</c> grows by one with each since the dashboard's start.</summary>
public sealed record EventDto(
    long Number, DateTimeOffset Utc, string Kind, string? Segment, string? Name, ProcessNameDto? Process, bool ByDashboard, string Sentence)
{
    internal static EventDto From(SegmentEvent happened, SentenceWords words) => new(
        happened.Number, happened.Utc, SegmentDto.CamelCase(happened.Kind), happened.Segment?.ToString(), happened.Name,
        happened.Process is { } process ? ProcessNameDto.From(process) : null, happened.ByDashboard, words.Of(happened.Sentence));
}

/// <summary>The latest events, newest first, and how many older ones are not remembered any more.</summary>
public sealed record EventsDto(long FellOut, IReadOnlyList<EventDto> Events);
