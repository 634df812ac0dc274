using System.Collections.Immutable;
using System.Globalization;
using Microsoft.AspNetCore.Components;
using ShmDashboard.Monitoring;
using ShmDashboard.Monitoring.Events;
using ShmDashboard.SharedMemory.Processes;
using ShmDashboard.Web.Components.Elements;
using ShmDashboard.Web.Components.Overview;
using ShmDashboard.Web.Components.Processes;
using ShmDashboard.Web.Configuration;

namespace ShmDashboard.Web.Components.Pages;

/// <summary>One process: which segments it has mapped or made, which locks it holds, and what it waits for.</summary>
public sealed partial class ProcessPage
{
    private static readonly TimeSpan s_interval = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan s_ageCheck = TimeSpan.FromSeconds(1);

    private readonly CancellationTokenSource _stop = new();
    private ImmutableArray<ProcessUse> _uses = [];
    private ProcessDetails? _details;
    private string? _lastName;
    private int _shown;
    private bool _looked;
    private bool _isKnown;
    private Freshness _freshness;
    private IDisposable? _subscription;
    private Pulse? _pulse;
    private Task? _ageing;

    /// <summary>The process, in the pid namespace of the dashboard.</summary>
    [Parameter] public int Pid { get; set; }

    /// <summary>What this browser chose.</summary>
    [CascadingParameter] public UserSettings Settings { get; set; } = new();

    [Inject] private ISegmentMonitor Monitor { get; set; } = null!;

    [Inject] private EventLog Events { get; set; } = null!;

    [Inject] private DescribeProcess Describe { get; set; } = null!;

    [Inject] private TimeProvider Time { get; set; } = null!;

    private string Number => Pid.ToString(CultureInfo.InvariantCulture);

    private bool IsNamed => Pid == Environment.ProcessId || _lastName is not null;

    private string Name => Pid == Environment.ProcessId ? L["Process.ThisDashboard"] : _lastName ?? L["Process.Unnamed"];

    protected override Task OnParametersSetAsync()
    {
        if (_shown != Pid) (_lastName, _isKnown) = (null, false);
        _shown = Pid;
        return LookAsync();
    }

    protected override void OnAfterRender(bool firstRender)
    {
        if (!firstRender) return;
        _pulse = new Pulse(Settings.Pace(s_interval), Time, () => InvokeAsync(LookAgainAsync));
        _subscription = Monitor.Subscribe(_pulse.Signal);
        _ageing = NoticeAgeAsync();
        _pulse.Signal();
    }

    public async ValueTask DisposeAsync()
    {
        _subscription?.Dispose();
        await _stop.CancelAsync();
        if (_pulse is not null) await _pulse.DisposeAsync();
        if (_ageing is not null) await _ageing;
        _stop.Dispose();
    }

    /// <summary>Takes in how things are; true when the page has to be drawn anew.</summary>
    private async Task<bool> LookAsync()
    {
        int pid = Pid;
        var details = await Describe(pid);
        // The page went on to another process meanwhile, which is looked at by itself.
        if (pid != Pid) return false;
        var list = Monitor.Current;
        var uses = ProcessUse.Of(list.Rows, Pid, details?.StartedUtc);
        var freshness = ListFreshness.Of(list, Time.GetUtcNow());
        if (_looked && details == _details && freshness == _freshness && uses.SequenceEqual(_uses)) return false;
        _looked = true;
        _details = details;
        _freshness = freshness;
        _uses = uses;
        // A process that has ended keeps the name it had: the page does not become another's.
        _lastName = details?.Process.Name ?? _lastName ?? NameIn(uses);
        if (details is not null || !uses.IsEmpty) _isKnown = true;
        if (!_isKnown) Remember();
        return true;
    }

    // What has ended has left at most what happened to segments.
    private void Remember()
    {
        if (Events.Current.Events.Select(one => one.Process).FirstOrDefault(process => process?.Pid == Pid) is not { } before) return;
        (_isKnown, _lastName) = (true, before.Name);
    }

    private async Task LookAgainAsync()
    {
        if (!_stop.IsCancellationRequested && await LookAsync() && !_stop.IsCancellationRequested) StateHasChanged();
    }

    // It ends, and the list grows old, without anybody telling.
    private async Task NoticeAgeAsync()
    {
        using var timer = new PeriodicTimer(s_ageCheck, Time);
        try
        {
            while (await timer.WaitForNextTickAsync(_stop.Token)) await LookAgainAsync();
        }
        catch (OperationCanceledException)
        {
        }
    }

    private string? NameIn(ImmutableArray<ProcessUse> uses) =>
        uses.SelectMany(use => use.Row.Attached).Concat(uses.SelectMany(use => use.Row.Lock.Waiters.Concat(use.Row.OtherLocks.SelectMany(other => other.Waiters))))
            .FirstOrDefault(process => process.Pid == Pid).Name;

    private string RolesIn(ProcessRoles roles)
    {
        var words = new List<string>();
        if (roles.HasFlag(ProcessRoles.Waiter)) words.Add(L["Processes.Waiter"]);
        if (roles.HasFlag(ProcessRoles.Holder)) words.Add(L["Processes.Holder"]);
        if (roles.HasFlag(ProcessRoles.InferredHolder)) words.Add(L["ProcessPage.InferredHolder"]);
        if (roles.HasFlag(ProcessRoles.Creator)) words.Add(L["Processes.Creator"]);
        if (roles.HasFlag(ProcessRoles.Attached)) words.Add(L["ProcessPage.Attached"]);
        return string.Join(L["Process.Comma"], words);
    }
}
