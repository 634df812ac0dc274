using System.Collections.Immutable;
using System.Text;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Forms;
using Microsoft.JSInterop;
using ShmDashboard.Imaging.Layouts;
using ShmDashboard.Imaging.Layouts.Documents;
using ShmDashboard.Imaging.Layouts.Finding;
using ShmDashboard.Imaging.Layouts.Objects;
using ShmDashboard.Imaging.Payloads;
using ShmDashboard.Monitoring;
using ShmDashboard.Monitoring.Layouts;
using ShmDashboard.Monitoring.Maintenance;
using ShmDashboard.Monitoring.Segments;
using ShmDashboard.Web.Components.Elements;
using ShmDashboard.Web.Components.Wording;
using ShmDashboard.Wording;

namespace ShmDashboard.Web.Components.Layouts;

/// <summary>
/// By which layout a segment's bytes are a picture, who says so, and which others would explain them; tried on this page alone,
/// then kept for all segments of a name.
/// </summary>
public sealed partial class LayoutPanel
{
    private const int MaxFileBytes = 1 << 20;

    private ElementReference _thumbnails;
    private ImmutableArray<LayoutCandidate>? _candidates;
    private ImmutableArray<NamedObject> _objects = [];
    private LayoutTrial? _trial;
    private Sentence? _askedProblem;
    private string? _read;
    private string? _problem;
    private string? _json;
    private string? _jsonProblem;
    private string _pattern = "";
    private bool _adjusting;
    private bool _disposed;
    private (string Id, long Size)? _looked;
    private IDisposable? _trying;
    private IJSObjectReference? _module;
    private IJSObjectReference? _script;
    private bool _painting;

    /// <summary>The segment.</summary>
    [Parameter, EditorRequired] public required SegmentRow Row { get; set; }

    /// <summary>The layout that is tried on this page, as <see cref="LayoutText"/>; null for the segment's own.</summary>
    [Parameter] public string? Asked { get; set; }

    /// <summary>Another one is tried, or none any more.</summary>
    [Parameter] public EventCallback<string?> AskedChanged { get; set; }

    [Inject] private ISegmentMonitor Monitor { get; set; } = null!;

    [Inject] private LayoutLibrary Library { get; set; } = null!;

    [Inject] private ISegmentJanitor Janitor { get; set; } = null!;

    [Inject] private IJSRuntime Script { get; set; } = null!;

    private LayoutMatch? Match => Row.Frame?.Payload.Layout;

    private long SizeBytes => Row.Facts.SizeBytes;

    private LayoutTrial Current => _trial ?? (Match is { } match
        ? LayoutTrial.Of(match.Pixels, match.Document.Header is null ? match.Document.Slots : null, SizeBytes)
        : LayoutTrial.Guess(SizeBytes));

    private string? Misfit => _trial?.ProblemIn(SizeBytes) is { } problem ? L["Layout.Misfit", Says.Of(problem)].Value : null;

    private string Shown => _trial is { } trial ? Words(trial.Pixels) : Match is { } match ? Words(match.Pixels) : "";

    private (string Word, string Class) Origin => _trial is not null ? (L["Layout.Tried"], "tried") : Match?.Origin switch
    {
        LayoutOrigin.BuiltIn => (L["Layout.BuiltIn"], "known"),
        LayoutOrigin.User => (L["Layout.User"], "known"),
        LayoutOrigin.Guessed => (L["Layout.Guessed"], "guessed"),
        _ => (L["Layout.None"], "none"),
    };

    private string Why => _trial is not null ? L["Layout.TriedText"] : Match switch
    {
        { Origin: LayoutOrigin.BuiltIn } match => L["Layout.BuiltInText", LayoutWords.Name(match.Document, L) ?? "", Frames(match)],
        { Origin: LayoutOrigin.User } match => L["Layout.UserText", match.Document.Match?.Name ?? "*", Frames(match)],
        { Origin: LayoutOrigin.Guessed } match => LayoutWords.Reasons(match.Reasons, L),
        _ => L["Layout.NoneText"],
    };

