using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;
using ShmDashboard.Imaging.Layouts;
using ShmDashboard.Imaging.Payloads;
using ShmDashboard.Monitoring;
using ShmDashboard.Monitoring.Segments;
using ShmDashboard.SharedMemory.Segments;
using ShmDashboard.Web.Components.Elements;
using ShmDashboard.Web.Components.Layouts;
using ShmDashboard.Web.Components.Wording;

namespace ShmDashboard.Web.Components.Inspection;

/// <summary>
/// A segment's picture, large. The page's worker gets its frames and paints them (<c>live.js</c>); what is told here is only
/// which segment, whether it is frozen, and what became of it.
/// </summary>
public sealed partial class PictureViewer
{
    // Longer than any program of this kind takes to write a picture.
    private static readonly TimeSpan s_rest = TimeSpan.FromSeconds(2);

    private ElementReference _root;
    private ITimer? _resting;
    private IJSObjectReference? _module;
    private IJSObjectReference? _script;
    private DotNetObjectReference<PictureViewer>? _self;
    private SegmentId? _followed;
    private (string Status, string? Detail)? _problem;
    private long _frozenAt;
    private bool _painted;
    private bool _unfolded;
    private bool _frozenTold;
    private PictureLook _lookTold = PictureLook.Usual;
    private bool _disposed;

    /// <summary>The watch whose frames are painted; null while nobody looks.</summary>
    [Parameter, EditorRequired] public required ISegmentWatch? Watch { get; set; }

    /// <summary>The newest row; null when the segment is not there.</summary>
    [Parameter, EditorRequired] public required SegmentRow? Row { get; set; }

    /// <summary>What the segment is called.</summary>
    [Parameter, EditorRequired] public required string Name { get; set; }

    /// <summary>The segment was looked for.</summary>
    [Parameter] public bool Looked { get; set; } = true;

    /// <summary>Since when it is gone, as far as this page saw.</summary>
    [Parameter] public DateTimeOffset? GoneSince { get; set; }

    /// <summary>The last painted picture is kept.</summary>
    [Parameter] public bool Frozen { get; set; }

    /// <summary>Freeze or go on.</summary>
    [Parameter] public EventCallback<bool> FrozenChanged { get; set; }

    /// <summary>What stands between the picture and the line at the bottom.</summary>
    [Parameter] public RenderFragment? Below { get; set; }

    /// <summary>How the picture is shown.</summary>
    [Parameter] public PictureLook Look { get; set; } = PictureLook.Usual;

    /// <summary>Something was marked in it.</summary>
    [Parameter] public EventCallback<PictureLook> LookChanged { get; set; }

    /// <summary>Gets the pixel under the cursor, some times a second.</summary>
    [Parameter] public PixelPointer? Pointer { get; set; }

    /// <summary>The browser's page was hidden (false) or shown again (true).</summary>
    [Parameter] public EventCallback<bool> VisibleChanged { get; set; }

    [Inject] private IJSRuntime Script { get; set; } = null!;

    [Inject] private TimeProvider Time { get; set; } = null!;

    private PayloadDescription? Payload => Row?.Frame?.Payload;

    private bool IsDamaged => Payload?.IsDamaged == true;

    /// <summary>Nothing has been written for so long that nobody is in the middle of it.</summary>
    private bool IsAtRest => UnchangedSince is { } since && Time.GetUtcNow() - since >= s_rest;

    private DateTimeOffset? UnchangedSince => Row?.LastChangeUtc ?? Row?.Frame?.ReadUtc;

    private bool HasPicture => _painted || Payload?.IsPicture == true;

    /// <summary>What is on the canvas is not how things are.</summary>
    private bool Worn => _painted && !Frozen &&
        (Row is null or { Gone: true } or { ReadProblem: not null } || IsDamaged || _problem is not null);

    private string FileName => Name.Trim('/').Replace('/', '_');

    private string StageLabel => Payload is { } payload
        ? L["Viewer.StageOf", PayloadWords.Long(payload, L)]
        : L["Viewer.Label"];

