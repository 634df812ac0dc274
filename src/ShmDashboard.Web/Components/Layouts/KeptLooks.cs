using Microsoft.JSInterop;
using ShmDashboard.Imaging.Layouts;
using ShmDashboard.Monitoring.Segments;
using ShmDashboard.Web.Components.Elements;

namespace ShmDashboard.Web.Components.Layouts;

/// <summary>
/// How this browser showed pictures of a name the last time: of all segments of a pattern where a layout of the user's has one. Belongs
/// to one page.
/// </summary>
public sealed class KeptLooks(IJSRuntime script) : IAsyncDisposable
{
    private IJSObjectReference? _module;

    /// <summary>By what name looks are kept; null until it is known what is in the segment.</summary>
    public static string? NameOf(SegmentRow? row) => row?.Frame is not { Payload: var payload } ? null
        : payload.Layout is { Origin: LayoutOrigin.User, Document.Match.Name: { } pattern } ? pattern : row.Id.ToString();

    /// <summary>The mapping of the last time; null for as usual.</summary>
    public async Task<string?> RecallAsync(string name) => await (await ModuleAsync()).InvokeAsync<string?>("recall", name) is { } kept
        ? PictureLook.Of("?" + kept).Mapping : null;

    /// <summary>Keeps a mapping; null for as usual.</summary>
    public async Task KeepAsync(string name, string? mapping) => await (await ModuleAsync()).InvokeVoidAsync("keep", name, mapping);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync() => await _module.DisposeQuietlyAsync();

    private async Task<IJSObjectReference> ModuleAsync() => _module ??= await script.InvokeAsync<IJSObjectReference>("import", "./js/looks.js");
}
