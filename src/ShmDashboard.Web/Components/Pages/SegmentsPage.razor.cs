using System.Collections.Immutable;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Routing;
using Microsoft.JSInterop;
using ShmDashboard.Monitoring;
using ShmDashboard.Monitoring.Activity;
using ShmDashboard.Monitoring.Maintenance;
using ShmDashboard.Monitoring.Segments;
using ShmDashboard.SharedMemory.Reading;
using ShmDashboard.SharedMemory.Segments;
using ShmDashboard.Web.Components.Elements;
using ShmDashboard.Web.Components.Overview;
using ShmDashboard.Web.Components.Wording;
using ShmDashboard.Web.Configuration;

namespace ShmDashboard.Web.Components.Pages;

/// <summary>The list of segments, live.</summary>
public sealed partial class SegmentsPage
{
    private static readonly TimeSpan s_interval = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan s_ageCheck = TimeSpan.FromSeconds(1);

    private readonly CancellationTokenSource _stop = new();
    private readonly SegmentSelection _selection = new();
    private readonly SegmentRowFeed _rowFeed;
    private ElementReference _root;
    private SegmentList _list = SegmentList.Empty;
    private ImmutableArray<SegmentRow> _rows = [];
    private Freshness _freshness;
    private string _qtKey = "";
    private bool _unfolded;
    private SegmentChoice? _choice;
    private IDisposable? _subscription;
    private IActivityInterest? _interest;
    private IDisposable? _unnamed;
    private Pulse? _pulse;
    private Task? _ageing;
    private readonly Dictionary<SegmentId, string> _problems = [];
    private IJSObjectReference? _module;
    private IJSObjectReference? _script;
    private DotNetObjectReference<SegmentsPage>? _self;

    /// <summary>A page before it is initialised.</summary>
    public SegmentsPage() => _rowFeed = new SegmentRowFeed
    {
        ProblemOf = ProblemOf, IsFavourite = id => _selection.Favourites.Contains(id), MarkRequested = id => _ = MarkAsync(id),
    };

    /// <summary>What this browser chose.</summary>
    [CascadingParameter] public UserSettings Settings { get; set; } = new();

    [Inject] private ISegmentMonitor Monitor { get; set; } = null!;

    [Inject] private ListPlace Place { get; set; } = null!;

    [Inject] private ISegmentJanitor Janitor { get; set; } = null!;

    [Inject] private NavigationManager Navigation { get; set; } = null!;

    [Inject] private TimeProvider Time { get; set; } = null!;

    [Inject] private IJSRuntime Script { get; set; } = null!;

    private SegmentsQuery Query { get; set; } = SegmentsQuery.Default;

    private string Summary
    {
        get
        {
            if (_freshness == Freshness.Waiting) return "";
            int attached = _list.Rows.Count(row => row is { Gone: false, Frame.Route: ReadRoute.LockedAttach or ReadRoute.UnlockedAttach });
            string all = L["Segments.Summary", _list.Rows.Length, _selection.Count(SegmentFilter.Pictures),
                attached == 0 ? L["Segments.NoTrace"] : L["Segments.Attached", attached]];
            return _rows.Length == _list.Rows.Length ? all : L["Segments.SummaryShown", _rows.Length, all];
        }
    }

    private string SortedBy => Query.Sort is { } column
        ? L["Sort.By", ColumnWords.Of(column, L) + (Query.Descending ? " ↓" : " ↑")]
        : L["Sort.AsListed"];

    private string NothingFound => Query.Search.Length > 0
        ? L["Segments.NoMatch", Query.Search]
        : L["Segments.NoneOfKind", NameOf(Query.Filter)];

    protected override void OnInitialized()
    {
        Query = QueryIn(Navigation.Uri);
        Navigation.LocationChanged += FollowAddress;
        Look();
    }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (!firstRender) return;
        _pulse = new Pulse(Settings.Pace(s_interval), Time, () => InvokeAsync(LookAgain));
        _subscription = Monitor.Subscribe(_pulse.Signal);
        _interest = Monitor.MeasureActivity();
        AskForUnnamed();
        _ageing = NoticeAgeAsync();
        LookAgain();

