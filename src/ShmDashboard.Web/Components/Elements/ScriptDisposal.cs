using Microsoft.JSInterop;

namespace ShmDashboard.Web.Components.Elements;

/// <summary>Letting go of JavaScript objects when a component is disposed, which often is because the browser has gone.</summary>
internal static class ScriptDisposal
{
    /// <summary>Calls the object's own <paramref name="method"/>, if given, and releases it; a browser that has gone is fine.</summary>
    public static async ValueTask DisposeQuietlyAsync(this IJSObjectReference? script, string? method = null)
    {
        if (script is null) return;
        try
        {
            if (method is not null) await script.InvokeVoidAsync(method);
            await script.DisposeAsync();
        }
        catch (Exception e) when (e is JSDisconnectedException or TaskCanceledException)
        {
            // Cancelled: the circuit ended while the call was under way.
        }
    }
}