    /// <summary>What is shown instead of a picture.</summary>
    private (string Title, string Text)? Cover
    {
        get
        {
            if (_painted && (Frozen || Payload?.IsPicture != false || Look.Layout is not null)) return null;
            if (Row is null) return Looked ? (L["Viewer.Absent"], L["Viewer.AbsentText"]) : (L["Viewer.Looking"], "");
            if (Row.Gone) return (L["Viewer.Gone"], L["Viewer.GoneText"]);
            if (Row.ReadProblem is { } problem) return (L["State.Unreadable"], Words.Of(problem));
            return Payload switch
            {
                null => (L["Viewer.Looking"], ""),
                { IsText: true } => ("", ""),
                { IsPicture: true } when IsDamaged => (StateWords.Damage(Payload, L)!, DamageText),
                { IsPicture: true } => (L["Viewer.Decoding"], ""),
                { Format: PayloadFormat.Empty } when Row.Facts.SizeBytes == 0 => (L["State.NoBytes"], L["State.NoBytesExplained"]),
                { Format: PayloadFormat.Empty, Integrity: PayloadIntegrity.Complete } => (L["Viewer.Empty"], L["Viewer.EmptyText"]),
                { Format: PayloadFormat.Empty } => (L["Viewer.ZerosSoFar"], L["Viewer.EmptySoFar"]),
                { Format: PayloadFormat.QtNullImage } => (L["Viewer.NullImage"], L["Viewer.NullImageText"]),
                _ => (L["Viewer.Bytes"], L["Viewer.BytesText"]),
            };
        }
    }

    /// <summary>What a damaged picture means: somebody is writing it, or it was left like that.</summary>
    private string DamageText => !IsAtRest ? L["Viewer.DamagedText"]
        : Payload!.MissingBytes > 0 ? L["Viewer.TooSmallText", SizeWords.Exact(Row!.Facts.SizeBytes), SizeWords.Exact(Payload.MissingBytes)]
        : Payload.Integrity == PayloadIntegrity.Truncated ? L["Viewer.CutText", SizeWords.Exact(Payload.PayloadLength)]
        : L["Viewer.SpoiltText"];

    /// <summary>What has to be said about the picture on the canvas.</summary>
    private (Tone Tone, string Title, string Text)? Notice
    {
        get
        {
            if (Frozen) return (Tone.Quiet, L["Viewer.FrozenTitle"], L["Viewer.FrozenText"]);
            if (Row is { Gone: true } && _painted)
                return (Tone.Bad, L["Viewer.Gone"], GoneSince is { } since ? L["Viewer.GoneSince", Clock(since)] : L["Viewer.GoneText"]);
            if (Row?.ReadProblem is { } unreadable && _painted) return (Tone.Warn, L["Viewer.LastGood"], Words.Of(unreadable));
            if (IsDamaged)
            {
                string title = !_painted ? "" : Payload!.IsShownInPart && IsAtRest ? L["Viewer.ShownInPart"] : L["Viewer.LastGood"];
                return (Tone.Bad, title, Words.IfAny(Payload!.Problem) ?? StateWords.Damage(Payload, L)!);
            }
            return _problem switch
            {
                ("undecodable", var detail) => (Tone.Bad, L["Picture.Undecodable"], detail ?? ""),
                ("unreachable", var detail) => (Tone.Warn, L["Picture.Unreachable"], detail ?? ""),
                _ => null,
            };
        }
    }

