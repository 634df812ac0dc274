using System.Collections.Immutable;
using System.Globalization;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;
using ShmDashboard.Imaging.Layouts;
using ShmDashboard.Imaging.Layouts.Display;
using ShmDashboard.Imaging.Pictures;
using ShmDashboard.Monitoring;
using ShmDashboard.Monitoring.Segments;
using ShmDashboard.Web.Components.Elements;
using ShmDashboard.Web.Configuration;
using ShmDashboard.Web.Pictures;

namespace ShmDashboard.Web.Components.Layouts;

/// <summary>
/// What a picture's values are, of a region or of all, and how they are shown. Computed from the frame on the host, at a calm
/// rate: the slower it is, the more seldom.
/// </summary>
public sealed partial class ValuesPanel
{
    private const int MostCopied = 65_536;
    private static readonly TimeSpan s_interval = TimeSpan.FromMilliseconds(400);

    private readonly CancellationTokenSource _stop = new();
    private PictureValues? _values;
    private string? _problem;
    private (long Sequence, PixelLayout? Pixels, PictureLook Look)? _read;
    private PixelLayout? _shown;
    private string[] _histograms = [];
    private string[] _profiles = [];
    private bool _logCounts;
    private bool _copied;
    private Pulse? _pulse;
    private IJSObjectReference? _module;

    /// <summary>The segment.</summary>
    [Parameter, EditorRequired] public required SegmentRow Row { get; set; }

    /// <summary>Where the pixels are, as they are shown; null for a picture file, which is decoded for its values.</summary>
    [Parameter, EditorRequired] public required PixelLayout? Pixels { get; set; }

    /// <summary>How the picture is shown, and what is marked in it.</summary>
    [Parameter, EditorRequired] public required PictureLook Look { get; set; }

    /// <summary>It is to be shown otherwise.</summary>
    [Parameter] public EventCallback<PictureLook> LookChanged { get; set; }

    /// <summary>The numbers stay as they are.</summary>
    [Parameter] public bool Frozen { get; set; }

    /// <summary>What this browser chose.</summary>
    [CascadingParameter] public UserSettings Settings { get; set; } = new();

    [Inject] private ISegmentMonitor Monitor { get; set; } = null!;

    [Inject] private PictureSurfaces Surfaces { get; set; } = null!;

    [Inject] private TimeProvider Time { get; set; } = null!;

    [Inject] private IJSRuntime Script { get; set; } = null!;

    /// <summary>The pixels whose values are told: of a picture file those of the last time, until it is decoded.</summary>
    private PixelLayout? Shown => Pixels ?? _shown;

    private PixelRegion? Region => Shown is { } pixels ? Look.Region?.Within(pixels.ShownWidth, pixels.ShownHeight) : null;

    private bool CanColour => Shown?.Format.IsGrey == true || Part("channel") is not null;

    private string Where => Shown is not { } pixels ? "" : Region is { } box
        ? L["Values.OfRegion", box.X, box.Y, box.Width, box.Height]
        : L["Values.OfAll", pixels.ShownWidth, pixels.ShownHeight, pixels.Format.Name];

    protected override void OnParametersSet() => _pulse?.Signal();

    protected override void OnAfterRender(bool firstRender)
    {
        if (!firstRender) return;
        _pulse = new Pulse(Settings.Pace(s_interval), Time, ReadAsync);
        _pulse.Signal();
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        if (_pulse is not null) await _pulse.DisposeAsync();
        _stop.Dispose();
        await _module.DisposeQuietlyAsync();
    }

    private async Task ReadAsync()
    {
        try
        {
            await ReadNewestAsync();
        }
        catch (ObjectDisposedException)
        {
            // The host is being taken down: what decodes goes before the pages do.
        }
    }

    private async Task ReadNewestAsync()
    {
        var (pixels, look, sequence) = (Pixels, Look, Row.Frame?.Sequence ?? 0);
        var mark = (sequence, pixels, look with { Layout = null });
        if (_read == mark || (Frozen && _read is { } old && old.Pixels == pixels && old.Look == mark.Item3)) return;
        using var lease = await Monitor.LeaseFrameAsync(Row.Facts.Id, CancellationToken.None);
        if (_stop.IsCancellationRequested || lease is null) return;
        long started = Time.GetTimestamp();
        var (surface, problem) = await SurfaceAsync(lease, pixels);
        var values = surface is null ? null : await Task.Run(() => PictureValues.Of(surface.Bytes.Span, surface.Layout, look));
        var duration = Time.GetElapsedTime(started);
        await InvokeAsync(() =>
        {
            _read = mark;
            (_values, _problem, _shown) = (values, problem, surface?.Layout);
            DrawCharts();
            if (!_stop.IsCancellationRequested) StateHasChanged();
        });
        // A hundredth of one core at the most: pictures that move have the rest.
        if (duration * 99 > s_interval) await Task.Delay(duration * 99, Time, _stop.Token);
    }

