using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Forms;
using Microsoft.JSInterop;
using MudBlazor;
using ShmDashboard.Imaging.Formats;
using ShmDashboard.Monitoring;
using ShmDashboard.Monitoring.Activity;
using ShmDashboard.Monitoring.Maintenance;
using ShmDashboard.Monitoring.Publishing;
using ShmDashboard.SharedMemory.Segments;
using ShmDashboard.Web.Components.Acting;
using ShmDashboard.Web.Components.Elements;
using ShmDashboard.Web.Components.Uploading;
using ShmDashboard.Web.Components.Wording;
using ShmDashboard.Web.Configuration;
using ShmDashboard.Web.Hosting;
using ShmDashboard.Web.Pictures;

namespace ShmDashboard.Web.Components.Pages;

/// <summary>
/// Puts pictures and text into segments. Files stay in the browser, which previews and sends them; here is
/// decided where they go, and said what will happen before it happens.
/// </summary>
public sealed partial class UploadPage
{
    private static readonly TimeSpan s_planInterval = TimeSpan.FromSeconds(1);

    // Systems do not know all of them as pictures.
    private static readonly string s_accepted = string.Join(',', PictureFormats.All
        .Where(format => !format.IsShownByBrowsers).SelectMany(format => format.Extensions).Select(ending => "." + ending).Prepend("image/*"));

    private readonly List<UploadItem> _items = [];
    private readonly TextDraft _draft = new();
    private ElementReference _root;
    private UploadTarget? _aim;
    private MudFileUpload<IReadOnlyList<IBrowserFile>>? _chooser;
    private bool _dragging;
    private bool _text;
    private bool _disposed;
    private IDisposable? _subscription;
    private IActivityInterest? _interest;
    private Pulse? _pulse;
    private IJSObjectReference? _module;
    private IJSObjectReference? _script;
    private DotNetObjectReference<UploadPage>? _self;

    /// <summary>The segment one came from: <c>qt:share</c>.</summary>
    [Parameter, SupplyParameterFromQuery(Name = "target")] public string? Target { get; set; }

    [Inject] private ISegmentMonitor Monitor { get; set; } = null!;

    [Inject] private ISegmentPublisher Publisher { get; set; } = null!;

    [Inject] private IFramePublisher Frames { get; set; } = null!;

    [Inject] private FrameTargets Targets { get; set; } = null!;

    [Inject] private ISegmentJanitor Janitor { get; set; } = null!;

    [Inject] private DashboardOptions Options { get; set; } = null!;

    [Inject] private TimeProvider Time { get; set; } = null!;

    [Inject] private IJSRuntime Script { get; set; } = null!;

    [Inject] private IDialogService Dialogs { get; set; } = null!;

