using System.Globalization;
using Bunit;
using ShmDashboard.Monitoring.Health;
using ShmDashboard.Monitoring.Maintenance;
using ShmDashboard.SharedMemory.Locks;
using ShmDashboard.SharedMemory.Posix;
using ShmDashboard.SharedMemory.Qt;
using ShmDashboard.SharedMemory.Removal;
using ShmDashboard.SharedMemory.Segments;
using ShmDashboard.Web.Components.Acting;
using ShmDashboard.Web.Components.Diagnosis;
using ShmDashboard.Web.Components.Pages;
using ShmDashboard.Web.Tests.Fakes;
using ShmDashboard.Wording;

namespace ShmDashboard.Web.Tests.Components.Pages;

public sealed class HealthPageTests : ComponentTest
{
    public HealthPageTests() => SetupMud();

    [Fact]
    public void BeforeTheFirstExamination_IsLoading()
    {
        var page = Render<HealthPage>();

        Assert.Equal("true", page.Find(".loading").GetAttribute("aria-busy"));
        Assert.Empty(page.FindAll(".fine"));
    }

    [Fact]
    public void Render_NothingFound_SaysWhatWasExamined()
    {
        Monitor.Show(Rows.Noon, Rows.Qt("a"), Rows.Qt("b", 7));
        Health.Find(Rows.Noon);

        var page = Render<HealthPage>();

        Assert.Equal("Nothing is wrong", Read(page.Find(".fine h2")));
        Assert.StartsWith("Examined: the segments (2) with their locks", Read(page.Find(".fine p")), StringComparison.Ordinal);
        Assert.Equal("nothing found", Read(page.Find(".sub")));
        Assert.Equal("Nobody waits for a lock, and none is held for long.", Read(page.Find(".waiting .calm")));
    }

    [Fact]
    public void Render_SemaphoresAndOthers_AreToldBesideTheSegments()
    {
        Health.Surroundings = new Surroundings
        {
            Semaphores =
            [
                new() { Name = "left\u202eover", Reading = new() { State = LockState.Free, Value = 1 }, Holding = SemaphoreHolding.Free },
                new() { Name = "used", Reading = new() { State = LockState.Held, WaiterCount = 2 }, Users = [Rows.Process(7, "player")] },
            ],
            LeftSemaphores = ["left\u202eover"],
            IdleKeyFiles = [new("/tmp/qipc_sharedmemory_x", QtKeyPurpose.Segment, 5)],
            Unlisted = new(["pulse"], [new("ctl", OtherFileKind.Pipe)], ["bad\\xff"]),
        };
        Health.Find(Rows.Noon);

        var panel = Render<HealthPage>().FindComponent<SurroundingsPanel>();

        Assert.Equal(
            ["Named semaphores 21 that nobody has open", "Qt key files that lead to nothing 1", "Directories in /dev/shm 1", "Not regular files 1", "Names that are not UTF-8 1"],
            panel.FindAll("summary").Select(Read));
        Assert.Equal("left\\u{202e}over value 1 · nobody has it open", Read(panel.FindAll("li")[0]));
        Assert.Contains("value 0 · 2 waiting · open in player 7", Read(panel.FindAll("li")[1]), StringComparison.Ordinal);
    }

    [Fact]
    public void Render_Findings_AreGroupedWithEvidenceAndRemedy()
    {
        Monitor.Show(Rows.Noon, Rows.Qt("share"));
        Health.Find(Rows.Noon, Finding(FindingSeverity.Alarm), Finding(FindingSeverity.Info, "other"));

        var page = Render<HealthPage>();

        Assert.Equal(["Broken now 1", "Worth knowing 1"], page.FindAll(".group h2").Select(Read));
        var card = page.FindAll(".finding")[0];
        Assert.Equal("'share' is damaged", Read(card.QuerySelector("h3")!));
        Assert.Equal(["Its value is 2.", "Nobody is attached."], card.QuerySelectorAll("li").Select(Read));
        Assert.Equal(["Its value is 2.", "Two can hold it.", "Repair it.", "player 4312"], new[] { "li", "dd:nth-of-type(2)", "dd:nth-of-type(3)", ".names" }.Select(part => Read(card.QuerySelector(part)!)));
        Assert.Equal("/segment/qt%3Ashare", card.QuerySelector(".doing a")!.GetAttribute("href"));
        Assert.True(card.QuerySelector("details")!.HasAttribute("open"));
        Assert.False(page.FindAll(".finding")[1].QuerySelector("details")!.HasAttribute("open"));
    }