    // When there are other values, not with every row: a thousand formatted numbers take longer than all else of the panel.
    private void DrawCharts()
    {
        if (_values is not { } values) return;
        var (least, most) = (values.Least, values.Most);
        _histograms = [.. values.Statistics.Select(channel => ValueCharts.Histogram(channel, least, most, _logCounts))];
        var (low, high) = (values.ProfileLow, values.ProfileHigh);
        _profiles = [.. (values.Profile ?? []).Select(channel => ValueCharts.Profile(channel, low, high))];
    }

    private void SwitchLogCounts()
    {
        _logCounts = !_logCounts;
        DrawCharts();
    }

    private async Task<(PixelSurface? Surface, string? Problem)> SurfaceAsync(FrameLease lease, PixelLayout? pixels)
    {
        if (pixels is not null)
            return pixels.Check(lease.Bytes.Length) is { } misfit ? (null, Words.Of(misfit)) : (new PixelSurface(lease.Bytes, pixels), null);
        if (lease.Showing(Look.Picture) is not { Info.Payload: { Picture.CanDecode: true, IsDamaged: false } picture }) return (null, L["Values.NotDecoded"]);
        var (surface, failure) = await Surfaces.OfAsync(lease, picture, CancellationToken.None);
        return (surface, Words.IfAny(failure?.Message));
    }

    // Colours are for one channel: those of a whole picture are its own.
    private Task ChooseChannel(string? channel) => Change(
        ("channel", channel), ("colours", string.IsNullOrEmpty(channel) && Shown?.Format.IsGrey != true ? null : Part("colours")));

    private static IEnumerable<string> ChannelsOf(ImmutableArray<string> channels) =>
        Enumerable.Range(0, channels.Length).Select(index => index.ToString(CultureInfo.InvariantCulture)).Prepend("");

    private string ChannelName(ImmutableArray<string> channels, string? index) => int.TryParse(index, NumberStyles.None, CultureInfo.InvariantCulture, out int channel)
        ? channels.ElementAtOrDefault(channel) ?? "" : L["Values.AllChannels"];

    private string? Part(string name) => Look.Values.GetValueOrDefault(name);

    private double? NumberOf(string name) => double.TryParse(Part(name), NumberStyles.Float, CultureInfo.InvariantCulture, out double number) ? number : null;

    private Task Tell(PictureLook look) => LookChanged.InvokeAsync(look);

    private Task Change(params (string Name, string? Value)[] parts) => Tell(Look.With(parts));

    private Task Set(string name, double? value) => Change((name, value is { } number ? Exact(number) : null), ("percentile", null));

    private Task FromRegion()
    {
        var channels = _values!.Statistics.Where(channel => channel.Count > 0 && channel.Channel != "A").ToArray();
        return channels.Length == 0 ? Task.CompletedTask : Change(
            ("low", Exact(channels.Min(channel => channel.Min))), ("high", Exact(channels.Max(channel => channel.Max))), ("percentile", null));
    }

    private async Task CopyAsync()
    {
        using var lease = await Monitor.LeaseFrameAsync(Row.Facts.Id, CancellationToken.None);
        if (lease is null || (await SurfaceAsync(lease, Pixels)).Surface is not { Layout: var pixels } surface) return;
        var box = Look.Region?.Within(pixels.ShownWidth, pixels.ShownHeight) ?? pixels.Whole;
        string csv = Look is { Region: null, Line: { } line }
            ? ValuesCsv.Of(surface.Bytes.Span, pixels, line)
            : ValuesCsv.Of(surface.Bytes.Span, pixels, box with { Height = (int)Math.Max(1, Math.Min(box.Height, MostCopied / box.Width)) });
        _module ??= await Script.InvokeAsync<IJSObjectReference>("import", "./Components/Inspection/ReaderSnippets.razor.js");
        _copied = await _module.InvokeAsync<bool>("copy", csv);
        StateHasChanged();
        await Task.Delay(TimeSpan.FromSeconds(2), Time);
        _copied = false;
    }

    private static string Pressed(bool isSo) => isSo ? "true" : "false";

    private static string ChannelClass(string? channel) => channel is "R" or "G" or "B" ? $"ch-{channel}" : "ch";

    private static string Exact(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    private static string? Placeholder(double? value) => value is { } number ? Number(number) : null;

    private static string Number(double value) => double.IsNaN(value) ? "–"
        : value == Math.Floor(value) && Math.Abs(value) < 1e15 ? value.ToString("0", CultureInfo.InvariantCulture)
        : value.ToString("G6", CultureInfo.InvariantCulture);

    private static string Whole(long value) => value.ToString("N0", CultureInfo.InvariantCulture);
}
