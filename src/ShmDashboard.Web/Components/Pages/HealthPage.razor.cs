using System.Collections.Immutable;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using ShmDashboard.Monitoring;
using ShmDashboard.Monitoring.Health;
using ShmDashboard.Monitoring.Maintenance;
using ShmDashboard.Monitoring.Segments;
using ShmDashboard.Monitoring.Waiting;
using ShmDashboard.SharedMemory.Removal;
using ShmDashboard.SharedMemory.Segments;
using ShmDashboard.Web.Components.Diagnosis;
using ShmDashboard.Web.Components.Elements;
using ShmDashboard.Web.Components.Overview;
using ShmDashboard.Web.Components.Wording;
using ShmDashboard.Web.Localization;

namespace ShmDashboard.Web.Components.Pages;

/// <summary>What is wrong with this machine's segments, who waits for whom, and what was done about it.</summary>
public sealed partial class HealthPage
{
    private static readonly TimeSpan s_interval = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan s_ageCheck = TimeSpan.FromSeconds(1);

    private readonly CancellationTokenSource _stop = new();
    private readonly List<IDisposable> _subscriptions = [];
    private ImmutableArray<Finding> _findings = [];
    private ImmutableArray<SegmentRow> _waiting = [];
    private ImmutableArray<TrashedSegment> _trash = [];
    private (ImmutableArray<MaintenanceEntry> Log, DateTimeOffset? ExaminedUtc)? _trashAsOf;
    private ImmutableArray<MaintenanceEntry> _log = [];
    private WaitGraph _graph = WaitGraph.Empty;
    private DateTimeOffset? _examined;
    private Freshness _freshness;
    private int _segments;
    private string? _problem;
    private string? _refusal;
    private bool _examining;
    private Pulse? _pulse;
    private Task? _ageing;

    [Inject] private IHealthMonitor Health { get; set; } = null!;

    [Inject] private ISegmentMonitor Monitor { get; set; } = null!;

    [Inject] private ISegmentJanitor Janitor { get; set; } = null!;

    [Inject] private TimeProvider Time { get; set; } = null!;

    private string Summary => _freshness == Freshness.Waiting ? "" : _findings.Length switch
    {
        0 => L["Health.SummaryNone"],
        1 => L["Health.SummaryOne"],
        var many => L["Health.Summary", many],
    };

    protected override async Task OnInitializedAsync()
    {
        Look();
        await LookIntoTrashAsync();
    }

    protected override void OnAfterRender(bool firstRender)
    {
        if (!firstRender) return;
        _pulse = new Pulse(s_interval, Time, () => InvokeAsync(LookAgainAsync));
        _subscriptions.Add(Health.Subscribe(_pulse.Signal));
        _subscriptions.Add(Monitor.Subscribe(_pulse.Signal));
        _ageing = NoticeAgeAsync();
        _pulse.Signal();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var subscription in _subscriptions) subscription.Dispose();
        await _stop.CancelAsync();
        if (_pulse is not null) await _pulse.DisposeAsync();
        if (_ageing is not null) await _ageing;
        _stop.Dispose();
    }

    /// <summary>Takes in how things are; true when the page has to be drawn anew.</summary>
    private bool Look()
    {
        var now = Time.GetUtcNow();
        var list = Monitor.Current;
        var waiting = WaitingRows.Of(list.WithLocks, now);
        bool same = waiting.SequenceEqual(_waiting) && Health.Current == _findings && Health.ExaminedUtc == _examined &&
            Janitor.Log == _log && list.Rows.Length == _segments && (list.Problem ?? _refusal) == _problem;
        var freshness = ExaminationFreshness.Of(Health.ExaminedUtc, now);
        if (same && freshness == _freshness) return false;

        if (!waiting.SequenceEqual(_waiting)) _graph = WaitGraph.Of(waiting);
        _waiting = waiting;
        _findings = Health.Current;
        _examined = Health.ExaminedUtc;
        _log = Janitor.Log;
        _segments = list.Rows.Length;
        _problem = list.Problem ?? _refusal;
        _freshness = freshness;
        return true;
    }

    /// <summary>The trash is a directory: it is read when something was done, and with every examination. True when it was.</summary>
    private async Task<bool> LookIntoTrashAsync()
    {
        var asOf = (Janitor.Log, Health.ExaminedUtc);
        if (asOf == _trashAsOf) return false;
        _trashAsOf = asOf;
        try
        {
            _trash = await Janitor.ListTrashAsync(_stop.Token);
        }
        catch (Exception e) when (e is IOException or OperationCanceledException)
        {
            // Emptied while it was listed, or left: what was there stays shown until the next look.
        }

        return true;
    }

    private async Task LookAgainAsync()
    {
        if (_stop.IsCancellationRequested) return;
        bool again = await LookIntoTrashAsync();
        if (!_stop.IsCancellationRequested && (Look() || again)) StateHasChanged();
    }

    private async Task ExamineAsync()
    {
        _examining = true;
        StateHasChanged();
        try
        {
            await Health.ExamineAsync(_stop.Token);
            _refusal = null;
        }
        catch (OperationCanceledException)
        {
            return;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidOperationException)
        {
            _refusal = e.Message;
        }

        _examining = false;
        Look();
    }

    private string NameOf(Finding finding) =>
        Monitor.Current.Rows.FirstOrDefault(row => row.Id == finding.Segment)?.Facts.Name ?? finding.Segment?.Value ?? finding.Subject;

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
}