    /// <summary>When nothing is written any more nothing is told either: looks again once the picture rests.</summary>
    protected override void OnParametersSet()
    {
        if (!IsDamaged || IsAtRest || UnchangedSince is not { } since) return;
        _resting ??= Time.CreateTimer(_ => _ = InvokeAsync(() => { if (!_disposed) StateHasChanged(); }), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        var left = since + s_rest - Time.GetUtcNow();
        _resting.Change(left > TimeSpan.Zero ? left : TimeSpan.Zero, Timeout.InfiniteTimeSpan);
    }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (firstRender)
        {
            _self = DotNetObjectReference.Create(this);
            _module = await Script.InvokeAsync<IJSObjectReference>("import", "./Components/Inspection/PictureViewer.razor.js");
            if (_disposed) return;
            _script = await _module.InvokeAsync<IJSObjectReference>("init", _root, _self);
        }

        if (_script is not null && !_disposed) await FollowAsync();
    }

    /// <summary>Called by the script: the space bar was pressed.</summary>
    [JSInvokable]
    public Task ToggleFreeze() => InvokeAsync(() => FrozenChanged.InvokeAsync(!Frozen));

    /// <summary>Called by the script when the page is hidden or shown again.</summary>
    [JSInvokable]
    public Task PageVisible(bool visible) => InvokeAsync(() => VisibleChanged.InvokeAsync(visible));

    public async ValueTask DisposeAsync()
    {
        _disposed = true;
        if (_resting is not null) await _resting.DisposeAsync();
        await _script.DisposeQuietlyAsync("dispose");
        await _module.DisposeQuietlyAsync();
        _self?.Dispose();
    }

    /// <summary>
    /// Called by the script: <c>painted</c> (the first of a picture), <c>frozen</c> (at which frame), <c>undecodable</c> or
    /// <c>unreachable</c>, with what the browser said.
    /// </summary>
    [JSInvokable]
    public Task Told(string status, long sequence, string? detail) => InvokeAsync(() =>
    {
        if (_disposed) return;
        (string, string?)? problem = status is "undecodable" or "unreachable" ? (status, detail) : null;
        bool changed = problem != _problem || (status == "painted" && !_painted) || (status == "frozen" && sequence != _frozenAt);
        _problem = problem;
        if (status == "frozen") _frozenAt = sequence;
        _painted |= status == "painted";
        if (changed) StateHasChanged();
    });

    /// <summary>Called by the script: the pixel under the cursor; below 0 for none.</summary>
    [JSInvokable]
    public Task PixelAt(int x, int y) => InvokeAsync(() => Pointer?.MoveTo(x < 0 || y < 0 ? null : (x, y)));

    /// <summary>Called by the script: a region (x, y, width, height) or a line (from, to) was drawn, or taken away.</summary>
    [JSInvokable]
    public Task Selected(string what, int[]? numbers) => InvokeAsync(() =>
    {
        if (_disposed || numbers is not (null or [_, _, _, _])) return Task.CompletedTask;
        _lookTold = what == "line"
            ? Look with { Line = numbers is null ? null : new PixelLine(numbers[0], numbers[1], numbers[2], numbers[3]) }
            : Look with { Region = numbers is null ? null : new PixelRegion(numbers[0], numbers[1], numbers[2], numbers[3]) };
        return LookChanged.InvokeAsync(_lookTold);
    });

    /// <summary>Tells the script what it does not know yet.</summary>
    private async Task FollowAsync()
    {
        if (Look != _lookTold && !_disposed)
        {
            _lookTold = Look;
            await _script!.InvokeVoidAsync("look", Look.Layout, Look.Mapping, Look.Picture, Look.Region is { } box ? new[] { box.X, box.Y, box.Width, box.Height } : null,
                Look.Line is { } line ? new[] { line.X1, line.Y1, line.X2, line.Y2 } : null);
        }

        if (Watch?.Id is { } id && id != _followed)
        {
            _painted &= _followed is null;
            _problem = null;
            _followed = id;
            await _script!.InvokeVoidAsync("follow", id.ToString());
        }

        if (Frozen != _frozenTold && !_disposed)
        {
            _frozenTold = Frozen;
            await _script!.InvokeVoidAsync("freeze", Frozen);
        }
    }

    private static string Clock(DateTimeOffset moment) =>
        moment.ToLocalTime().ToString("HH:mm:ss", System.Globalization.CultureInfo.InvariantCulture);
}