    protected override async Task OnParametersSetAsync()
    {
        if (_read != Asked)
        {
            _read = Asked;
            _askedProblem = null;
            _trial = Asked is null ? null : LayoutText.Read(Asked, out _askedProblem) is { } document ? LayoutTrial.Of(document, SizeBytes) : null;
        }

        var now = (Row.Facts.Id.ToString(), SizeBytes);
        if (_looked == now || Row.Frame is null) return;
        if (_looked?.Id != now.Item1)
        {
            _pattern = LayoutLibrary.SubjectOf(Row.Facts).Name;
            _trying?.Dispose();
            // What looks like no picture is copied whole as long as somebody may try a layout on it.
            _trying = Library.Try(Row.Facts.Id);
        }

        _looked = now;
        await FindAsync();
    }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (_painting || _candidates is not { Length: > 0 }) return;
        _painting = true;
        _module = await Script.InvokeAsync<IJSObjectReference>("import", "./Components/Layouts/LayoutPanel.razor.js");
        if (_disposed) return;
        _script = await _module.InvokeAsync<IJSObjectReference>("init", _thumbnails);
    }

    public async ValueTask DisposeAsync()
    {
        _disposed = true;
        _trying?.Dispose();
        await _script.DisposeQuietlyAsync("dispose");
        await _module.DisposeQuietlyAsync();
    }

    private async Task FindAsync()
    {
        using var lease = await Monitor.LeaseFrameAsync(Row.Facts.Id, CancellationToken.None);
        if (lease is null || lease.Info.Payload is not ({ Format: PayloadFormat.Bytes } or { Layout: not null })) return;
        var (found, objects) = await Task.Run(() => (LayoutFinder.Find(lease.Bytes.Span, Row.Facts.Name), ManagedSegment.Find(lease.Bytes.Span)));
        if (_disposed) return;
        _candidates = found;
        _objects = objects;
    }

    private void Adjust()
    {
        _adjusting = !_adjusting;
        _problem = null;
    }

    private Task Try(LayoutTrial trial)
    {
        _trial = trial;
        _problem = null;
        _adjusting = true;
        _read = trial.Text;
        return AskedChanged.InvokeAsync(trial.Text);
    }

    private Task StopTrying()
    {
        _trial = null;
        _read = null;
        _adjusting = false;
        return AskedChanged.InvokeAsync(null);
    }

    private Task Accept(LayoutCandidate candidate) => Keep(LayoutDocument.Of(candidate.Layout, SlotsOf(candidate)));

    private async Task Keep(LayoutDocument document)
    {
        string name = _pattern.Trim().TrimStart('/') is { Length: > 0 } pattern ? pattern : LayoutLibrary.SubjectOf(Row.Facts).Name;
        _problem = Says.IfAny(await Library.SetAsync(document.Match?.Name ?? name, document.WithinOneOf(_objects)));
        // Whoever has left the page meanwhile is not called back to it.
        if (!_disposed) await StopTrying();
        await Monitor.LookAsync(Row.Facts.Id, CancellationToken.None);
    }

    private async Task Forget(string? name)
    {
        _problem = Says.IfAny(await Library.RemoveAsync(name));
        await Monitor.LookAsync(Row.Facts.Id, CancellationToken.None);
    }

    private void ShowJson()
    {
        _jsonProblem = null;
        _json = LayoutJson.Write(_trial?.Document ?? Match?.Document ?? Current.Document);
    }

    private Task KeepJson()
    {
        var document = LayoutJson.ReadOne(Encoding.UTF8.GetBytes(_json ?? ""), out var wrong);
        _jsonProblem = wrong is null ? null : L["Layout.JsonWrong", Says.Of(wrong)].Value;
        return document is null ? Task.CompletedTask : Keep(document);
    }

    private async Task Import(InputFileChangeEventArgs chosen)
    {
        _problem = null;
        if (chosen.File.Size > MaxFileBytes)
        {
            _problem = L["Layout.ImportLarge", chosen.File.Name, MaxFileBytes];
            return;
        }

        using var content = new MemoryStream();
        await using (var file = chosen.File.OpenReadStream(MaxFileBytes))
            await file.CopyToAsync(content);
        var documents = LayoutJson.ReadMany(content.ToArray(), out var wrong);
        _problem = wrong is null ? Says.IfAny(await Library.AddAsync(documents)) : L["Layout.ImportWrong", chosen.File.Name, Says.Of(wrong)];
        await Monitor.LookAsync(Row.Facts.Id, CancellationToken.None);
    }

    private static LayoutSlots? SlotsOf(LayoutCandidate candidate) =>
        candidate.Slots > 1 ? new LayoutSlots { Count = candidate.Slots, Bytes = candidate.SlotBytes } : null;

    private static string Place(LayoutCandidate candidate) => LayoutText.Write(LayoutDocument.Of(candidate.Layout, SlotsOf(candidate)))!;

    private string Words(PixelLayout layout) => LayoutWords.Place(layout, L);

    private string Frames(LayoutMatch match) => match.Slots > 1 ? L["Layout.Frames", match.Slot + 1, match.Slots] : "";
}
