using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using ShmDashboard.Monitoring.Events;
using ShmDashboard.SharedMemory.Processes;
using ShmDashboard.SharedMemory.Segments;
using ShmDashboard.Web.Components.Pages;
using ShmDashboard.Web.Tests.Fakes;
using ShmDashboard.Wording;

namespace ShmDashboard.Web.Tests.Components.Pages;

public sealed class EventsPageTests : ComponentTest
{
    public EventsPageTests() => SetupMud();

    private NavigationManager Navigation => Services.GetRequiredService<NavigationManager>();

    [Fact]
    public void Render_NothingHappened_SaysWhatWouldShow() =>
        Assert.Contains("Nothing has happened since the dashboard was started", Render<EventsPage>().Markup, StringComparison.Ordinal);

    [Fact]
    public void Render_Events_LinkToTheirSegmentsAndProcesses()
    {
        Note(SegmentEventKind.Made, "a/b 图");

        var row = Render<EventsPage>().Find(".event");

        Assert.Equal("/segment/qt%3Aa%2Fb%20%E5%9B%BE", row.QuerySelector(".which")!.GetAttribute("href"));
        Assert.Equal("/process/4312", row.QuerySelector(".what a")!.GetAttribute("href"));
        Assert.Equal("made", Read(row.QuerySelector(".kind")!));
    }

    [Fact]
    public async Task Filter_AndWords_StandInTheAddress()
    {
        Note(SegmentEventKind.Made, "share");
        Note(SegmentEventKind.LockStuck, "share");
        Note(SegmentEventKind.LockStuck, "other");
        var page = Render<EventsPage>();
        Assert.Equal(["All 3", "Came and went 1", "Trouble 2", "Done here 0"], page.FindAll(".choice").Select(Read));

        await Act(() => page.FindAll(".choice")[2].Click());
        await Act(() => page.Find("input").Input("oth"));

        Assert.EndsWith("/?show=trouble&of=oth", Navigation.Uri, StringComparison.Ordinal);
        Assert.Equal("other", Read(Assert.Single(page.FindAll(".event .which"))));
        Assert.Equal("1 shown of 3", Read(page.Find("[role=status]")));
    }

    [Fact]
    public async Task Note_WhileOpen_ShowsByItself()
    {
        var page = Render<EventsPage>();

        Note(SegmentEventKind.Gone, "share");

        await Patience.Until(() =>
        {
            // It may come while the page rests between two looks.
            if (Time.Waiting > 0) Time.Advance(TimeSpan.FromSeconds(1));
            return page.FindAll(".event").Count == 1;
        });
    }

    private void Note(SegmentEventKind kind, string key) => Events.Note(new SegmentEvent
    {
        Kind = kind, Segment = SegmentId.Qt(key), Name = key, Process = Rows.Process(4312, "player"), Sentence = Sentence.Of($"Made by {new People([Rows.Process(4312, "player")])}."),
    });
}
