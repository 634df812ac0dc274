using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;
using ShmDashboard.Imaging.Payloads;
using ShmDashboard.Monitoring;
using ShmDashboard.Monitoring.Segments;
using ShmDashboard.SharedMemory.Segments;
using ShmDashboard.Web.Components.Elements;
using ShmDashboard.Web.Components.Wording;

namespace ShmDashboard.Web.Components.Inspection;

/// <summary>
/// A segment's picture, large. A loop waits for a newer frame, has the browser fetch and paint it, and only then waits for
/// the next: however fast the writer is, the browser paints what it can, always the newest.
/// </summary>
public sealed partial class PictureViewer
{
    private static readonly TimeSpan s_retry = TimeSpan.FromSeconds(1);

    private ElementReference _root;
    private IJSObjectReference? _module;
    private IJSObjectReference? _script;
    private DotNetObjectReference<PictureViewer>? _self;
    private CancellationTokenSource? _stop;
    private Task? _painting;
    private ISegmentWatch? _watched;
    private SegmentId? _lastId;
    private TaskCompletionSource _thaw = new();
    private (string Status, string? Detail)? _problem;
    private long _paintedSequence;
    private long _frozenAt;
    private bool _painted;
    private bool _wasFrozen;
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

    /// <summary>The browser's page was hidden (false) or shown again (true).</summary>
    [Parameter] public EventCallback<bool> VisibleChanged { get; set; }

    [Inject] private IJSRuntime Script { get; set; } = null!;

    [Inject] private TimeProvider Time { get; set; } = null!;

    private PayloadDescription? Payload => Row?.Frame?.Payload;

    private bool IsDamaged => Payload?.Integrity is PayloadIntegrity.Damaged or PayloadIntegrity.Truncated;

    private bool HasPicture => _painted || Payload?.IsPicture == true;

    /// <summary>What is on the canvas is not how things are.</summary>
    private bool Worn => _painted && !Frozen &&
        (Row is null or { Gone: true } or { ReadProblem: not null } || IsDamaged || _problem is not null);

    private string FileName => $"{Name.Trim('/').Replace('/', '_')}-{(Frozen ? _frozenAt : _paintedSequence)}";

    private string StageLabel => Payload is { } payload
        ? L["Viewer.StageOf", PayloadWords.Long(payload, L)]
        : L["Viewer.Label"];

    /// <summary>What is shown instead of a picture.</summary>
    private (string Title, string Text)? Cover
    {
        get
        {
            if (_painted && (Frozen || Payload?.IsPicture != false)) return null;
            if (Row is null) return Looked ? (L["Viewer.Absent"], L["Viewer.AbsentText"]) : (L["Viewer.Looking"], "");
            if (Row.Gone) return (L["Viewer.Gone"], L["Viewer.GoneText"]);
            if (Row.ReadProblem is { } problem) return (L["State.Unreadable"], problem);
            return Payload switch
            {
                null => (L["Viewer.Looking"], ""),
                { IsText: true } => ("", ""),
                { IsPicture: true } when IsDamaged => (StateWords.Damage(Payload, L)!, L["Viewer.DamagedText"]),
                { IsPicture: true } => (L["Viewer.Decoding"], ""),
                { Format: PayloadFormat.Empty } => (L["Viewer.Empty"], L["Viewer.EmptyText"]),
                { Format: PayloadFormat.QtNullImage } => (L["Viewer.NullImage"], L["Viewer.NullImageText"]),
                _ => (L["Viewer.Bytes"], L["Viewer.BytesText"]),
            };
        }
    }

