using Microsoft.AspNetCore.Components;
using ShmDashboard.Monitoring;
using ShmDashboard.Monitoring.Meeting;
using ShmDashboard.SharedMemory.Qt;
using ShmDashboard.Web.Components.Wording;

namespace ShmDashboard.Web.Components.Pages;

/// <summary>Why two programs, or a program and a key, do not meet: the first thing that differs, and all that was compared.</summary>
public sealed partial class MeetPage
{
    private readonly CancellationTokenSource _stop = new();
    private string[] _known = [];
    private string? _one;
    private string? _other;
    private bool _looking;
    private string? _problem;
    private MeetingResult? _result;

    /// <summary>The first: a pid, an id or a key.</summary>
    [Parameter, SupplyParameterFromQuery(Name = "one")] public string? One { get; set; }

    /// <summary>The second.</summary>
    [Parameter, SupplyParameterFromQuery(Name = "other")] public string? Other { get; set; }

    [Inject] private ISegmentMonitor Monitor { get; set; } = null!;

    [Inject] private MeetingReader Reader { get; set; } = null!;

    [Inject] private NavigationManager Navigation { get; set; } = null!;

    protected override async Task OnParametersSetAsync()
    {
        (_one, _other) = (One, Other);
        // The first render, before there is a circuit, would look around for nobody.
        if (RendererInfo.IsInteractive) await CompareAsync();
        else _looking = true;
    }

    public void Dispose()
    {
        _stop.Cancel();
        _stop.Dispose();
    }

    // The address says what is compared, so that it can be kept and sent; asking the same again looks again.
    private async Task AskAsync()
    {
        string address = Navigation.GetUriWithQueryParameters(new Dictionary<string, object?> { ["one"] = _one?.Trim(), ["other"] = _other?.Trim() });
        if (address == Navigation.Uri) await CompareAsync();
        else Navigation.NavigateTo(address);
    }

    private async Task CompareAsync()
    {
        _looking = true;
        _problem = null;
        var (one, other) = (_one, _other);
        try
        {
            // Namespaces and environments are read from the kernel: not on the page's own time.
            var list = await Monitor.LookAroundAsync(_stop.Token);
            _known = [.. list.Rows.SelectMany(row => row.Attached).Distinct().Select(ProcessWords.Of)
                .Concat(list.Rows.Where(row => !row.Gone).Select(row => row.Facts.Qt?.Key ?? row.Id.ToString())).Distinct().Order(StringComparer.Ordinal)];
            var (first, second) = await Task.Run(() => (Reader.Find(one, list), Reader.Find(other, list)), _stop.Token);
            _result = first is not null && second is not null ? MeetingExaminer.Examine(first, second) : null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            _problem = error.Message;
        }
        catch (OperationCanceledException)
        {
        }

        _looking = false;
    }

    // A key has no surroundings: there is nothing to know.
    private Line[] Lines(MeetingResult result) => result is { One.Process: null, Other.Process: null } ? [] :
    [
        Compare(result, L["Meet.User"], process => process.UserName),
        Compare(result, L["Meet.IpcNamespace"], process => process.IpcNamespace),
        Compare(result, L["Meet.SharedMemory"], process => Number(process.SharedMemoryDevice)),
        Compare(result, L["Meet.Directory"], process => process.TemporaryDirectory),
        Compare(result, L["Meet.Qt"], process => process.QtVersion ?? L["Meet.NoQt"]),
    ];

    private Line Compare(MeetingResult result, string what, Func<ProcessSurroundings, string?> of)
    {
        var (one, other) = (Told(result.One), Told(result.Other));
        return new(what, one ?? Missing(result.One), other ?? Missing(result.Other), one is not null && other is not null && one != other);

        string? Told(MeetingParty party) => party.Surroundings is { } surroundings ? of(surroundings) : null;
        string Missing(MeetingParty party) => party.Process is null ? "–" : L["Meet.NotKnown"];
    }

    private static string? Number(long? device) => device is { } known ? $"{known >> 20}:{known & 0xfffff}" : null;

    private readonly record struct Line(string What, string One, string Other, bool Differs);
}
