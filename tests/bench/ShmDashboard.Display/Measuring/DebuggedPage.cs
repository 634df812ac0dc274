using System.Text.Json;

namespace ShmDashboard.Display.Measuring;

/// <summary>A page of <see cref="DebuggedBrowser"/>.</summary>
internal sealed class DebuggedPage(DebuggedBrowser browser, string session, string context) : IAsyncDisposable
{
    private static readonly TimeSpan s_between = TimeSpan.FromMilliseconds(100);
    private const int MostLooks = 300;

    public Task<JsonElement> AskAsync(string method, object parameters) => browser.AskAsync(method, parameters, session);

    /// <summary>Goes to an address and waits until it is loaded.</summary>
    public async Task GoToAsync(string address)
    {
        var gone = await AskAsync("Page.navigate", new { url = address });
        if (gone.TryGetProperty("errorText", out var problem))
            throw new InvalidOperationException($"Cannot go to {address}: {problem}.");
        await WaitAsync("document.readyState === 'complete' && location.href !== 'about:blank'");
    }

    /// <summary>Waits until an expression is true.</summary>
    public async Task WaitAsync(string expression)
    {
        for (int look = 0; look < MostLooks; look++)
        {
            if ((await EvaluateAsync(expression)).ValueKind == JsonValueKind.True)
                return;
            await Task.Delay(s_between, TimeProvider.System);
        }

        throw new TimeoutException($"Waited in vain for {expression}.");
    }

    /// <summary>The value of an expression.</summary>
    public async Task<JsonElement> EvaluateAsync(string expression)
    {
        var answer = await AskAsync("Runtime.evaluate", new { expression, returnByValue = true, awaitPromise = true });
        if (answer.TryGetProperty("exceptionDetails", out var problem))
            throw new InvalidOperationException($"The page failed: {problem}");
        return answer.GetProperty("result").TryGetProperty("value", out var value) ? value : default;
    }

    public async ValueTask DisposeAsync() => await browser.AskAsync("Target.disposeBrowserContext", new { browserContextId = context });
}