    [Theory]
    [InlineData(FindingAction.RemoveSegment, "Remove…")]
    [InlineData(FindingAction.RepairLock, "Repair lock…")]
    [InlineData(FindingAction.ReleaseDeadHolder, "Release lock…")]
    [InlineData(FindingAction.None, null)]
    public void Finding_WithAction_OffersIt(FindingAction action, string? button)
    {
        Health.Find(Rows.Noon, Finding(FindingSeverity.Warning) with { Action = action });

        Assert.Equal(button is null ? [] : [button], Render<HealthPage>().FindAll(".doing button").Select(Read));
    }

    [Fact]
    public void ReadOnly_ShowsAndOffersNothing()
    {
        Janitor.IsReadOnly = true;
        Janitor.Trash = [new TrashedSegment("1/a", "a", 10, Rows.Noon)];
        Health.Find(Rows.Noon, Finding(FindingSeverity.Warning) with { Action = FindingAction.RemoveSegment });

        var page = Render<HealthPage>();

        Assert.Equal("Started with --read-only: nothing can be changed from here.", Read(page.Find(".say.quiet")));
        Assert.Equal(["Examine now"], page.FindAll("button").Select(Read));
    }

    [Fact]
    public async Task Findings_Change_ThePageFollows()
    {
        Health.Find(Rows.Noon);
        var page = Render<HealthPage>();
        await Until(() => Time.Waiting > 0);

        Health.Find(Rows.Noon, Finding(FindingSeverity.Warning));

        await Until(() =>
        {
            Time.Advance(TimeSpan.FromMilliseconds(500));
            return page.FindAll(".finding").Count == 1;
        });
    }

    [Fact]
    public async Task Examinations_Stopped_IsStale()
    {
        Health.Find(Rows.Noon, Finding(FindingSeverity.Warning));
        var page = Render<HealthPage>();

        await Until(() =>
        {
            Time.Advance(TimeSpan.FromSeconds(5));
            return page.FindAll(".say.warn").Count == 1;
        });
        Assert.StartsWith("The findings are stale.", Read(page.Find(".say.warn")), StringComparison.Ordinal);
        Assert.Single(page.FindAll(".finding"));
    }

    [Fact]
    public void Sweep_Failed_SaysWhyAndKeepsTheFindings()
    {
        Monitor.Show(Monitor.Current with { Problem = "Cannot read /proc/sysvipc/shm: permission denied (EACCES)." });
        Health.Find(Rows.Noon, Finding(FindingSeverity.Warning));

        var page = Render<HealthPage>();

        Assert.EndsWith("Cannot read /proc/sysvipc/shm: permission denied (EACCES).", Read(page.Find(".say.bad")), StringComparison.Ordinal);
        Assert.Single(page.FindAll(".finding"));
    }

    [Fact]
    public async Task ExamineNow_Fails_SaysWhyUntilItSucceeds()
    {
        Health.Find(Rows.Noon);
        Health.Failure = new IOException("Cannot look into /tmp: too many open files (EMFILE).");
        var page = Render<HealthPage>();

        await Act(() => page.Find(".examine button").Click());
        page.WaitForAssertion(() => Assert.EndsWith("(EMFILE).", Read(page.Find(".say.bad")), StringComparison.Ordinal));

        Health.Failure = null;
        await Act(() => page.Find(".examine button").Click());
        page.WaitForAssertion(() => Assert.Empty(page.FindAll(".say.bad")));
        Assert.Equal(2, Health.Examinations);
    }

    [Fact]
    public void Ring_IsDrawnAndToldAndComesFirst()
    {
        Monitor.Show(Rows.Noon, Held("a", 10, 20), Held("b", 20, 10));
        Health.Find(Rows.Noon);

        var page = Render<HealthPage>();

        Assert.Contains("stuck", page.Find(".main").ClassList);
        Assert.Equal("p10 (10) holds 'a' and waits for 'b'. p20 (20) holds 'b' and waits for 'a'. Neither can go on.", Read(page.Find(".waiting .say")));
        Assert.Equal(4, page.FindAll("svg .node.bad").Count);
        Assert.Equal(2, page.FindAll("svg .edge.bad.waits").Count);
        Assert.Equal(["a held by p10 10; waiting: p20 20", "b held by p20 20; waiting: p10 10"], page.FindAll(".waiting li").Select(Read));
    }

