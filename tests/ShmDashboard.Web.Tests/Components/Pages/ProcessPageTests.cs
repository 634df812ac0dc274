using Bunit;
using ShmDashboard.Monitoring.Events;
using ShmDashboard.Web.Components.Pages;
using ShmDashboard.Web.Tests.Fakes;

namespace ShmDashboard.Web.Tests.Components.Pages;

public sealed class ProcessPageTests : ComponentTest
{
    [Fact]
    public void Render_Process_TellsAboutItAndLinksItsSegments()
    {
        Details[7] = new() { Process = Rows.Process(7, "editor"), CommandLine = "editor --open a", UserName = "alice", StartedUtc = Rows.Noon };
        Monitor.Show(Rows.Noon, Rows.Qt("Größe #1") with { Attached = Rows.Attached((7, "editor")), Lock = Rows.Held(7, "editor") }, Rows.Posix("other"));

        var page = RenderPage(7);

        Assert.Equal("editor", Read(page.Find("h1")));
        Assert.Contains("editor --open a", Read(page.Find("dl")), StringComparison.Ordinal);
        var row = Assert.Single(page.FindAll("li"));
        Assert.Equal("/segment/qt%3AGr%C3%B6%C3%9Fe%20%231", row.QuerySelector("a")!.GetAttribute("href"));
        Assert.Equal("holds the lock, has it mapped", Read(row.QuerySelector(".roles")!));
        Assert.Empty(page.FindAll(".ended"));
    }

    [Fact]
    public async Task Process_Ends_SaysSoAndKeepsItsName()
    {
        Details[7] = new() { Process = Rows.Process(7, "editor"), CommandLine = "" };
        Monitor.Show(Rows.Noon, Rows.Posix("frames") with { Attached = Rows.Attached((7, "editor")) });
        var page = RenderPage(7);

        Details.Remove(7);
        Monitor.Show(Rows.Noon, Rows.Posix("frames"));
        await Until(() =>
        {
            Time.Advance(TimeSpan.FromMilliseconds(500));
            return page.FindAll(".ended").Count == 1;
        });

        Assert.Equal("editor", Read(page.Find("h1")));
        Assert.Empty(page.FindAll("li"));
    }

    [Fact]
    public void Render_ProcessThatNobodyHasSeen_DoesNotCallItEnded()
    {
        Monitor.Show(Rows.Noon, Rows.Posix("other"));

        var page = RenderPage(99_999);

        Assert.Equal("process 99999", Read(page.Find(".head")));
        Assert.Empty(page.FindAll(".ended"));
        Assert.Equal("No process 99999 is running, and the dashboard has seen nothing of one that ended.", Read(page.Find(".nothing")));
    }

    [Fact]
    public void Render_ProcessOfAnEarlierEvent_HasEnded()
    {
        Events.Note(new SegmentEvent { Kind = SegmentEventKind.Made, Process = Rows.Process(7, "editor"), Sentence = "Made by editor." });
        Monitor.Show(Rows.Noon, Rows.Posix("other"));

        var page = RenderPage(7);

        Assert.Single(page.FindAll(".ended"));
        Assert.Equal("editor", Read(page.Find("h1")));
        Assert.Contains("no segment", Read(page.Find(".nothing")), StringComparison.Ordinal);
    }

    [Fact]
    public void Render_NothingShared_SaysThatInsteadOfAnEmptyTable()
    {
        Details[7] = new() { Process = Rows.Process(7, "editor"), CommandLine = "" };
        Monitor.Show(Rows.Noon, Rows.Posix("other"));

        Assert.Contains("no segment", Read(RenderPage(7).Find(".nothing")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Dispose_LeavesNothingBehind()
    {
        Monitor.Show(Rows.Noon, Rows.Posix("other"));
        RenderPage(7);

        await DisposeComponentsAsync();

        Assert.Equal(0, Monitor.SubscriberCount);
    }

    private IRenderedComponent<ProcessPage> RenderPage(int pid) =>
        Render<ProcessPage>(parameters => parameters.Add(page => page.Pid, pid));
}
