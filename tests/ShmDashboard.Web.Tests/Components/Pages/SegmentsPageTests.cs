using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using ShmDashboard.Monitoring.Segments;
using ShmDashboard.SharedMemory.Segments;
using ShmDashboard.Web.Components.Overview;
using ShmDashboard.Web.Components.Pages;
using ShmDashboard.Web.Tests.Fakes;

namespace ShmDashboard.Web.Tests.Components.Pages;

public sealed class SegmentsPageTests : ComponentTest
{
    private readonly BunitJSModuleInterop _script;

    public SegmentsPageTests()
    {
        SetupMud();
        _script = SetupScript("./Components/Pages/SegmentsPage.razor.js");
    }

    private NavigationManager Navigation => Services.GetRequiredService<NavigationManager>();

    [Fact]
    public void Render_BeforeTheFirstSweep_SaysThatItLooks()
    {
        var page = Render<SegmentsPage>();

        Assert.Equal("Looking through this machine's shared memory…", Read(page.Find("[aria-busy=true] span")));
    }

    [Fact]
    public void Render_NoSegments_SaysHowToMakeOne()
    {
        Monitor.Show(Rows.Noon);

        var page = Render<SegmentsPage>();

        Assert.Contains("There is no shared memory on this machine yet", page.Markup, StringComparison.Ordinal);
        Assert.Contains("--demo", page.Markup, StringComparison.Ordinal);
        Assert.Contains("QSharedMemory share", page.Markup, StringComparison.Ordinal);
        Assert.Equal("/upload", page.Find(".button.primary").GetAttribute("href"));
    }

    [Fact]
    public async Task Render_MemoryWithoutAName_IsCountedAndListedOnlyWhileItIsChosen()
    {
        Monitor.Show(new SegmentList { SweptUtc = Rows.Noon, Rows = [Rows.Qt("share")], UnnamedCount = 231 });
        var page = Render<SegmentsPage>();
        var chip = page.FindAll(".choice").Single(chip => chip.TextContent.Contains("Without a name", StringComparison.Ordinal));

        Assert.Contains("231", chip.TextContent, StringComparison.Ordinal);
        Assert.Equal(0, Monitor.UnnamedShown);

        await Act(() => page.FindAll(".choice").Single(choice => choice.TextContent.Contains("Without a name", StringComparison.Ordinal)).Click());
        Monitor.Show(Monitor.Current with { Unnamed = [Rows.MemFd("pipewire-memfd")] });
        page.WaitForAssertion(() => Assert.Contains("pipewire-memfd", Read(Assert.Single(page.FindAll("tbody tr.mud-table-row"))), StringComparison.Ordinal));
        Assert.Equal(1, Monitor.UnnamedShown);

        await Act(() => page.FindAll(".choice")[0].Click());
        page.WaitForAssertion(() => Assert.Contains("share", Read(Assert.Single(page.FindAll("tbody tr.mud-table-row"))), StringComparison.Ordinal));
        Assert.Equal(0, Monitor.UnnamedShown);
    }

    [Fact]
    public void Render_SweepFailed_ShowsTheReasonAndTheLastGoodRows()
    {
        Monitor.Show(new SegmentList { SweptUtc = Rows.Noon, Rows = [Rows.Qt("share")], Problem = "Cannot list /proc/sysvipc/shm: EACCES. Run as root." });

        var page = Render<SegmentsPage>();

        Assert.Contains("Cannot list /proc/sysvipc/shm: EACCES. Run as root.", Read(page.Find("[role=alert]")), StringComparison.Ordinal);
        Assert.Single(page.FindAll("tbody tr.mud-table-row"));
    }

    [Fact]
    public void Render_SweepsStop_SaysThatTheListIsOld()
    {
        Monitor.Show(Rows.Noon, Rows.Qt("share"));
        var page = Render<SegmentsPage>();
        Assert.Empty(page.FindAll("[role=alert]"));

        for (int second = 0; second < 7; second++) Time.Advance(TimeSpan.FromSeconds(1));

        page.WaitForAssertion(() => Assert.StartsWith("This list is old.", Read(page.Find("[role=alert]")), StringComparison.Ordinal));
    }

