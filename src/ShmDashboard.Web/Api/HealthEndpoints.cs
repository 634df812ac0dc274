using ShmDashboard.Monitoring;
using ShmDashboard.Monitoring.Health;
using ShmDashboard.Monitoring.Waiting;

namespace ShmDashboard.Web.Api;

/// <summary><c>/api/health</c> and <c>/api/waiting</c>: what is wrong with the segments, and who waits for whom.</summary>
internal static class HealthEndpoints
{
    public static void MapHealth(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/health", async (IHealthMonitor health, CancellationToken cancellationToken) =>
            TypedResults.Ok((await health.ExamineAsync(cancellationToken)).Select(FindingDto.From).ToArray()))
            .WithTags("health").WithSummary("Findings, examined now, the gravest first.");
        routes.MapGet("/api/waiting", async (ISegmentMonitor monitor, CancellationToken cancellationToken) =>
            TypedResults.Ok(WaitGraphDto.From(WaitGraph.Of((await monitor.LookAroundAsync(cancellationToken)).Rows))))
            .WithTags("health").WithSummary("Who holds and who waits, over all segments, with the rings.");
    }
}
