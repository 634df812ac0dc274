using System.Text.Json;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;
using ShmDashboard.Monitoring;
using ShmDashboard.Monitoring.Occupancy;
using ShmDashboard.Web.Components.Elements;
using ShmDashboard.Web.Configuration;

namespace ShmDashboard.Web.Components.Inspection;

/// <summary>
/// New contents, the lock's holders and those who waited, on one time axis. A loop tells the script what is new, five
/// times a second, while somebody looks and nothing is frozen; nothing of it passes through markup.
/// </summary>
public sealed partial class TimeLine
{
    private static readonly TimeSpan s_interval = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan s_measuring = TimeSpan.FromSeconds(1);

    private readonly CancellationTokenSource _stop = new();
    private ElementReference _root;
    private IJSObjectReference? _module;
    private IJSObjectReference? _script;
    private Task? _telling;
    private ISegmentWatch? _told;
    private LaneFeed _feed = new();
    private bool _looked;
    private bool _paused = true;

    /// <summary>Whose lock; null while nobody looks.</summary>
    [Parameter, EditorRequired] public required ISegmentWatch? Watch { get; set; }

    /// <summary>How much of the past is shown.</summary>
    [Parameter, EditorRequired] public required TimeSpan Window { get; set; }

    /// <summary>Another window was chosen.</summary>
    [Parameter] public EventCallback<TimeSpan> WindowChanged { get; set; }

    /// <summary>The line stands still.</summary>
    [Parameter] public bool Frozen { get; set; }

    /// <summary>The line as it was last looked at, once a second.</summary>
    [Parameter] public EventCallback<LaneSnapshot> Measured { get; set; }

    /// <summary>What this browser chose.</summary>
    [CascadingParameter] public UserSettings Settings { get; set; } = new();

    [Inject] private IJSRuntime Script { get; set; } = null!;

    [Inject] private TimeProvider Time { get; set; } = null!;

    /// <summary>What the script says about the moment under the pointer.</summary>
    private string Words => JsonSerializer.Serialize(new Dictionary<string, string>
    {
        ["held"] = L["Lane.HeldBy"],
        ["heldUnknown"] = L["Lane.HeldUnknown"],
        ["free"] = L["Lane.Free"],
        ["noLock"] = L["Lane.NoLock"],
        ["damaged"] = L["Lane.Damaged"],
        ["unknown"] = L["Lane.Unknown"],
        ["notKept"] = L["Lane.NotKept"],
        ["waits"] = L["Lane.Waits"],
        ["waitUnknown"] = L["Lane.WaitUnknown"],
        ["frame"] = L["Lane.Frame"],
        ["ago"] = L["Lane.Ago"],
        ["now"] = L["Lane.Now"],
        ["lasting"] = L["Lane.Lasting"],
        ["atLeast"] = L["Lane.AtLeast"],
        ["process"] = L["Process.Unnamed"],
        ["damagedShort"] = L["Lane.DamagedShort"],
    });

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (!firstRender) return;
        _module = await Script.InvokeAsync<IJSObjectReference>("import", "./Components/Inspection/TimeLine.razor.js");
        if (_stop.IsCancellationRequested) return;
        _script = await _module.InvokeAsync<IJSObjectReference>("init", _root);
        if (!_stop.IsCancellationRequested) _telling = TellAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        if (_telling is not null) await _telling;
        await _script.DisposeQuietlyAsync("dispose");
        await _module.DisposeQuietlyAsync();
        _stop.Dispose();
    }

    private async Task TellAsync()
    {
        var interval = Settings.Pace(s_interval);
        int tellsPerMeasure = Math.Max(1, (int)(s_measuring / interval));
        using var timer = new PeriodicTimer(interval, Time);
        try
        {
            int tells = 0;
            do
            {
                if (await TellOnceAsync() is { } lane && tells++ % tellsPerMeasure == 0) await Measured.InvokeAsync(lane);
            }
            while (await timer.WaitForNextTickAsync(_stop.Token));
        }
        catch (Exception e) when (e is OperationCanceledException or JSDisconnectedException or ObjectDisposedException)
        {
            // Nobody looks any more.
        }
    }

    private async Task<LaneSnapshot?> TellOnceAsync()
    {
        if (Watch is not { } watch || Frozen)
        {
            if (!_paused) await _script!.InvokeVoidAsync("pause", _stop.Token);
            _paused = true;
            return null;
        }

        if (!ReferenceEquals(watch, _told))
        {
            _told = watch;
            _feed = new LaneFeed();
        }

        var window = Window;
        if (watch.Lane(window) is not { } lane) return null;
        _paused = false;
        await _script!.InvokeVoidAsync("show", _stop.Token, _feed.Next(lane, window));
        if (!_looked)
        {
            _looked = true;
            StateHasChanged();
        }

        return lane;
    }

    private string DurationOf(TimeSpan window) => window < TimeSpan.FromMinutes(1)
        ? L["Age.Seconds", window.TotalSeconds]
        : L["Age.Minutes", window.TotalMinutes];
}