    [Fact]
    public void MonitorChanges_RowAppears_IsShown()
    {
        Monitor.Show(Rows.Noon, Rows.Qt("share"));
        var page = Render<SegmentsPage>();

        Monitor.Show(Rows.Noon, Rows.Qt("share"), Rows.Posix("cam0"));

        page.WaitForAssertion(() => Assert.Equal(2, page.FindAll("tbody tr.mud-table-row").Count));
        Assert.Equal("2 on this machine · 0 with a picture · watching leaves no trace", Read(page.Find("[role=status]")));
    }

    [Fact]
    public void Summary_SomethingIsReadByAttaching_DoesNotSayThatNoTraceIsLeft()
    {
        Monitor.Show(Rows.Noon, Rows.Qt("share"), Rows.Qt("text", frame: Rows.Text("Hello")));

        Assert.Equal("2 on this machine · 0 with a picture · 1 read by attaching for a moment", Read(Render<SegmentsPage>().Find("[role=status]")));
    }

    [Fact]
    public async Task Address_HoldsSearchFilterSortAndView()
    {
        Monitor.Show(Rows.Noon, Rows.Qt("share", frame: Rows.Picture()), Rows.Posix("cam0", frame: Rows.Picture()), Rows.Qt("other"));
        Navigation.NavigateTo("/?q=share&show=pictures&view=wall");

        var page = Render<SegmentsPage>();
        Assert.Equal("share", Read(Assert.Single(page.FindAll(".tile .name a"))));

        await Act(() => page.FindAll(".views button")[0].Click());
        await Act(() => page.Find(".choice").Click());
        await Act(() => page.FindAll("th button")[(int)SegmentColumn.Size].Click());

        Assert.EndsWith("/?q=share&sort=-size", Navigation.Uri, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Density_Switched_StandsInTheAddress()
    {
        Monitor.Show(Rows.Noon, Rows.Qt("share"));
        Navigation.NavigateTo("/?cols=name,size&widths=size-120");
        var page = Render<SegmentsPage>();
        Assert.Equal(2, page.FindAll("th").Count);

        await Act(() => page.Find(".density").Click());

        Assert.EndsWith("/?cols=name,size&widths=size-120&rows=roomy", Uri.UnescapeDataString(Navigation.Uri), StringComparison.Ordinal);
        Assert.Single(page.FindAll(".segments.roomy"));
    }

    [Fact]
    public async Task Search_FindsNothing_SaysSoAndOffersAll()
    {
        Monitor.Show(Rows.Noon, Rows.Qt("share"));
        Navigation.NavigateTo("/?q=zebra");
        var page = Render<SegmentsPage>();
        Assert.Contains("No segment matches “zebra”", page.Markup, StringComparison.Ordinal);

        await Act(() => page.Find(".nothing button").Click());

        Assert.Single(page.FindAll("tbody tr.mud-table-row"));
    }

    [Fact]
    public async Task OpenKey_Typed_RemembersItAndGoesThere()
    {
        Monitor.Show(Rows.Noon, Rows.Qt("share"));
        var page = Render<SegmentsPage>();

        await Act(() => page.Find(".open input").Input("a/b 图"));
        await Act(() => page.Find(".open").Submit());

        Assert.Equal(["a/b 图"], Monitor.RememberedKeys);
        Assert.EndsWith("/segment/qt%3Aa%2Fb%20%E5%9B%BE", Navigation.Uri, StringComparison.Ordinal);
    }

    [Fact]
    public async Task PictureTold_Undecodable_SaysItUntilItIsPainted()
    {
        Monitor.Show(Rows.Noon, Rows.Qt("share", frame: Rows.Picture(5)));
        var page = Render<SegmentsPage>();

        await page.InvokeAsync(() => page.Instance.PictureTold("qt:share", "undecodable", "The source image could not be decoded."));
        page.WaitForAssertion(() => Assert.Equal("The browser cannot decode this picture.", Read(page.Find(".over"))));

        await page.InvokeAsync(() => page.Instance.PictureTold("qt:share", "painted", null));
        page.WaitForAssertion(() => Assert.Empty(page.FindAll(".over")));
    }

    [Fact]
    public async Task Dispose_LeavesNothingBehind()
    {
        Monitor.Show(Rows.Noon, Rows.Qt("share", frame: Rows.Picture(5)));
        Render<SegmentsPage>();
        await DisposeComponentsAsync();

        Assert.Empty(Monitor.Watched);
        Assert.Equal(0, Monitor.SubscriberCount);
    }
}