    protected override void OnInitialized()
    {
        _aim = UploadTarget.Parse(Target);
        if (_aim is { } aim) _draft.Target = aim;
    }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (!firstRender) return;
        // Others attach and detach meanwhile: what is said of the consequences must stay true.
        _pulse = new Pulse(s_planInterval, Time, () => InvokeAsync(PlanAgainAsync));
        _subscription = Monitor.Subscribe(_pulse.Signal);
        _interest = Monitor.MeasureActivity();
        _self = DotNetObjectReference.Create(this);
        _module = await Script.InvokeAsync<IJSObjectReference>("import", "./Components/Pages/UploadPage.razor.js");
        if (_disposed) return;
        _script = await _module.InvokeAsync<IJSObjectReference>("init", _root, _self, Options.MaxUploadBytes);
    }

    /// <summary>Called by the script: files were chosen, dropped or pasted.</summary>
    [JSInvokable]
    public Task FilesAdded(ChosenFile[] files) => InvokeAsync(async () =>
    {
        _text = false;
        foreach (var file in files)
        {
            var item = new UploadItem(file, _aim ?? UploadTarget.ForFile(file.Name, [.. _items.Select(other => other.Target)]));
            // Where raw pixels are read, a picture file would be noise.
            if (_aim is not null && UploadItem.OwnLayout(item.Target, Monitor) is not null) item.Frame = new FrameDraft();
            // The segment one came from takes the first picture only.
            _aim = null;
            _items.Add(item);
            await ChangedAsync(item);
        }

        StateHasChanged();
    });

    /// <summary>Called by the script while a file is sent.</summary>
    [JSInvokable]
    public Task Progress(int id, double share) => InvokeAsync(() =>
    {
        if (_items.Find(item => item.File.Id == id) is not { } item) return;
        item.Progress = share;
        StateHasChanged();
    });

    /// <summary>Called by the script when the text was changed.</summary>
    [JSInvokable]
    public Task TextChanged(long utf8Bytes, long characters) => InvokeAsync(async () =>
    {
        _draft.Utf8Bytes = utf8Bytes;
        _draft.Characters = characters;
        _draft.Answer = null;
        await PlanTextAsync();
        StateHasChanged();
    });

    public async ValueTask DisposeAsync()
    {
        _disposed = true;
        _subscription?.Dispose();
        _interest?.Dispose();
        if (_pulse is not null) await _pulse.DisposeAsync();
        await _script.DisposeQuietlyAsync("dispose");
        await _module.DisposeQuietlyAsync();
        _self?.Dispose();
    }

    /// <summary>Target or layout were changed: what would be sent, and what that would do, are found out anew.</summary>
    private async Task ChangedAsync(UploadItem item)
    {
        if (item.File.Problem is not null) return;
        bool wanted = item.NeedsConversion;
        if (item.Phase is UploadPhase.Failed or UploadPhase.Cancelled) item.Phase = UploadPhase.Ready;
        // What was planned for another target is not carried out on this one.
        item.Plan = null;
        if (item.Prepared is not { } prepared || prepared.Converted != wanted)
        {
            item.Phase = UploadPhase.Preparing;
            item.Prepared = wanted
                ? await _script!.InvokeAsync<PreparedFile>("prepare", item.File.Id)
                : new PreparedFile(item.File.Bytes, false, null, null, null, null, false);
            // Changed again while the browser converted.
            if (item.NeedsConversion != wanted) return;
            item.Phase = UploadPhase.Ready;
        }

        await PlanAsync(item);
    }

    private async Task PlanAsync(UploadItem item)
    {
        if (item.Prepared is not { } prepared || !IsPlanned(item)) return;
        item.Problem = prepared.Problem is { } problem ? L["Upload.CannotConvert", problem].Value : TooLarge(prepared.Bytes);
        if (item.Problem is not null) item.Plan = null;
        else if (!item.Target.TryGetId(out var id)) (item.Plan, item.Problem) = (null, WrongWith(item.Target));
        else if (item.Frame is { } draft) await PlanFrameAsync(item, id, draft);
        else await PlanAsync(item, id, prepared);
    }

    private async Task PlanAsync(UploadItem item, SegmentId id, PreparedFile prepared)
    {
        var (target, kind) = (item.Target, item.Kind);
        var (plan, problem) = await LookAsync(() => Publisher.Plan(id, kind, prepared.Bytes));
        // Chosen otherwise meanwhile, or on its way.
        if (item.Frame is not null || item.Target != target || item.Kind != kind || item.Prepared != prepared || !IsPlanned(item)) return;
        (item.Plan, item.Problem) = (plan, problem);
    }

    private async Task PlanFrameAsync(UploadItem item, SegmentId id, FrameDraft draft)
    {
        var target = item.Target;
        var (frame, refusal) = await Targets.ResolveAsync(id, draft.Choice, item.File.Width, item.File.Height, CancellationToken.None);
        string? problem = Words.IfAny(refusal);
        PublishPlan? plan = null;
        if (frame is not null) (plan, problem) = await LookAsync(() => Frames.PlanFrame(id, frame.Frame, frame.Order.Blank));
        // Chosen otherwise meanwhile, or on its way.
        if (item.Frame != draft || item.Target != target || !IsPlanned(item)) return;
        (item.Plan, item.Problem) = (plan, problem);
    }

    // What is on its way, or was written, is planned no more.
    private static bool IsPlanned(UploadItem item) => item.Phase is not (UploadPhase.Sending or UploadPhase.Done);

    // The kernel is asked on a worker, so that the page goes on meanwhile. Looking may fail for the moment, as with no file
    // descriptors left; the next look is a second away.
    private static async Task<(PublishPlan? Plan, string? Problem)> LookAsync(Func<PublishPlan> look)
    {
        try
        {
            return (await Task.Run(look), null);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return (null, error.Message);
        }
    }

    private async Task PlanTextAsync()
    {
        var asked = (_draft.Target, _draft.Kind, _draft.Characters, _draft.PayloadBytes);
        var (plan, problem) = _draft switch
        {
            { Characters: 0 } => (null, null),
            { Utf8Bytes: var bytes } when bytes > Options.MaxTextBytes => (null, L["Upload.TextTooLarge", Sizes.Full(bytes), Sizes.Short(Options.MaxTextBytes)].Value),
            _ when _draft.Target.TryGetId(out var id) => await LookAsync(() => Publisher.Plan(id, asked.Kind, asked.PayloadBytes)),
            _ => ((PublishPlan?)null, WrongWith(_draft.Target)),
        };
        // Typed on meanwhile: the newer look counts.
        if (asked == (_draft.Target, _draft.Kind, _draft.Characters, _draft.PayloadBytes)) (_draft.Plan, _draft.Problem) = (plan, problem);
    }

    private async Task PlanAgainAsync()
    {
        foreach (var item in _items.ToArray()) await PlanAsync(item);
        if (_disposed) return;
        await PlanTextAsync();
        if (_interest is not null)
            _interest.Ids = [.. _items.Select(item => item.Plan).Append(_draft.Plan).OfType<PublishPlan>().Select(plan => plan.Target)];
        StateHasChanged();
    }

    private Task<bool> MayOverwriteAsync(PublishPlan? plan) => LiveOverwrite.MayWriteAsync(
        plan, Monitor.Current.Rows.FirstOrDefault(row => row.Id == plan?.Target), Dialogs, L);

    private string WrongWith(UploadTarget target) => target switch
    {
        { Name: "" } => L["Target.Missing"],
        { Scheme: SegmentScheme.SystemV } => L["Target.NotANumber", target.Name],
        _ => L["Target.NotAPosixName", target.Name],
    };

    private string? TooLarge(long bytes) => bytes > Options.MaxUploadBytes
        ? L["Upload.TooLarge", Sizes.Full(bytes), Sizes.Short(Options.MaxUploadBytes)].Value
        : null;

    private async Task SendAsync(UploadItem item)
    {
        if (!item.CanSend || !item.Target.TryGetId(out var id) || !await MayOverwriteAsync(item.Plan) || !item.CanSend) return;
        item.Phase = UploadPhase.Sending;
        item.Progress = 0;
        StateHasChanged();
        string stored = item.Frame is { } draft ? draft.Choice.Query : item.Kind == PayloadKind.QtImage ? "?payload=qt" : "?payload=file";
        string url = SegmentLinks.Picture(id) + stored + Situation(item.Plan);
        item.Answer = await _script!.InvokeAsync<SentFile>("send", item.File.Id, url, item.NeedsConversion);
        item.Phase = item.Answer switch { { Ok: true } => UploadPhase.Done, { Cancelled: true } => UploadPhase.Cancelled, _ => UploadPhase.Failed };
        await PlanAsync(item);
        StateHasChanged();
    }

    // A body that is broken off is never written: the host writes when it has all of it.
    private async Task CancelAsync(UploadItem item)
    {
        if (item.Phase == UploadPhase.Sending) await _script!.InvokeVoidAsync("cancel", item.File.Id);
    }

    private async Task SendAllAsync()
    {
        foreach (var item in _items.Where(item => item.CanSend).ToArray()) await SendAsync(item);
    }

    private async Task SendTextAsync()
    {
        if (!_draft.CanSend || !_draft.Target.TryGetId(out var id) || !await MayOverwriteAsync(_draft.Plan) || !_draft.CanSend) return;
        _draft.Sending = true;
        _draft.Answer = null;
        StateHasChanged();
        string layout = _draft.Kind switch { PayloadKind.QString => "qstring", PayloadKind.QByteArray => "qbytearray", _ => "utf8" };
        _draft.Answer = await _script!.InvokeAsync<SentFile>("sendText", $"{SegmentLinks.Text(id)}?as={layout}{Situation(_draft.Plan)}");
        _draft.Sending = false;
        await PlanTextAsync();
    }

    // What is done must be what was shown, however long ago that was.
    private static string Situation(PublishPlan? plan) => plan is { Situation.Length: > 0 } ? "&situation=" + Uri.EscapeDataString(plan.Situation) : "";

    private async Task RemoveAsync(UploadItem item)
    {
        _items.Remove(item);
        await _script!.InvokeVoidAsync("forget", item.File.Id);
    }
}
