using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;
using ShmDashboard.Imaging.Layouts;
using ShmDashboard.Imaging.Layouts.Documents;
using ShmDashboard.Imaging.Payloads;
using ShmDashboard.Monitoring;
using ShmDashboard.Monitoring.Maintenance;
using ShmDashboard.Monitoring.Occupancy;
using ShmDashboard.Monitoring.Segments;
using ShmDashboard.SharedMemory.Segments;
using ShmDashboard.Web.Components.Elements;
using ShmDashboard.Web.Components.Inspection;
using ShmDashboard.Web.Components.Layouts;
using ShmDashboard.Web.Components.Wording;
using ShmDashboard.Web.Configuration;
using ShmDashboard.Wording;

namespace ShmDashboard.Web.Components.Pages;

/// <summary>One segment: its picture, lock, processes, facts and bytes. Waits for a segment that is not there (any more).</summary>
public sealed partial class SegmentPage
{
    private static readonly TimeSpan s_interval = TimeSpan.FromMilliseconds(200);

    // What changes at every look nobody reads faster, and each time the browser lays out and paints much of the page.
    private static readonly TimeSpan s_steadyInterval = TimeSpan.FromMilliseconds(400);
    private static readonly TimeSpan s_addressing = TimeSpan.FromMilliseconds(500);

    private readonly CancellationTokenSource _stop = new();
    private SegmentId _id;
    private Sentence? _problem;
    private SegmentRow? _row;
    private StateWords _state;
    private bool _looked;
    private bool _frozen;
    private bool _interactive;
    private int _tab;
    private SegmentPart _part = SegmentPart.Lock;
    private readonly PixelPointer _pointer = new();
    private PictureLook _look = PictureLook.Usual;
    private PictureLook _addressed = PictureLook.Usual;
    private Pulse? _addressing;
    private KeptLooks? _kept;
    private SegmentId _recalled;
    private DateTimeOffset? _goneSince;
    private LaneSnapshot? _lane;
    private ISegmentWatch? _watch;
    private IDisposable? _subscription;
    private Pulse? _pulse;

    /// <summary>Only makes the route match; the id is read from the address itself.</summary>
    [Parameter] public string? Id { get; set; }

    /// <summary>How much of the lock's past is shown.</summary>
    [Parameter, SupplyParameterFromQuery(Name = LaneWindow.Name)] public string? Window { get; set; }

    /// <summary>What this browser chose.</summary>
    [CascadingParameter] public UserSettings Settings { get; set; } = new();

    [Inject] private ISegmentMonitor Monitor { get; set; } = null!;

    [Inject] private ISegmentJanitor Janitor { get; set; } = null!;

    [Inject] private NavigationManager Navigation { get; set; } = null!;

    [Inject] private TimeProvider Time { get; set; } = null!;

    [Inject] private IJSRuntime Script { get; set; } = null!;

    private string Name => _row?.Facts.Name ?? VisibleText.Of(_id.Scheme == SegmentScheme.Posix ? "/" + _id.Value : _id.Value ?? "");

    /// <summary>Where the pixels are as they are shown; null where that is not known, as in a picture file.</summary>
    private PixelLayout? Pixels
    {
        get
        {
            if (_look.Layout is null) return _row?.Frame?.Payload.Layout?.Pixels;
            return _row is { } row && LayoutText.Read(_look.Layout, out _) is { } document && LayoutTrial.Of(document, row.Facts.SizeBytes) is { } trial &&
                trial.ProblemIn(row.Facts.SizeBytes) is null ? trial.Pixels : null;
        }
    }

    /// <summary>Raw pixels where that is known, or a picture file that is decoded here.</summary>
    private bool HasValues => Pixels is not null || (_look.Layout is null && _row?.Frame?.Payload is { Layout: null, Picture.CanDecode: true });

    private IEnumerable<SegmentPart> Parts => Enum.GetValues<SegmentPart>().Where(part => part switch
    {
        SegmentPart.Values => _row is { Gone: false } && HasValues,
        SegmentPart.Layout => _row is { Gone: false } row && HasLayout(row),
        SegmentPart.Bytes => _row is { Gone: false },
        SegmentPart.Code => true,
        _ => _row is not null,
    });

    private string ClassOf(SegmentPart part) => part == _part ? "part on" : "part";

    private string NameOf(SegmentPart part) => part switch
    {
        SegmentPart.Lock => L["Part.Lock"],
        SegmentPart.Facts => L["Facts.Title"],
        SegmentPart.Values => L["Values.Title"],
        SegmentPart.Layout => L["Layout.Title"],
        SegmentPart.Bytes => L["Tab.Bytes"],
        _ => L["Part.Code"],
    };