        _self = DotNetObjectReference.Create(this);
        _module = await Script.InvokeAsync<IJSObjectReference>("import", "./Components/Pages/SegmentsPage.razor.js");
        if (_stop.IsCancellationRequested) return;
        _script = await _module.InvokeAsync<IJSObjectReference>("init", _root, _self);
        if (!_stop.IsCancellationRequested) Mark(await _module.InvokeAsync<string[]>("favourites"));
    }

    /// <summary>Called by the script: a picture cannot be shown, or can again.</summary>
    /// <param name="id">The segment.</param>
    /// <param name="status"><c>painted</c>, <c>undecodable</c> or <c>unreachable</c>.</param>
    /// <param name="detail">What the browser said.</param>
    [JSInvokable]
    public Task PictureTold(string id, string status, string? detail) => InvokeAsync(() =>
    {
        if (_stop.IsCancellationRequested || !SegmentId.TryParse(id, out var segment, out _)) return;
        bool changed = ProblemIn(status, detail) is { } problem
            ? !_problems.TryGetValue(segment, out string? known) || known != problem
            : _problems.Remove(segment);
        if (ProblemIn(status, detail) is { } shown) _problems[segment] = shown;
        if (changed) _rowFeed.MarksChanged();
    });

    public async ValueTask DisposeAsync()
    {
        Navigation.LocationChanged -= FollowAddress;
        _subscription?.Dispose();
        _interest?.Dispose();
        _unnamed?.Dispose();
        await _stop.CancelAsync();
        if (_pulse is not null) await _pulse.DisposeAsync();
        if (_ageing is not null) await _ageing;
        await _script.DisposeQuietlyAsync("dispose");
        await _module.DisposeQuietlyAsync();
        _self?.Dispose();
        _stop.Dispose();
    }

    /// <summary>Looks at the newest list. True when rows came, went or changed places, or what is said of them all is another.</summary>
    private bool Look()
    {
        var before = (_list, _freshness);
        _list = Monitor.Current;
        var all = _list.Unnamed.IsEmpty ? _list.Rows : _list.Rows.AddRange(_list.Unnamed);
        var now = Time.GetUtcNow();
        _freshness = ListFreshness.Of(_list, now);
        bool moved = _selection.Take(all, Query, now);
        _rows = _selection.Rows;
        Place.Take(Query, _selection.Favourites, Navigation.ToBaseRelativePath(Navigation.Uri));
        // How often each changes is counted for those that are shown.
        if (_interest is { } interest && (moved || interest.Ids.Count != _rows.Length))
            interest.Ids = [.. _rows.Select(row => row.Id)];
        _rowFeed.Update(all);
        return moved || before._freshness != _freshness || before._list.Problem != _list.Problem
            || before._list.UnnamedCount != _list.UnnamedCount
            || before._list.UnreadableProcesses != _list.UnreadableProcesses;
    }

    /// <summary>Rows follow their own segments: the page renders when there is something to say beside them.</summary>
    private void LookAgain()
    {
        if (_stop.IsCancellationRequested) return;
        if (Look() || _freshness == Freshness.Stale) StateHasChanged();
    }

    private void Show(SegmentsQuery query) => Navigation.NavigateTo(
        Navigation.GetUriWithQueryParameters(new Dictionary<string, object?>(query.ToParameters())
        {
            ["rows"] = query.Layout.Roomy == Settings.Roomy ? null : query.Layout.Roomy ? "roomy" : "compact",
        }),
        replace: true);

    // Rows are as high as this browser chose, unless the address says otherwise.
    private SegmentsQuery QueryIn(string uri)
    {
        var query = SegmentsQuery.FromUri(uri);
        return Settings.Roomy && !uri.Contains("rows=compact", StringComparison.Ordinal) ? query with { Layout = query.Layout with { Roomy = true } } : query;
    }

    private async Task MarkAsync(SegmentId id)
    {
        if (_module is not null) Mark(await _module.InvokeAsync<string[]>("toggleFavourite", id.ToString()));
    }

    private void Mark(string[]? ids)
    {
        ImmutableHashSet<SegmentId> favourites = [.. (ids ?? []).Select(id => SegmentId.TryParse(id, out var parsed, out _) ? parsed : default).Where(id => id != default)];
        if (favourites.SetEquals(_selection.Favourites)) return;
        _selection.Favourites = favourites;
        _rowFeed.MarksChanged();
        LookAgain();
    }

    private void FollowAddress(object? sender, LocationChangedEventArgs change) => _ = InvokeAsync(() =>
    {
        Query = QueryIn(change.Location);
        if (Query.Filter == SegmentFilter.Unnamed) _choice = null;
        AskForUnnamed();
        LookAgain();
        StateHasChanged();
    });

    // There may be thousands: only while they are shown.
    private void AskForUnnamed()
    {
        bool wanted = Query.Filter == SegmentFilter.Unnamed && _pulse is not null && !_stop.IsCancellationRequested;
        if (!wanted) _unnamed?.Dispose();
        _unnamed = wanted ? _unnamed ?? Monitor.ShowUnnamed() : null;
    }

    private void OpenKey()
    {
        if (_qtKey.Length == 0) return;
        Monitor.RememberQtKey(_qtKey);
        Navigation.NavigateTo(SegmentLinks.Page(SegmentId.Qt(_qtKey)));
    }

    private string? ProblemOf(SegmentId id) => _problems.GetValueOrDefault(id);

    private async Task NoticeAgeAsync()
    {
        using var timer = new PeriodicTimer(s_ageCheck, Time);
        try
        {
            while (await timer.WaitForNextTickAsync(_stop.Token))
            {
                if (ListFreshness.Of(_list, Time.GetUtcNow()) != _freshness) LookAgain();
            }
        }
        catch (OperationCanceledException)
        {
        }
    }

    private string? ProblemIn(string status, string? detail) => status switch
    {
        "undecodable" => L["Picture.Undecodable"],
        "unreachable" => detail ?? L["Picture.Unreachable"],
        _ => null,
    };

    private string NameOf(SegmentFilter filter) => filter switch
    {
        SegmentFilter.Pictures => L["Filter.Pictures"],
        SegmentFilter.Text => L["Filter.Text"],
        SegmentFilter.Locked => L["Filter.Locked"],
        SegmentFilter.Stale => L["Filter.Stale"],
        SegmentFilter.Mine => L["Filter.Mine"],
        SegmentFilter.Unnamed => L["Filter.Unnamed"],
        _ => L["Filter.All"],
    };
}
