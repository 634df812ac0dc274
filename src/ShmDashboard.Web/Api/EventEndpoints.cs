using Microsoft.AspNetCore.Http.HttpResults;
using ShmDashboard.Monitoring.Events;
using ShmDashboard.SharedMemory.Segments;
using ShmDashboard.Web.Components.Wording;
using ShmDashboard.Wording;

namespace ShmDashboard.Web.Api;

/// <summary><c>/api/events</c>: what happened lately.</summary>
internal static class EventEndpoints
{
    public static void MapEvents(this IEndpointRouteBuilder routes) => routes.MapGet("/api/events", List).WithTags("events")
        .WithSummary("What happened lately, newest first: made, gone, a lock stuck, written here. 'after' is the number of the last one known.");

    private static Results<Ok<EventsDto>, Refusal> List(
        EventLog log, SentenceWords words, long after = 0, string? kind = null, string? segment = null, int limit = EventLog.Capacity)
    {
        SegmentEventKind? wantedKind = null;
        if (kind is not null)
        {
            if (!Enum.TryParse(kind, ignoreCase: true, out SegmentEventKind parsed) || !Enum.IsDefined(parsed) || char.IsAsciiDigit(kind[0]))
            {
                return Problems.BadRequest(Sentence.Of(
                    $"Cannot list events of kind '{kind}': expected {string.Join(", ", Enum.GetValues<SegmentEventKind>().Select(one => SegmentDto.CamelCase(one)))}."));
            }

            wantedKind = parsed;
        }

        SegmentId? wantedSegment = null;
        if (segment is not null)
        {
            if (!SegmentId.TryParse(segment, out var id, out var problem))
                return Problems.BadId(problem);
            wantedSegment = id;
        }

        if (limit is < 1 or > EventLog.Capacity)
            return Problems.BadRequest(Sentence.Of($"Cannot list {limit} events: expected 1 to {EventLog.Capacity}."));
        var history = log.Current;
        return TypedResults.Ok(new EventsDto(history.FellOut,
        [
            .. history.Events
                .Where(one => one.Number > after && (wantedKind is null || one.Kind == wantedKind) && (wantedSegment is null || one.Segment == wantedSegment))
                .Take(limit).Select(one => EventDto.From(one, words)),
        ]));
    }
}