    /// <summary>What has to be said about the picture on the canvas.</summary>
    private (Tone Tone, string Title, string Text)? Notice
    {
        get
        {
            if (Frozen) return (Tone.Quiet, L["Viewer.FrozenTitle"], L["Viewer.FrozenText"]);
            if (Row is { Gone: true } && _painted)
                return (Tone.Bad, L["Viewer.Gone"], GoneSince is { } since ? L["Viewer.GoneSince", Clock(since)] : L["Viewer.GoneText"]);
            if (Row?.ReadProblem is { } unreadable && _painted) return (Tone.Warn, L["Viewer.LastGood"], unreadable);
            if (IsDamaged) return (Tone.Bad, _painted ? L["Viewer.LastGood"] : "", Payload!.Problem ?? StateWords.Damage(Payload, L)!);
            return _problem switch
            {
                ("undecodable", var detail) => (Tone.Bad, L["Picture.Undecodable"], detail ?? ""),
                ("unreachable", var detail) => (Tone.Warn, L["Picture.Unreachable"], detail ?? ""),
                _ => null,
            };
        }
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

    protected override void OnParametersSet()
    {
        if (Frozen && !_wasFrozen) _frozenAt = _paintedSequence;
        if (!Frozen && _wasFrozen)
        {
            _thaw.TrySetResult();
            _thaw = new();
        }

        _wasFrozen = Frozen;
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
        await StopAsync();
        await _script.DisposeQuietlyAsync("dispose");
        await _module.DisposeQuietlyAsync();
        _self?.Dispose();
    }

    /// <summary>Paints from the watch that is given now; another segment begins with an empty canvas.</summary>
    private async Task FollowAsync()
    {
        var watch = Watch;
        if (ReferenceEquals(_watched, watch)) return;
        bool another = _lastId is { } last && watch is not null && last != watch.Id;
        _watched = watch;
        _lastId = watch?.Id ?? _lastId;
        await StopAsync();
        if (watch is null || _disposed || !ReferenceEquals(_watched, watch)) return;
        if (another)
        {
            _painted = false;
            _paintedSequence = 0;
            await _script!.InvokeVoidAsync("clear");
        }

        _stop = new();
        _painting = PaintAsync(watch, _stop.Token);
    }

    private async Task StopAsync()
    {
        if (_stop is not { } stop) return;
        _stop = null;
        await stop.CancelAsync();
        if (_painting is not null) await _painting;
        stop.Dispose();
    }

    private async Task PaintAsync(ISegmentWatch watch, CancellationToken cancellationToken)
    {
        long seen = 0;
        double? latency = null;
        try
        {
            while (true)
            {
                var row = await watch.WaitForNewerAsync(seen, cancellationToken);
                if (Frozen)
                {
                    await _thaw.Task.WaitAsync(cancellationToken);
                    continue;
                }

                var frame = row.Frame!;
                seen = frame.Sequence;
                if (frame.Payload is not { IsPicture: true, Integrity: not (PayloadIntegrity.Damaged or PayloadIntegrity.Truncated) })
                    continue;
                var shown = await _script!.InvokeAsync<PaintResult>("show", cancellationToken, watch.Id.ToString(), seen, latency);
                latency = (Time.GetUtcNow() - frame.ReadUtc).TotalMilliseconds;
                seen = Math.Max(seen, shown.Sequence);
                Settle(shown);
                if (shown.Status == "unreachable") await Task.Delay(s_retry, Time, cancellationToken);
            }
        }
        catch (Exception e) when (e is OperationCanceledException or JSDisconnectedException or ObjectDisposedException)
        {
            // Nobody looks any more.
        }
    }

    private void Settle(PaintResult shown)
    {
        bool painted = shown.Status == "painted";
        (string, string?)? problem = painted || shown.Status is "missing" or "cancelled" ? null : (shown.Status, shown.Detail);
        bool changed = problem != _problem || (painted && !_painted);
        _problem = problem;
        if (painted)
        {
            _painted = true;
            _paintedSequence = shown.Sequence;
        }

        if (changed && !_disposed) StateHasChanged();
    }

    private static string Clock(DateTimeOffset moment) =>
        moment.ToLocalTime().ToString("HH:mm:ss", System.Globalization.CultureInfo.InvariantCulture);
}
