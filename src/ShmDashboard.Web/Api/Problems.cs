using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http.HttpResults;
using ShmDashboard.Monitoring.Maintenance;
using ShmDashboard.Monitoring.Publishing;
using ShmDashboard.Monitoring.Segments;

namespace ShmDashboard.Web.Api;

/// <summary>
/// Errors as RFC 9457 problem details; the detail is the same sentence that the pages show. Why something is not written,
/// removed or repaired is said in the language of the request.
/// </summary>
internal static partial class Problems
{
    public static ProblemHttpResult Unauthorized() => TypedResults.Problem(
        "Cannot answer without a login: the request brought neither a session cookie nor 'Authorization: Bearer <token>'. " +
        "Open the address printed at start, or send the token from it.",
        statusCode: StatusCodes.Status401Unauthorized, title: "Not logged in");

    public static ProblemHttpResult ForeignOrigin(string found, string expected) => TypedResults.Problem(
        $"Cannot accept a request from a page of {(found.Length == 0 ? "another site" : $"'{found}'")}: only pages of '{expected}' " +
        "may change anything here. Use the dashboard's own pages, or a program that sends the token.",
        statusCode: StatusCodes.Status403Forbidden, title: "Foreign origin");

    public static ProblemHttpResult BadId(string problem) =>
        TypedResults.Problem(problem, statusCode: StatusCodes.Status400BadRequest, title: "Not a segment id");

    /// <summary>Null where the format of a list is one that there is.</summary>
    public static ProblemHttpResult? BadFormat(string? format) => format is null or "json" or "csv"
        ? null
        : BadRequest($"Cannot write the list as '{format}': expected json or csv.");

    public static ProblemHttpResult BadRequest(string problem) =>
        TypedResults.Problem(problem, statusCode: StatusCodes.Status400BadRequest, title: "Cannot use the request");

    public static ProblemHttpResult Unusable(BadHttpRequestException error) => TypedResults.Problem(
        $"Cannot use the request: {Said(error.Message)} See /api/openapi.json for what is expected.",
        statusCode: error.StatusCode, title: "Cannot use the request");

    // The framework tells a parameter as the program declares it.
    private static string Said(string message) => Unbound().Match(message) is { Success: true } match
        ? $"'{match.Groups["value"].Value}' is no {(match.Groups["type"].Value is "int" or "long" ? "whole number" : match.Groups["type"].Value is "bool" ? "true or false" : "number")} for '{match.Groups["name"].Value}'."
        : message;

    [GeneratedRegex("^Failed to bind parameter \"(Nullable<)?(?<type>int|long|double|bool)[>?]? (?<name>\\w+)\" from \"(?<value>.*)\"\\.$")]
    private static partial Regex Unbound();

    public static ProblemHttpResult NoSegment(string id) => TypedResults.Problem(
        $"Cannot find segment '{id}': it is not among this machine's segments now. See GET /api/segments for those that are.",
        statusCode: StatusCodes.Status404NotFound, title: "No such segment");

    public static ProblemHttpResult NoPicture(string id, string found) => TypedResults.Problem(
        $"Cannot serve a picture of '{id}': {found} GET /api/segments/{{id}}/bytes serves the bytes as they are.",
        statusCode: StatusCodes.Status404NotFound, title: "No picture in the segment");

    public static ProblemHttpResult NoSuchPicture(FrameLease lease, int number) => NoPicture(lease.Row.Id.ToString(), lease.Info.Payload.Pictures.Length switch
    {
        0 => $"it holds no picture of number {number}: there is one at most, number 0.",
        var count => $"it holds no picture of number {number}: there are {count}, from 0 to {count - 1}.",
    });

    public static ProblemHttpResult NoPayload(string id, string found) => TypedResults.Problem(
        $"Cannot serve what lies in '{id}': it holds {found}. GET /api/segments/{{id}}/bytes serves the bytes as they are.",
        statusCode: StatusCodes.Status404NotFound, title: "Nothing known in the segment");

    public static ProblemHttpResult Unreadable(string problem) =>
        TypedResults.Problem(problem, statusCode: StatusCodes.Status403Forbidden, title: "Cannot read the segment");

    public static ProblemHttpResult Busy(string id) => TypedResults.Problem(
        $"Cannot read segment '{id}' just now: a program is using its lock, or another dashboard has it attached, and reading " +
        "beside them could disturb the programs that share it. " +
        "Ask again in a moment.",
        statusCode: StatusCodes.Status423Locked, title: "Lock in use");

    public static ProblemHttpResult TooLarge(long limitBytes) => TypedResults.Problem(
        $"Cannot accept the upload: it is larger than this dashboard's limit of {limitBytes >> 20} MiB. " +
        "Send a smaller one, or start with a larger --max-upload-mib.",
        statusCode: StatusCodes.Status413PayloadTooLarge, title: "Upload too large");

    public static ProblemHttpResult TextTooLarge(long limitBytes) => TypedResults.Problem(
        $"Cannot accept the text: it is larger than the {limitBytes >> 20} MiB that are taken at once. Send less.",
        statusCode: StatusCodes.Status413PayloadTooLarge, title: "Text too large");

    public static ProblemHttpResult From(MaintenanceFailure failure, string? problem)
    {
        var (status, title) = failure switch
        {
            MaintenanceFailure.NotFound => (StatusCodes.Status404NotFound, "Nothing of the kind to be done"),
            MaintenanceFailure.NotAllowedNow => (StatusCodes.Status409Conflict, "Not as things are"),
            MaintenanceFailure.SituationChanged => (StatusCodes.Status412PreconditionFailed, "The situation changed"),
            MaintenanceFailure.NeedsSecondConfirmation => (StatusCodes.Status428PreconditionRequired, "Confirm a second time"),
            _ => (StatusCodes.Status403Forbidden, "Not permitted"),
        };
        return TypedResults.Problem(problem, statusCode: status, title: title);
    }

    public static ProblemHttpResult From(PublishFailure failure, string? problem)
    {
        var (status, title) = failure switch
        {
            PublishFailure.NotFound => (StatusCodes.Status404NotFound, "No such segment"),
            PublishFailure.TooSmallAndInUse => (StatusCodes.Status409Conflict, "Segment too small and in use"),
            PublishFailure.TooLarge => (StatusCodes.Status413PayloadTooLarge, "Upload too large"),
            PublishFailure.UnsupportedFormat => (StatusCodes.Status415UnsupportedMediaType, "Format not supported here"),
            PublishFailure.NotAPicture => (StatusCodes.Status422UnprocessableEntity, "Not a picture"),
            PublishFailure.NotText => (StatusCodes.Status422UnprocessableEntity, "Not text that can be stored"),
            PublishFailure.Locked => (StatusCodes.Status423Locked, "Lock held"),
            PublishFailure.NoRoom => (StatusCodes.Status507InsufficientStorage, "No room"),
            PublishFailure.Denied => (StatusCodes.Status403Forbidden, "Not permitted"),
            PublishFailure.SituationChanged => (StatusCodes.Status412PreconditionFailed, "The situation changed"),
            PublishFailure.BadTarget => (StatusCodes.Status400BadRequest, "Target not usable"),
            _ => (StatusCodes.Status500InternalServerError, "Could not write"),
        };
        return TypedResults.Problem(problem, statusCode: status, title: title);
    }
}
