using ShmDashboard.Monitoring.Maintenance;
using ShmDashboard.SharedMemory.Segments;

namespace ShmDashboard.Web.Tests.Browser;

public sealed class HealthPageInBrowserTests(BrowserFixture fixture) : BrowserTest(fixture)
{
    [Fact]
    public async Task Remove_OfAStaleSegment_AsksFirst()
    {
        await OpenAsync("/health");
        var remove = Page.GetByRole(Microsoft.Playwright.AriaRole.Button, new() { Name = "Remove…" }).First;

        await remove.ClickAsync();
        await Page.WaitForSelectorAsync("text=This cannot be undone.");
        await EscapeDialogAsync();
        Assert.Empty(Scene.Janitor.Done);

        await remove.ClickAsync();
        await Page.ClickAsync(".action .danger");
        await Page.WaitForSelectorAsync("text=Remove: done with 'sysv:65541'.");
        Assert.Equal((SegmentId.SystemV(65541), MaintenanceAction.Remove), (Scene.Janitor.Done.Single().Id, Scene.Janitor.Done.Single().Action));
    }

    [Fact]
    public async Task Remove_OfAUsedPosixSegment_IsConfirmedTwiceAndUndone()
    {
        await OpenAsync("/segment/posix%3Acam0");
        await Page.ClickAsync(".actions button:has-text('Remove…')");
        Assert.True(await Page.IsDisabledAsync(".action .danger"));

        await Page.ClickAsync("text=I know that this affects grabber 988.");
        await Page.ClickAsync(".action .danger");
        await Page.ClickAsync(".mud-snackbar .undo");

        await Page.WaitForSelectorAsync("text=Put back '1/cam0'.");
        Assert.True(Scene.Janitor.Done.Single().Twice);
    }

    [Fact]
    public async Task Graph_OnAPhone_IsToldInstead()
    {
        await OpenAsync("/health");
        Assert.True(await Page.IsVisibleAsync(".waiting svg"));

        await Page.SetViewportSizeAsync(400, 800);

        await Page.WaitForSelectorAsync(".waiting svg", new() { State = Microsoft.Playwright.WaitForSelectorState.Hidden });
        await Page.WaitForFunctionAsync("() => document.documentElement.scrollWidth === document.documentElement.clientWidth");
        await Page.WaitForSelectorAsync(".waiting li:has-text('held by compositor 7301; waiting: mixer 7302 and preview 7303')");
    }
}
