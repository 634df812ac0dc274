using Microsoft.Playwright;

namespace ShmDashboard.Web.Tests.Browser;

/// <summary>Lists that one is picked out of, as a person uses them: by their label, and by the words of what is picked.</summary>
internal static class PickLists
{
    public static async Task PickAsync(this IPage page, string label, string words)
    {
        await page.Locator(List(label)).ClickAsync();
        await page.Locator(".mud-popover-open .mud-list-item").Filter(new() { HasTextRegex = new($"^\\s*{System.Text.RegularExpressions.Regex.Escape(words)}\\s*$") }).ClickAsync();
        await page.Locator(".mud-popover-open .mud-list-item").First.WaitForAsync(new() { State = WaitForSelectorState.Hidden });
    }

    public static async Task<string> PickedAsync(this IPage page, string label) =>
        (await page.Locator(List(label)).EvaluateAsync<string>("list => list.innerText.trim() || list.querySelector('input').value")).Trim();

    private static string List(string label) => $".pick-list:has([aria-label='{label}'])";
}