    /// <summary>Raw pixels, or what may be some.</summary>
    private bool HasLayout(SegmentRow row) => _look.Layout is not null ||
        row.Frame?.Payload is { Layout: not null } or { Format: PayloadFormat.Bytes };

    protected override async Task OnParametersSetAsync()
    {
        // What was shown last is put into the address at a calm rate: what comes back from there is no news.
        if (PictureLook.Of(Navigation.Uri) is var addressed && addressed != _addressed)
            _look = _addressed = addressed;
        bool valid = SegmentLinks.TryParsePage(Navigation.ToBaseRelativePath(Navigation.Uri), out var id, out _problem);
        if (valid && id == _id) return;
        Unwatch();
        _id = id;
        _row = null;
        _lane = null;
        _looked = _frozen = false;
        _goneSince = null;
        if (!valid) return;

        if (id.Scheme == SegmentScheme.Qt) Monitor.RememberQtKey(id.Value);
        if (_interactive) Watch();
        var found = await Monitor.LookAsync(id, _stop.Token);
        if (id != _id) return;
        _looked = true;
        if (_row is null) Take(found);
    }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (!firstRender) return;
        _interactive = true;
        _kept = new KeptLooks(Script);
        _pulse = new Pulse(Settings.Pace(s_interval), Time, () => InvokeAsync(FollowAsync), Settings.Pace(s_steadyInterval));
        _addressing = new Pulse(s_addressing, Time, () => InvokeAsync(Address));
        if (_problem is null) Watch();
        StateHasChanged();
        await RecallAsync();
    }

    public async ValueTask DisposeAsync()
    {
        Unwatch();
        await _stop.CancelAsync();
        if (_pulse is not null) await _pulse.DisposeAsync();
        if (_addressing is not null) await _addressing.DisposeAsync();
        if (_kept is not null) await _kept.DisposeAsync();
        _stop.Dispose();
    }

    private void Watch()
    {
        if (_watch is not null) return;
        _watch = Monitor.Watch(_id);
        _subscription = _watch.Subscribe(() => _pulse?.Signal());
        if (_watch.Row is { } row) Take(row);
    }

    private void Unwatch()
    {
        _subscription?.Dispose();
        _watch?.Dispose();
        _subscription = null;
        _watch = null;
    }

    /// <summary>Nobody looks at a hidden page: nothing is watched for it.</summary>
    private void PageVisible(bool visible)
    {
        if (visible) Watch();
        else Unwatch();
    }

    private void ShowWindow(TimeSpan window) =>
        Navigation.NavigateTo(Navigation.GetUriWithQueryParameter(LaneWindow.Name, LaneWindow.ToText(window)), replace: true);

    private async Task Show(PictureLook look)
    {
        bool isNew = look.Mapping != _look.Mapping;
        _look = look;
        _addressing?.Signal();
        if (!isNew || KeptLooks.NameOf(_row) is not { } name || _kept is null) return;
        try
        {
            await _kept.KeepAsync(name, look.Mapping);
        }
        catch (JSDisconnectedException)
        {
            // The browser is gone, and its store with it.
        }
    }

    /// <summary>Shows a picture as this browser did the last time, unless the address says how: once, when it is known what it is.</summary>
    private async Task RecallAsync()
    {
        if (_recalled == _id || _kept is null || KeptLooks.NameOf(_row) is not { } name) return;
        var id = _recalled = _id;
        try
        {
            if (_look.Mapping is not null || await _kept.RecallAsync(name) is not { } mapping || id != _id || _look.Mapping is not null) return;
            _look = _look with { Mapping = mapping };
            _addressing?.Signal();
            StateHasChanged();
        }
        catch (JSDisconnectedException)
        {
            // Nobody looks any more.
        }
    }

    private void Address()
    {
        if (_look == _addressed || _stop.IsCancellationRequested) return;
        _addressed = _look;
        Navigation.NavigateTo(Navigation.GetUriWithQueryParameters(_look.Query), replace: true);
    }

    private async Task FollowAsync()
    {
        if (_watch?.Row is not { } row || ReferenceEquals(row, _row)) return;
        Take(row);
        StateHasChanged();
        await RecallAsync();
    }

    private void Take(SegmentRow? row)
    {
        if (row is null) return;
        if (!row.Gone) _goneSince = null;
        else _goneSince ??= Time.GetUtcNow();
        _row = row;
        _looked = true;
        _state = StateWords.Of(row, L, Words);
    }
}
