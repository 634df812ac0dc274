using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using ShmDashboard.Monitoring;
using ShmDashboard.Monitoring.Meeting;
using ShmDashboard.Web.Components.Wording;
using ShmDashboard.Web.Localization;

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

    [Inject] private IStringLocalizer<Sentences> Sentences { get; set; } = null!;

    private SentenceWords Words => new(Sentences, L);

    protected override async Task OnParametersSetAsync()
    {
        (_one, _other) = (One, Other);
        await CompareAsync();
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

    private IEnumerable<Line> Lines(MeetingResult result)
    {
        var (one, other) = (result.One.Surroundings, result.Other.Surroundings);
        yield return Compare(L["Meet.User"], one?.UserName, other?.UserName);
        yield return Compare(L["Meet.IpcNamespace"], one?.IpcNamespace, other?.IpcNamespace);
        yield return Compare(L["Meet.SharedMemory"], Number(one?.SharedMemoryDevice), Number(other?.SharedMemoryDevice));
        yield return Compare(L["Meet.Directory"], one?.TemporaryDirectory, other?.TemporaryDirectory);
        yield return Compare(L["Meet.Qt"], one is { QtVersion: null } ? L["Meet.NoQt"].Value : one?.QtVersion,
            other is { QtVersion: null } ? L["Meet.NoQt"].Value : other?.QtVersion);
    }

    private Line Compare(string what, string? one, string? other) =>
        new(what, one ?? L["Meet.NotKnown"], other ?? L["Meet.NotKnown"], one is not null && other is not null && one != other);

    private static string? Number(long? device) => device is { } known ? $"{known >> 20}:{known & 0xfffff}" : null;

    private readonly record struct Line(string What, string One, string Other, bool Differs);
}
