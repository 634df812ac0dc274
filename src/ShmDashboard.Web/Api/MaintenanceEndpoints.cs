using Microsoft.AspNetCore.Http.HttpResults;
using ShmDashboard.Monitoring.Maintenance;
using ShmDashboard.Web.Components.Wording;
using ShmDashboard.Wording;

namespace ShmDashboard.Web.Api;

/// <summary>
/// Removing and repairing. Two steps: ask for the plan, which names who is affected and the situation it holds for; then
/// have it done in that situation. <c>confirm=twice</c> is asked for where living processes are affected.
/// </summary>
internal static class MaintenanceEndpoints
{
    private const string Twice = "twice";

    public static void MapMaintenance(this IEndpointRouteBuilder routes)
    {
        var segments = routes.MapSegmentGroup().WithTags("maintenance");
        segments.MapGet("/{id}/plan/{action}", Plan).WithSummary("What an action would do: remove, repairLock or releaseLock.");
        segments.MapDelete("/{id}", (SegmentAddress address, ISegmentJanitor janitor, SentenceWords words,
                CancellationToken cancellationToken, string? situation = null, string? confirm = null) =>
            CarryOutAsync(address, MaintenanceAction.Remove, janitor, words, situation, confirm, cancellationToken))
            .WithSummary("Removes a segment; a POSIX one into the trash.");
        segments.MapPost("/{id}/lock/repair", (SegmentAddress address, ISegmentJanitor janitor, SentenceWords words,
                CancellationToken cancellationToken, string? situation = null, string? confirm = null) =>
            CarryOutAsync(address, MaintenanceAction.RepairLock, janitor, words, situation, confirm, cancellationToken))
            .WithSummary("Brings a damaged lock back to one holder at a time.");
        segments.MapPost("/{id}/lock/release", (SegmentAddress address, ISegmentJanitor janitor, SentenceWords words,
                CancellationToken cancellationToken, string? situation = null, string? confirm = null) =>
            CarryOutAsync(address, MaintenanceAction.ReleaseLock, janitor, words, situation, confirm, cancellationToken))
            .WithSummary("Releases a lock for its dead holder.");

        var trash = routes.MapGroup("/api/trash").WithTags("maintenance");
        trash.MapGet("/", async (ISegmentJanitor janitor, CancellationToken stop) =>
                TypedResults.Ok((await janitor.ListTrashAsync(stop)).Select(TrashDto.From).ToArray()))
            .WithSummary("Removed POSIX segments that can be put back.");
        trash.MapPost("/restore", async (ISegmentJanitor janitor, SentenceWords words, string item, CancellationToken cancellationToken) =>
            Answer(await janitor.RestoreAsync(item, cancellationToken), words)).WithSummary("Puts one back under its name.");
        trash.MapDelete("/", async (ISegmentJanitor janitor, SentenceWords words, CancellationToken cancellationToken) =>
            Answer(await janitor.EmptyTrashAsync(cancellationToken), words)).WithSummary("Frees them for good.");
        routes.MapGet("/api/actions", (ISegmentJanitor janitor, SentenceWords words) =>
                TypedResults.Ok(janitor.Log.Select(entry => MaintenanceEntryDto.From(entry, words)).ToArray()))
            .WithTags("maintenance").WithSummary("The latest actions, newest first.");
    }

    private static Results<Ok<MaintenancePlanDto>, Refusal> Plan(
        SegmentAddress address, string action, ISegmentJanitor janitor, SentenceWords words)
    {
        MaintenanceAction? wanted = action switch
        {
            "remove" => MaintenanceAction.Remove,
            "repairLock" => MaintenanceAction.RepairLock,
            "releaseLock" => MaintenanceAction.ReleaseLock,
            _ => null,
        };
        return wanted is { } known
            ? TypedResults.Ok(MaintenancePlanDto.From(janitor.Plan(address.Id, known), words))
            : Problems.BadRequest(Sentence.Of($"Cannot plan '{action}': expected remove, repairLock or releaseLock."));
    }

    private static async Task<Results<Ok<MaintenanceDoneDto>, Refusal>> CarryOutAsync(
        SegmentAddress address, MaintenanceAction action, ISegmentJanitor janitor, SentenceWords words, string? situation,
        string? confirm, CancellationToken cancellationToken)
    {
        if (situation is null && !janitor.IsReadOnly)
        {
            return Problems.BadRequest(Sentence.Of(
                $"Cannot act on '{address.Id}' without a plan: ask for one at /api/segments/{{id}}/plan/{SegmentDto.CamelCase(action)} and send its situation along."));
        }

        return Answer(await janitor.CarryOutAsync(
            address.Id, action, situation ?? "", string.Equals(confirm, Twice, StringComparison.Ordinal), cancellationToken), words);
    }

    private static Results<Ok<MaintenanceDoneDto>, Refusal> Answer(MaintenanceResult result, SentenceWords words) =>
        result.Succeeded
            ? TypedResults.Ok(new MaintenanceDoneDto(words.Of(result.Sentence)))
            : Problems.From(result.Failure, result.Sentence);
}
