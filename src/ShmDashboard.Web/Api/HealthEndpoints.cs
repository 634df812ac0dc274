using Microsoft.AspNetCore.Http.HttpResults;
using ShmDashboard.Monitoring;
using ShmDashboard.Monitoring.Health;
using ShmDashboard.Monitoring.Meeting;
using ShmDashboard.Monitoring.Waiting;
using ShmDashboard.Web.Components.Wording;
using ShmDashboard.Wording;

namespace ShmDashboard.Web.Api;

/// <summary><c>/api/health</c> and <c>/api/waiting</c>: what is wrong with the segments, and who waits for whom.</summary>
internal static class HealthEndpoints
{
    public static void MapHealth(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/health", FindAsync).WithTags("health")
            .WithSummary("Findings, examined now, the gravest first; format=csv for spreadsheets.");
        routes.MapGet("/api/surroundings", async (IHealthMonitor health, CancellationToken cancellationToken) =>
        {
            await health.ExamineAsync(cancellationToken);
            return TypedResults.Ok(SurroundingsDto.From(health.Surroundings));
        }).WithTags("health").WithSummary("What belongs to shared memory and is no segment: semaphores, idle key files, directories, pipes and links, odd names.");
        routes.MapGet("/api/waiting", async (ISegmentMonitor monitor, SentenceWords words, CancellationToken cancellationToken) =>
            TypedResults.Ok(WaitGraphDto.From(WaitGraph.Of((await monitor.LookAroundAsync(cancellationToken)).WithLocks), words)))
            .WithTags("health").WithSummary("Who holds and who waits, over all segments, with the rings.");
        routes.MapGet("/api/meeting", MeetAsync)
            .WithTags("health").WithSummary("Why two programs, or a program and a key, do not meet in shared memory: the first thing that differs.");
    }

    private static async Task<Results<Ok<MeetingDto>, Refusal>> MeetAsync(
        ISegmentMonitor monitor, MeetingReader reader, SentenceWords words, CancellationToken cancellationToken, string one = "", string other = "")
    {
        var list = await monitor.LookAroundAsync(cancellationToken);
        return reader.Find(one, list) is { } first && reader.Find(other, list) is { } second
            ? TypedResults.Ok(MeetingDto.From(MeetingExaminer.Examine(first, second), words))
            : Problems.BadRequest(Sentence.Of($"Cannot compare: one and other are both needed. Give each a process (4201), an id (qt:share) or a key."));
    }

    private static async Task<Results<Ok<FindingDto[]>, ContentHttpResult, Refusal>> FindAsync(
        IHealthMonitor health, SentenceWords words, TimeProvider time, HttpContext context, CancellationToken cancellationToken, string? format = null)
    {
        if (Problems.BadFormat(format) is { } badFormat)
            return badFormat;
        var findings = await health.ExamineAsync(cancellationToken);
        if (format != "csv")
            return TypedResults.Ok(findings.Select(finding => FindingDto.From(finding, words)).ToArray());
        context.Response.Headers.ContentDisposition = $"attachment; filename=health-{time.GetUtcNow():yyyyMMdd-HHmmss}.csv";
        return TypedResults.Text(SegmentTableFile.Of(findings, words), CsvText.MediaType);
    }
}
