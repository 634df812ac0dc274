using System.Globalization;
using Microsoft.AspNetCore.Components;
using ShmDashboard.Imaging.Layouts;
using ShmDashboard.Monitoring.Frames;
using ShmDashboard.SharedMemory.Reading;
using ShmDashboard.SharedMemory.Segments;
using ShmDashboard.Web.Components.Layouts;
using ShmDashboard.Web.Components.Wording;

namespace ShmDashboard.Web.Components.Inspection;

/// <summary>A segment's bytes, a page at a time, read anew at a calm rate; what changed since the last look is marked.</summary>
public sealed partial class BytesPanel
{
    /// <summary>Bytes of one page: 16 lines.</summary>
    public const int PageBytes = 256;

    private static readonly TimeSpan s_refresh = TimeSpan.FromMilliseconds(500);

    private readonly CancellationTokenSource _stop = new();
    private string _typed = "0";
    private bool _mistyped;
    private long _offset;
    private long _linesOffset = -1;
    private BytesOutcome? _outcome;
    private ReadOnlyMemory<byte> _bytes;
    private HexLine[] _lines = [];
    private Task? _refreshing;
    private (long Offset, int Length)? _marked;
    private SegmentId _shownId;
    private string _sought = "";
    private bool _inHex;
    private bool _turned;
    private bool _finding;
    private string? _said;
    private (long Offset, int Length)? _found;
    private (string Sought, bool InHex, long At)? _goesOn;

    /// <summary>Which segment.</summary>
    [Parameter, EditorRequired] public required SegmentId Id { get; set; }

    /// <summary>Nothing is read anew while frozen.</summary>
    [Parameter] public bool Frozen { get; set; }

    /// <summary>The pixel under the cursor of the picture, whose bytes are marked.</summary>
    [Parameter] public PixelPointer? Pointer { get; set; }

    /// <summary>Where the picture's pixels are; null where that is not known.</summary>
    [Parameter] public PixelLayout? Pixels { get; set; }

    private long Size => _outcome?.SizeBytes ?? 0;

    private long LastPage => Math.Max(0, (Size - 1) / PageBytes * PageBytes);

    private bool IsLast => _offset >= LastPage;

    private string Range => _bytes.Length == 0 ? "" : L["Bytes.Range",
        _offset.ToString("N0", CultureInfo.InvariantCulture),
        (_offset + _bytes.Length - 1).ToString("N0", CultureInfo.InvariantCulture), SizeWords.Exact(Size)];

    protected override async Task OnParametersSetAsync()
    {
        if (_shownId == Id) return;
        _shownId = Id;
        _offset = 0;
        _linesOffset = -1;
        (_found, _goesOn, _said) = (null, null, null);
        await ReadAsync();
    }

    protected override void OnAfterRender(bool firstRender)
    {
        if (!firstRender) return;
        _refreshing = RefreshAsync();
        if (Pointer is not null) Pointer.Moved += PointerMoved;
    }

    public async ValueTask DisposeAsync()
    {
        if (Pointer is not null) Pointer.Moved -= PointerMoved;
        await _stop.CancelAsync();
        if (_refreshing is not null) await _refreshing;
        _stop.Dispose();
    }

    // The bytes follow the cursor in the picture: the page turns to where its pixel is.
    private void PointerMoved() => _ = InvokeAsync(async () =>
    {
        _marked = Pointer?.At is { } at && Pixels is { } pixels && at.X < pixels.ShownWidth && at.Y < pixels.ShownHeight ? pixels.PlaceOf(at.X, at.Y) : null;
        if (_stop.IsCancellationRequested) return;
        if (_marked is { } marked && (marked.Offset < _offset || marked.Offset >= _offset + PageBytes))
        {
            _offset = Math.Clamp(marked.Offset - (PageBytes / 2), 0, Math.Max(0, Size - 1)) / 16 * 16;
            _typed = _offset.ToString(CultureInfo.InvariantCulture);
            await ReadAsync();
        }

        StateHasChanged();
    });

    /// <summary>Which bytes of a line are the pixel under the cursor: from the first to behind the last, 0 to 0 for none.</summary>
    internal static (int From, int To) MarkedIn(long lineOffset, (long Offset, int Length)? marked)
    {
        if (marked is not { } pixel) return (0, 0);
        long from = Math.Clamp(pixel.Offset - lineOffset, 0, HexLine.Width), to = Math.Clamp(pixel.Offset + pixel.Length - lineOffset, 0, HexLine.Width);
        return to > from ? ((int)from, (int)to) : (0, 0);
    }

    private async Task GoTo()
    {
        _mistyped = !TryParseOffset(_typed, out long offset);
        if (!_mistyped) await MoveTo(offset);
    }

