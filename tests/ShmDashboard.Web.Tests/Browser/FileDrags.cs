using Microsoft.Playwright;

namespace ShmDashboard.Web.Tests.Browser;

/// <summary>A file under a hand over a page, as the browser itself knows it: a script's events leave file fields as they are.</summary>
internal static class FileDrags
{
    /// <summary>Enters the page, moves over it or drops: <c>dragEnter</c>, <c>dragOver</c>, <c>drop</c>.</summary>
    public static Task DragFileAsync(this ICDPSession hand, string what, float x, float y, string file) => hand.SendAsync("Input.dispatchDragEvent", new()
    {
        ["type"] = what, ["x"] = x, ["y"] = y, ["data"] = new { items = Array.Empty<object>(), files = new[] { file }, dragOperationsMask = 1 },
    });
}
