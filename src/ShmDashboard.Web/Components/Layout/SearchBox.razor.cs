using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Routing;
using Microsoft.JSInterop;
using ShmDashboard.Web.Components.Elements;
using ShmDashboard.Web.Components.Overview;

namespace ShmDashboard.Web.Components.Layout;

/// <summary>
/// The search field in the header. What is searched stands in the address, so the list and the field never disagree;
/// on other pages Enter goes to the list.
/// </summary>
public sealed partial class SearchBox
{
    private ElementReference _form;
    private string _text = "";
    private IJSObjectReference? _module;
    private IJSObjectReference? _keys;

    private bool OnSegmentsPage => Navigation.ToBaseRelativePath(Navigation.Uri).Split('?', '#')[0].Length == 0;

    protected override void OnInitialized()
    {
        _text = TextInAddress();
        Navigation.LocationChanged += FollowAddress;
    }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (!firstRender) return;
        _module = await Script.InvokeAsync<IJSObjectReference>("import", "./Components/Layout/SearchBox.razor.js");
        _keys = await _module.InvokeAsync<IJSObjectReference>("init", _form);
    }

    private Task TypedAsync(ChangeEventArgs change)
    {
        _text = change.Value?.ToString() ?? "";
        if (OnSegmentsPage) Search(replace: true);
        return Task.CompletedTask;
    }

    private void Submit() => Search(replace: OnSegmentsPage);

    private void Search(bool replace)
    {
        string page = OnSegmentsPage ? Navigation.Uri : Navigation.BaseUri;
        string? searched = _text.Trim() is { Length: > 0 } text ? text : null;
        Navigation.NavigateTo(
            Navigation.GetUriWithQueryParameters(page, new Dictionary<string, object?> { [SegmentsQuery.SearchName] = searched }),
            replace: replace);
    }

    private void FollowAddress(object? sender, LocationChangedEventArgs change)
    {
        string searched = TextInAddress();
        // While typing, the address trails the field by its surrounding blanks only.
        if (searched == _text.Trim()) return;
        _text = searched;
        _ = InvokeAsync(StateHasChanged);
    }

    private string TextInAddress() => OnSegmentsPage ? SegmentsQuery.FromUri(Navigation.Uri).Search : "";

    public async ValueTask DisposeAsync()
    {
        Navigation.LocationChanged -= FollowAddress;
        await _keys.DisposeQuietlyAsync("dispose");
        await _module.DisposeQuietlyAsync();
    }
}