    [Fact]
    public void HeldForAMoment_IsNotWorthADrawing()
    {
        var row = Rows.Qt("a");
        Monitor.Show(Rows.Noon, row with { Lock = Rows.Held(since: Rows.Noon - TimeSpan.FromSeconds(2)) });
        Assert.Empty(Render<HealthPage>().FindAll("svg .node"));

        Monitor.Show(Rows.Noon, row with { Lock = Rows.Held(since: Rows.Noon - TimeSpan.FromSeconds(12)) });
        Assert.Equal(["player4312", "asemaphore 98311"], Render<HealthPage>().FindAll("svg .node").Select(node =>
            string.Concat(node.QuerySelectorAll("text").Select(Read))));
    }

    [Fact]
    public void TooManyToDraw_AreToldOnly()
    {
        Monitor.Show(Rows.Noon, [.. Enumerable.Range(0, 25).Select(index => Held($"k{index}", 100 + index, 200 + index))]);

        var page = Render<HealthPage>();

        Assert.Empty(page.FindAll(".picture"));
        Assert.Equal(25, page.FindAll(".waiting li").Count);
        Assert.Empty(page.FindAll(".told"));
    }

    [Fact]
    public async Task Trash_PutBack_IsDoneAndNoted()
    {
        Janitor.Trash = [new TrashedSegment("1/frames", "frames", 4096, Rows.Noon)];
        Health.Find(Rows.Noon);
        var page = Render<HealthPage>();
        Assert.Equal("Put back /frames", page.Find(".side li button").GetAttribute("aria-label"));

        await Act(() => page.Find(".side li button").Click());

        page.WaitForAssertion(() => Assert.Contains("Put back '1/frames'.", Read(page.FindComponent<ActionsPanel>().Find("ol")), StringComparison.Ordinal));
        Assert.StartsWith("Empty.", Read(page.FindComponent<TrashPanel>().Find("p")), StringComparison.Ordinal);
    }

    [Fact]
    public void Actions_Refused_SaySo()
    {
        Janitor.Log = [new(Rows.Noon, SegmentId.Qt("share"), MaintenanceAction.Remove, false, "Cannot remove 'qt:share': 2 attached.")];

        Assert.StartsWith("Not done: Cannot remove 'qt:share': 2 attached.", Read(Render<HealthPage>().FindComponent<ActionsPanel>().Find("li")), StringComparison.Ordinal);
    }

    [Fact]
    public void Actions_InChinese_AreTranslated()
    {
        CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo("zh-Hans");
        Janitor.Log = [new(Rows.Noon, null, null, true, Sentence.Of($"Put back {"posix:frames"} under its old name, with its content."))];

        Assert.StartsWith("已按原名放回 posix:frames，内容保持不变。", Read(Render<HealthPage>().FindComponent<ActionsPanel>().Find("li")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(FindingSeverity.Alarm, "bad")]
    [InlineData(FindingSeverity.Warning, "warn")]
    [InlineData(FindingSeverity.Info, "quiet")]
    public void Badge_HasTheToneOfTheGravest(FindingSeverity severity, string tone)
    {
        Assert.Empty(Render<HealthBadge>().FindAll(".badge"));
        Health.Find(Rows.Noon, Finding(severity), Finding(FindingSeverity.Info, "other"));

        var badge = Render<HealthBadge>().Find(".badge");

        Assert.Equal("2 Findings", Read(badge));
        Assert.Contains(tone, badge.ClassList);
    }

    [Fact]
    public async Task Dispose_LeavesNothingBehind()
    {
        Render<HealthPage>();
        await Until(() => Monitor.SubscriberCount == 1);

        await DisposeComponentsAsync();

        Assert.Equal(0, Monitor.SubscriberCount);
    }

    private static Finding Finding(FindingSeverity severity, string name = "share") => new()
    {
        Kind = FindingKind.DamagedLock,
        Severity = severity,
        Segment = SegmentId.Qt(name),
        Subject = "qt:" + name,
        Title = Sentence.Of($"'{name}' is damaged"),
        Evidence = [Sentence.Of($"Its value is {2}."), "Nobody is attached."],
        Explanation = "Two can hold it.",
        Remedy = "Repair it.",
        Processes = Rows.Attached((4312, "player")),
        FirstSeenUtc = Rows.Noon,
    };

    private static Monitoring.Segments.SegmentRow Held(string key, int holder, int waiter) => Rows.Qt(key, 1000 + holder) with
    {
        Lock = new()
        {
            State = LockState.Held, Kind = LockKind.QtSystemV, Holder = new(holder, $"p{holder}", true), HeldSinceUtc = Rows.Noon, SemaphoreId = 7,
            WaiterCount = 1, Waiters = [new(waiter, $"p{waiter}", true)], WaitersKnown = true,
        },
    };
}
