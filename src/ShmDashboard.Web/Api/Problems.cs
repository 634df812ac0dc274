using System.Text.RegularExpressions;
using ShmDashboard.Monitoring.Maintenance;
using ShmDashboard.Monitoring.Publishing;
using ShmDashboard.Monitoring.Segments;
using ShmDashboard.Wording;

namespace ShmDashboard.Web.Api;

/// <summary>The refusals that several endpoints have, and which status each kind has.</summary>
internal static partial class Problems
{
    public static Refusal Unauthorized() => new(StatusCodes.Status401Unauthorized, "Not logged in", Sentence.Of(
        $"Cannot answer without a login: the request brought neither a session cookie nor 'Authorization: Bearer <token>'. Open the address printed at start, or send the token from it."));

    public static Refusal ForeignOrigin(string found, string expected) => new(StatusCodes.Status403Forbidden, "Foreign origin", found.Length == 0
        ? Sentence.Of($"Cannot accept a request from a page of another site: only pages of '{expected}' may change anything here. Use the dashboard's own pages, or a program that sends the token.")
        : Sentence.Of($"Cannot accept a request from a page of '{found}': only pages of '{expected}' may change anything here. Use the dashboard's own pages, or a program that sends the token."));

    public static Refusal BadId(Sentence problem) => new(StatusCodes.Status400BadRequest, "Not a segment id", problem);

    /// <summary>Null where the format of a list is one that there is.</summary>
    public static Refusal? BadFormat(string? format) => format is null or "json" or "csv"
        ? null
        : BadRequest(Sentence.Of($"Cannot write the list as '{format}': expected json or csv."));

    public static Refusal BadRequest(Sentence problem) => new(StatusCodes.Status400BadRequest, "Cannot use the request", problem);

    public static Refusal Unusable(BadHttpRequestException error) => new(error.StatusCode, "Cannot use the request",
        Sentence.Of($"Cannot use the request: {Said(error.Message)} See /api/openapi.json for what is expected."));

    // The framework tells a parameter as the program declares it.
    private static Sentence Said(string message)
    {
        var match = Unbound().Match(message);
        string value = match.Groups["value"].Value, name = match.Groups["name"].Value;
        return !match.Success ? Sentence.Of($"{message}") : match.Groups["type"].Value switch
        {
            "int" or "long" => Sentence.Of($"'{value}' is no whole number for '{name}'."),
            "bool" => Sentence.Of($"'{value}' is no true or false for '{name}'."),
            _ => Sentence.Of($"'{value}' is no number for '{name}'."),
        };
    }

    [GeneratedRegex("^Failed to bind parameter \"(Nullable<)?(?<type>int|long|double|bool)[>?]? (?<name>\\w+)\" from \"(?<value>.*)\"\\.$")]
    private static partial Regex Unbound();

    public static Refusal NoSegment(string id) => new(StatusCodes.Status404NotFound, "No such segment", Sentence.Of(
        $"Cannot find segment '{id}': it is not among this machine's segments now. See GET /api/segments for those that are."));

    /// <param name="id">The segment.</param>
    /// <param name="found">What is in it instead, as "it holds text."</param>
    public static Refusal NoPicture(string id, Sentence found) => new(StatusCodes.Status404NotFound, "No picture in the segment",
        Sentence.Of($"Cannot serve a picture of '{id}': {found} GET /api/segments/{{id}}/bytes serves the bytes as they are."));

    public static Refusal NoSuchPicture(FrameLease lease, int number) => NoPicture(lease.Row.Id.ToString(), lease.Info.Payload.Pictures.Length switch
    {
        0 => Sentence.Of($"it holds no picture of number {number}: there is one at most, number 0."),
        var count => Sentence.Of($"it holds no picture of number {number}: there are {count}, from 0 to {count - 1}."),
    });

    /// <inheritdoc cref="NoPicture"/>
    public static Refusal NoPayload(string id, Sentence found) => new(StatusCodes.Status404NotFound, "Nothing known in the segment",
        Sentence.Of($"Cannot serve what lies in '{id}': {found} GET /api/segments/{{id}}/bytes serves the bytes as they are."));

    public static Refusal Unreadable(Sentence problem) => new(StatusCodes.Status403Forbidden, "Cannot read the segment", problem);

    public static Refusal Busy(string id) => new(StatusCodes.Status423Locked, "Lock in use", Sentence.Of(
        $"Cannot read segment '{id}' just now: a program is using its lock, or another dashboard has it attached, and reading beside them could disturb the programs that share it. Ask again in a moment."));

    public static Refusal TooLarge(long limitBytes) => new(StatusCodes.Status413PayloadTooLarge, "Upload too large", Sentence.Of(
        $"Cannot accept the upload: it is larger than this dashboard's limit of {limitBytes >> 20} MiB. Send a smaller one, or start with a larger --max-upload-mib."));

    public static Refusal TextTooLarge(long limitBytes) => new(StatusCodes.Status413PayloadTooLarge, "Text too large", Sentence.Of(
        $"Cannot accept the text: it is larger than the {limitBytes >> 20} MiB that are taken at once. Send less."));

    public static Refusal LayoutTooLarge(long limitBytes) => new(StatusCodes.Status413PayloadTooLarge, "Layout too large", Sentence.Of(
        $"Cannot take the layout: it is larger than the {limitBytes >> 10} KiB that are taken at once. Send less."));

    public static Refusal From(MaintenanceFailure failure, Sentence problem)
    {
        var (status, title) = failure switch
        {
            MaintenanceFailure.NotFound => (StatusCodes.Status404NotFound, "Nothing of the kind to be done"),
            MaintenanceFailure.NotAllowedNow => (StatusCodes.Status409Conflict, "Not as things are"),
            MaintenanceFailure.SituationChanged => (StatusCodes.Status412PreconditionFailed, "The situation changed"),
            MaintenanceFailure.NeedsSecondConfirmation => (StatusCodes.Status428PreconditionRequired, "Confirm a second time"),
            _ => (StatusCodes.Status403Forbidden, "Not permitted"),
        };
        return new(status, title, problem);
    }

    public static Refusal From(PublishFailure failure, Sentence problem)
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
        return new(status, title, problem);
    }
}
