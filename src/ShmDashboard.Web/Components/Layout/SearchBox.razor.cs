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
    private readonly Queue<string> _onTheWay = new();
    private ElementReference _form;
    private string _text = "";
    private string _inAddress = "";
    private bool _disposed;
    private IJSObjectReference? _module;
    private IJSObjectReference? _keys;

    private bool OnSegmentsPage => Navigation.ToBaseRelativePath(Navigation.Uri).Split('?', '#')[0].Length == 0;

    protected override void OnInitialized()
    {
        _text = _inAddress = TextInAddress();
        Navigation.LocationChanged += FollowAddress;
    }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (!firstRender) return;
        _module = await Script.InvokeAsync<IJSObjectReference>("import", "./Components/Layout/SearchBox.razor.js");
        if (_disposed) return;
        _keys = await _module.InvokeAsync<IJSObjectReference>("init", _form);
    }

    private void Typed(string? text)
    {
        _text = text ?? "";
        if (OnSegmentsPage) Search(replace: true);
    }

    private void Submit() => Search(replace: OnSegmentsPage);

    private void Search(bool replace)
    {
        string searched = _text.Trim();
        if (OnSegmentsPage && searched == _inAddress) return;
        string page = OnSegmentsPage ? Navigation.Uri : Navigation.BaseUri;
        _inAddress = searched;
        _onTheWay.Enqueue(searched);
        Navigation.NavigateTo(
            Navigation.GetUriWithQueryParameters(page, new Dictionary<string, object?> { [SegmentsQuery.SearchName] = searched.Length > 0 ? searched : null }),
            replace: replace);
    }

    private void FollowAddress(object? sender, LocationChangedEventArgs change)
    {
        string searched = TextInAddress();
        // The address comes back from the browser while the next letters are typed already: the echo of what was typed
        // before must not take them away.
        if (_onTheWay.Contains(searched))
        {
            while (_onTheWay.Dequeue() != searched) { }
            return;
        }

        _inAddress = searched;
        if (searched == _text.Trim()) return;
        _text = searched;
        _ = InvokeAsync(StateHasChanged);
    }

    private string TextInAddress() => OnSegmentsPage ? SegmentsQuery.FromUri(Navigation.Uri).Search : "";

    public async ValueTask DisposeAsync()
    {
        _disposed = true;
        Navigation.LocationChanged -= FollowAddress;
        await _keys.DisposeQuietlyAsync("dispose");
        await _module.DisposeQuietlyAsync();
    }
}