    private async Task MoveTo(long offset)
    {
        _offset = Math.Clamp(offset, 0, LastPage) / 16 * 16;
        _typed = _offset.ToString(CultureInfo.InvariantCulture);
        _mistyped = false;
        await ReadAsync();
    }

    private async Task FindAsync(bool backwards)
    {
        _turned = false;
        if (_finding || _sought.Length == 0) return;
        if ((_inHex ? SoughtBytes.OfHex(_sought) : SoughtBytes.OfText(_sought)) is not { } sought)
        {
            _said = L["Find.Mistyped", _sought];
            return;
        }

        _finding = true;
        var id = Id;
        var search = new BytesSearch((offset, count, stop) => Monitor.ReadBytesAsync(id, offset, count, stop), Time);
        try
        {
            var found = backwards
                ? await search.BackwardsAsync(sought, GoingOn() ?? _found?.Offset ?? _offset, _stop.Token)
                : await search.ForwardsAsync(sought, GoingOn() ?? (_found is { } last ? last.Offset + 1 : _offset), _stop.Token);
            if (id == Id) await TakeAsync(found, backwards);
        }
        catch (OperationCanceledException)
        {
            // Nobody looks any more.
        }
        finally
        {
            _finding = false;
        }

        long? GoingOn() => _goesOn is { } on && (on.Sought, on.InHex) == (_sought, _inHex) ? on.At : null;
    }

    private async Task TakeAsync(BytesFound found, bool backwards)
    {
        string from = Offset(found.LookedFrom), to = Offset(Math.Max(found.LookedFrom, found.LookedTo - 1));
        _goesOn = found.End switch
        {
            SearchEnd.GivenUp => (_sought, _inHex, backwards ? found.LookedFrom : found.LookedTo),
            // From the other end, if it is asked for once more.
            SearchEnd.AtTheEnd => (_sought, _inHex, backwards ? Size : 0),
            _ => null,
        };
        _said = found.End switch
        {
            SearchEnd.Found => L["Find.Found", Offset(found.Offset)],
            SearchEnd.GivenUp => L["Find.GivenUp", from, to, Sizes.Short(found.LookedTo - found.LookedFrom)],
            SearchEnd.AtTheEnd => L["Find.NotThere", from, to],
            _ => Words.IfAny(found.Problem) ?? L["Bytes.Gone"],
        };
        if (found.End != SearchEnd.Found) return;
        _found = (found.Offset, found.Length);
        // A page that shows it already stays.
        if (found.Offset < _offset || found.Offset + found.Length > _offset + PageBytes)
            await MoveTo(Math.Max(0, found.Offset - (PageBytes / 4)));
    }

    private static string Offset(long offset) => "0x" + offset.ToString("x", CultureInfo.InvariantCulture);

    /// <summary>Decimal, or hexadecimal with 0x.</summary>
    internal static bool TryParseOffset(string text, out long offset)
    {
        text = text.Trim().Replace(",", "", StringComparison.Ordinal).Replace("_", "", StringComparison.Ordinal);
        return text.StartsWith("0x", StringComparison.OrdinalIgnoreCase)
            ? long.TryParse(text.AsSpan(2), NumberStyles.HexNumber, CultureInfo.InvariantCulture, out offset) && offset >= 0
            : long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out offset);
    }

    private async Task RefreshAsync()
    {
        using var timer = new PeriodicTimer(s_refresh, Time);
        try
        {
            while (await timer.WaitForNextTickAsync(_stop.Token))
            {
                if (!Frozen && await ReadAsync()) StateHasChanged();
            }
        }
        catch (OperationCanceledException)
        {
        }
    }

    /// <summary>Reads the page; returns whether there is anything new to show.</summary>
    private async Task<bool> ReadAsync()
    {
        long offset = _offset;
        var outcome = await Monitor.ReadBytesAsync(Id, offset, PageBytes, _stop.Token);
        if (offset != _offset) return false;
        bool changed = _outcome?.Status != outcome.Status || _outcome.SizeBytes != outcome.SizeBytes ||
            _outcome.Problem != outcome.Problem;
        _outcome = outcome;
        if (outcome.Status != ReadStatus.Copied) return changed;

        bool same = _linesOffset == offset && _bytes.Span.SequenceEqual(outcome.Bytes.Span);
        // One more render after a change takes the marks away.
        if (same && !_lines.Any(line => line.AnyChanged)) return changed;
        var before = _linesOffset == offset ? _bytes : default;
        _bytes = outcome.Bytes;
        _linesOffset = offset;
        _lines = HexLine.Of(offset, _bytes.Span, before.Span);
        return true;
    }
}
