using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using ShmDashboard.Imaging.Payloads;
using ShmDashboard.Monitoring.Health;
using ShmDashboard.Monitoring.Occupancy;
using ShmDashboard.Monitoring.Publishing;
using ShmDashboard.SharedMemory.Locks;
using ShmDashboard.SharedMemory.Qt;
using ShmDashboard.SharedMemory.Segments;
using ShmDashboard.Web.Components.Inspection;
using ShmDashboard.Web.Components.Pages;
using ShmDashboard.Web.Tests.Fakes;

namespace ShmDashboard.Web.Tests.Components.Pages;

public sealed class SegmentPageTests : ComponentTest
{
    private readonly BunitJSModuleInterop _script;
    private readonly BunitJSModuleInterop _lane;

    public SegmentPageTests()
    {
        SetupMud();
        _script = SetupScript("./Components/Inspection/PictureViewer.razor.js");
        _script.SetupVoid("follow", _ => true).SetVoidResult();
        _script.SetupVoid("freeze", _ => true).SetVoidResult();
        _lane = SetupScript("./Components/Inspection/TimeLine.razor.js");
        _lane.SetupVoid("show", _ => true).SetVoidResult();
        _lane.SetupVoid("pause").SetVoidResult();
    }

    [Fact]
    public async Task Render_Picture_IsPaintedByTheBrowserNotRendered()
    {
        Monitor.Show(Rows.Noon, Rows.Qt("share", frame: Rows.Picture(5)));

        var page = Open("/segment/qt%3Ashare");

        await Until(() => _script.Invocations["follow"].Count == 1);
        Assert.Equal(["qt:share"], _script.VerifyInvoke("follow").Arguments);
        await TellAsync(page, "painted", 5);
        Assert.Empty(page.FindAll("img"));
        Assert.Equal("read from the memory of player, 0.9 ms", Read(page.Find(".source .note")));
        Assert.Empty(page.FindAll(".cover"));
    }

    [Fact]
    public async Task Freeze_KeepsThePictureAndSaysSo()
    {
        Monitor.Show(Rows.Noon, Rows.Qt("share", frame: Rows.Picture(5)));
        var page = Open("/segment/qt%3Ashare");
        await Until(() => _script.Invocations["follow"].Count == 1);
        await TellAsync(page, "painted", 5);

        await Act(() => page.Find(".freeze").Click());
        await Until(() => _script.Invocations["freeze"].Count == 1);
        await TellAsync(page, "frozen", 5);
        Monitor.Replace(Rows.Qt("share", frame: Rows.Picture(6)));
        Time.Advance(TimeSpan.FromSeconds(1));
        Assert.StartsWith("Frozen.", Read(page.Find(".notice")), StringComparison.Ordinal);
        Assert.Equal("frame 5", Read(page.Find(".frame")));

        await Act(() => page.Find(".freeze").Click());
        await Until(() => _script.Invocations["freeze"].Count == 2);
        Assert.Equal(false, _script.Invocations["freeze"][1].Arguments[0]);
    }

    [Fact]
    public async Task Damaged_AfterAGoodPicture_KeepsItGreyAndSaysWhy()
    {
        Monitor.Show(Rows.Noon, Rows.Qt("share", frame: Rows.Picture(5)));
        var page = Open("/segment/qt%3Ashare");
        await TellAsync(page, "painted", 5);
        page.WaitForAssertion(() => Assert.Empty(page.FindAll(".cover")));

        var torn = Rows.Picture(6);
        Monitor.Replace(Rows.Qt("share", frame: torn with
        {
            Payload = torn.Payload with { Integrity = PayloadIntegrity.Damaged, Problem = "PNG chunk IDAT at offset 41: checksum wrong." },
        }));

        page.WaitForAssertion(() => Assert.Equal("The last good picture. PNG chunk IDAT at offset 41: checksum wrong.", Read(page.Find(".notice"))));
        Assert.Contains("worn", page.Find(".stage").ClassList);
    }

    [Fact]
    public async Task Undecodable_Picture_SaysItInWordsUntilOneIsPainted()
    {
        Monitor.Show(Rows.Noon, Rows.Qt("share", frame: Rows.Picture(5)));
        var page = Open("/segment/qt%3Ashare");

        await TellAsync(page, "undecodable", 5, "The source image could not be decoded.");

        page.WaitForAssertion(() => Assert.Equal(
            "The browser cannot decode this picture. The source image could not be decoded.", Read(page.Find(".notice"))));
        await TellAsync(page, "painted", 6);
        page.WaitForAssertion(() => Assert.Empty(page.FindAll(".notice")));
    }

    [Theory]
    [InlineData(PayloadFormat.Empty, "Nobody has written yet")]
    [InlineData(PayloadFormat.QtNullImage, "A null image")]
    [InlineData(PayloadFormat.Bytes, "No picture, no text")]
    public void Render_NoPicture_SaysWhatThereIsInstead(PayloadFormat format, string words)
    {
        Monitor.Show(Rows.Noon, Rows.Qt("share", frame: Rows.Of(format)));

        Assert.Equal(words, Read(Open("/segment/qt%3Ashare").Find(".cover p")));
    }

    [Fact]
    public void Render_Text_IsShownAsTextWithATabOfItsOwn()
    {
        Monitor.Show(Rows.Noon, Rows.Qt("note", frame: Rows.Text("Hello, <script>Client</script>!")));

        var page = Open("/segment/qt%3Anote");

        Assert.Equal("Hello, <script>Client</script>!", page.Find(".cover .text").TextContent);
        Assert.Contains(page.FindAll("[role=tab]"), tab => Read(tab) == "Text");
    }

    [Fact]
    public void Render_Absent_WaitsAndShowsItWhenItComes()
    {
        Monitor.Show(Rows.Noon);
        var page = Open("/segment/qt%3Alater");
        Assert.Equal("There is no such segment now", Read(page.Find(".cover p")));
        Assert.Equal(["later"], Monitor.RememberedKeys);

        Monitor.Show(Rows.Noon, Rows.Qt("later", frame: Rows.Picture(5)));

        page.WaitForAssertion(() => Assert.Equal("Facts", Read(page.FindAll(".side h2")[^1])));
    }

    [Fact]
    public void Render_RemovedWhileMapped_SaysWhoStillMapsTheOldOne()
    {
        Monitor.Show(Rows.Noon);
        Health.Find(Rows.Noon, new Finding
        {
            Kind = FindingKind.RemovedWhileAttached, Severity = FindingSeverity.Warning, Segment = SegmentId.Posix("cam0"),
            Segments = [SegmentId.MemFd(4312, 7)], Subject = "posix:cam0 (4312)", Title = "'/cam0' was removed while player (4312) had it mapped",
            Evidence = [], Explanation = "Those who have it mapped go on using it and do not notice.", Remedy = "Restart it.",
        });

        Assert.Contains("player (4312)", Read(Open("/segment/posix%3Acam0").Find(".side .say")), StringComparison.Ordinal);
        Monitor.Show(Rows.Noon, Rows.MemFd("/cam0", inode: 7));
        var old = Monitor.Current.Rows.Concat(Monitor.Current.Unnamed).Single(row => row.Facts.Name == "/cam0").Id;
        Health.Find(Rows.Noon, Health.Current[0] with { Segments = [old] });
        Assert.Contains("player (4312)", Read(Open("/segment/" + Uri.EscapeDataString(old.ToString())).Find(".side .say")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Segment_GoesAndComesBack_SaysSinceWhenAndResumes()
    {
        Monitor.Show(Rows.Noon, Rows.Qt("share", frame: Rows.Picture(5)));
        var page = Open("/segment/qt%3Ashare");
        await TellAsync(page, "painted", 5);
        page.WaitForAssertion(() => Assert.Empty(page.FindAll(".cover")));

        Monitor.Show(Rows.Noon);
        Time.Advance(TimeSpan.FromSeconds(1));
        page.WaitForAssertion(() => Assert.StartsWith("It is gone Since ", Read(page.Find(".notice")), StringComparison.Ordinal));

        Monitor.Show(Rows.Noon, Rows.Qt("share", frame: Rows.Picture(9)));
        // The pause between two looks may begin after the clock was moved.
        await Until(() =>
        {
            Time.Advance(TimeSpan.FromSeconds(1));
            return page.FindAll(".notice").Count == 0;
        });
    }

    [Fact]
    public async Task PageHidden_StopsWatching_AndShownAgainWatches()
    {
        Monitor.Show(Rows.Noon, Rows.Qt("share", frame: Rows.Picture(5)));
        var page = Open("/segment/qt%3Ashare");
        var viewer = page.FindComponent<PictureViewer>().Instance;

        await page.InvokeAsync(() => viewer.PageVisible(false));
        Assert.Empty(Monitor.Watched);
        await page.InvokeAsync(() => viewer.PageVisible(true));
        Assert.Equal([SegmentId.Qt("share")], Monitor.Watched);
    }

    [Fact]
    public void Render_IdOfAnotherForm_SaysWhatWasExpected() =>
        Assert.Contains("expected qt:<key>, sysv:<number>, posix:<name> or memfd:<pid>:<inode>", Read(Open("/segment/nonsense").Find(".nothing p")), StringComparison.Ordinal);

    [Fact]
    public void Lock_HeldWithWaiters_NamesAll()
    {
        var row = Rows.Qt("share", frame: Rows.Picture(5));
        Monitor.Show(Rows.Noon, row with { Lock = Rows.Held(waiters: 2) with { WaiterCount = 3 } });

        var panel = Open("/segment/qt%3Ashare").FindComponent<LockPanel>();

        Assert.Contains("player 4312", Read(panel.Find("section")), StringComparison.Ordinal);
        Assert.Contains("album 4200, album 4201 and 1 more that cannot be looked into", Read(panel.Find("section")), StringComparison.Ordinal);
        Assert.Contains("semaphore 98311, value 0", Read(panel.Find("section")), StringComparison.Ordinal);
    }

    [Fact]
    public void Lock_HolderEnded_IsNotSaidToBeAKindThatNamesNobody()
    {
        var mutex = new LockDetail
        {
            Kind = LockKind.ProcessMutex, State = LockState.Held, Where = "mutex at offset 64", Offset = 64, HolderEnded = true, HolderThreadId = 30,
            HeldSinceUtc = Rows.Noon, HeldAtLeast = true,
        };
        Monitor.Show(Rows.Noon, Rows.Posix("mx") with { OtherLocks = [mutex] });

        string panel = Read(Open("/segment/posix%3Amx").FindComponent<LockPanel>().Find("dl"));

        Assert.Contains("has ended, and did not give it back", panel, StringComparison.Ordinal);
        Assert.DoesNotContain("does not say by whom", panel, StringComparison.Ordinal);
        Assert.DoesNotContain("at least<", Open("/segment/posix%3Amx").FindComponent<LockPanel>().Markup, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(LockState.Damaged, "two processes can now hold the lock at once")]
    [InlineData(LockState.None, "No lock is known")]
    [InlineData(LockState.NotPermitted, "Run the dashboard as that user")]
    public void Lock_OtherStates_AreExplained(LockState state, string words)
    {
        Monitor.Show(Rows.Noon, Rows.Qt("share") with { Lock = new() { State = state, Value = 2 } });

        Assert.Contains(words, Read(Open("/segment/qt%3Ashare").FindComponent<LockPanel>().Find(".explanation")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(QtKeyFileState.Matched, "/tmp/qipc_sharedmemory_share")]
    [InlineData(QtKeyFileState.Colliding, "several lead here")]
    [InlineData(QtKeyFileState.Missing, "programs that attach now are told that there is no such segment")]
    public void Facts_KeyFile_IsExplained(QtKeyFileState state, string words)
    {
        var row = Rows.Qt("share");
        Monitor.Show(Rows.Noon, row with { Facts = row.Facts with { Qt = row.Facts.Qt! with { KeyFile = state, CollidingPaths = ["/tmp/a", "/tmp/b"] } } });

        Assert.Contains(words, Read(Open("/segment/qt%3Ashare").FindComponent<FactsPanel>().Find("dl")), StringComparison.Ordinal);
    }

    [Fact]
    public void Gone_SaysNothingOfALockAndCallsTheVerdictThatOfTheLastCopy()
    {
        Monitor.Show(Rows.Noon, Rows.Qt("share", frame: Rows.Picture()) with { Gone = true });

        var page = Open("/segment/qt%3Ashare");

        Assert.False(page.HasComponent<LockPanel>());
        Assert.Contains("Verdict of the last copy", Read(page.FindComponent<FactsPanel>().Find("dl")), StringComparison.Ordinal);
    }

    [Fact]
    public void Facts_ZeroBytes_ClaimNoContentAndNoVerdict()
    {
        Monitor.Show(Rows.Noon, Rows.Posix("el", size: 0, frame: Rows.Of(PayloadFormat.Empty)));

        string facts = Read(Open("/segment/posix%3Ael").FindComponent<FactsPanel>().Find("dl"));

        Assert.DoesNotContain("every byte is zero", facts, StringComparison.Ordinal);
        Assert.DoesNotContain("Verdict", facts, StringComparison.Ordinal);
        Assert.Contains("nothing: it has 0 bytes", facts, StringComparison.Ordinal);
    }

    [Fact]
    public void Facts_OnlyTheBeginningIsLookedAt_IsNotCalledUsed()
    {
        var frame = Rows.Of(PayloadFormat.Bytes);
        Monitor.Show(Rows.Noon, Rows.Posix("big", size: 64 << 20, frame: frame with { Payload = frame.Payload with { PayloadLength = 4 << 20 } }));

        string facts = Read(Open("/segment/posix%3Abig").FindComponent<FactsPanel>().Find("dl"));

        Assert.Contains("only the first 4.00 MiB (4,194,304 B) are looked at", facts, StringComparison.Ordinal);
        Assert.DoesNotContain("to spare", facts, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(LockState.None, true)]
    [InlineData(LockState.Free, false)]
    public void Facts_LockFile_IsSaidToBeThereOnlyWhereItIs(LockState state, bool absent)
    {
        var row = Rows.Qt("share");
        Monitor.Show(Rows.Noon, row with { Lock = new() { State = state }, Facts = row.Facts with { Qt = row.Facts.Qt! with { LockFilePath = "/tmp/qipc_systemsem_x" } } });

        string facts = Read(Open("/segment/qt%3Ashare").FindComponent<FactsPanel>().Find("dl"));

        Assert.Equal(absent, facts.Contains("there is none now; it would be /tmp/qipc_systemsem_x", StringComparison.Ordinal));
    }

    [Fact]
    public async Task TimeLine_IsToldAfterPaintingAndRestsWhileFrozen()
    {
        Monitor.Show(Rows.Noon, Rows.Qt("share", frame: Rows.Picture(5)));
        Monitor.Lanes = Lane;
        var page = Open("/segment/qt%3Ashare");
        await Ticking(() => _lane.Invocations["show"].Count > 0);
        Assert.True(Assert.IsType<LaneMessage>(_lane.Invocations["show"][0].Arguments[0]).Reset);

        await Act(() => page.Find(".freeze").Click());
        await Ticking(() => _lane.Invocations["pause"].Count == 1);
        int told = _lane.Invocations["show"].Count;
        for (int i = 0; i < 5; i++) Time.Advance(TimeSpan.FromMilliseconds(200));
        Assert.Equal(told, _lane.Invocations["show"].Count);

        await Act(() => page.Find(".freeze").Click());
        await Ticking(() => _lane.Invocations["show"].Count > told);
        Assert.False(((LaneMessage)_lane.Invocations["show"][^1].Arguments[0]!).Reset);
    }

    [Fact]
    public async Task TimeLine_Hidden_TellsNothing()
    {
        Monitor.Show(Rows.Noon, Rows.Qt("share", frame: Rows.Picture(5)));
        Monitor.Lanes = Lane;
        var page = Open("/segment/qt%3Ashare");
        await Ticking(() => _lane.Invocations["show"].Count > 0);

        await page.InvokeAsync(() => page.FindComponent<PictureViewer>().Instance.PageVisible(false));

        await Ticking(() => _lane.Invocations["pause"].Count == 1);
    }

    [Fact]
    public async Task TimeLine_Window_StandsInTheAddress()
    {
        Monitor.Show(Rows.Noon, Rows.Qt("share", frame: Rows.Picture(5)));
        Monitor.Lanes = Lane;
        var page = Open("/segment/qt%3Ashare?window=60s");
        await Ticking(() => _lane.Invocations["show"].Count > 0);
        Assert.Equal(60_000, ((LaneMessage)_lane.Invocations["show"][0].Arguments[0]!).WindowMilliseconds);
        Assert.Equal("1 min", Read(page.Find(".windows [aria-pressed=true]")));

        await Act(() => page.FindAll(".windows button")[2].Click());

        var navigation = Services.GetRequiredService<NavigationManager>();
        await Until(() => navigation.Uri.EndsWith("/segment/qt%3Ashare?window=300s", StringComparison.Ordinal));
    }

    [Fact]
    public async Task LockUse_IsToldWithWhatItRestsOn()
    {
        Monitor.Show(Rows.Noon, Rows.Qt("share", frame: Rows.Picture(5)));
        Monitor.Lanes = Lane;

        var page = Open("/segment/qt%3Ashare");

        await Ticking(() => page.FindAll("tbody tr").Count == 2);
        Assert.Equal(["player 4312 31 26 ms 40 ms 806 ms –", "album 4201 – – – – 1.2 s"], page.FindAll("tbody tr").Select(Read));
        Assert.Equal(["≥ 34.0 /s", "81 %", "1.2 s", "≥ 3"], page.FindAll(".numbers dd").Select(Read));
        Assert.Equal(
            "200 looks over 1.0 s, one every 5 ms. A hold shorter than 5 ms is seen only by chance. The kernel tells of at least 3 that were missed.",
            Read(page.FindComponent<LockUsePanel>().Find("p.note")));
        Assert.Contains("26 ms median, 31.0 /s", Read(page.FindComponent<LockPanel>().Find("dl")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task LockUse_WithoutALock_IsNotShown()
    {
        Monitor.Show(Rows.Noon, Rows.Posix("cam0", frame: Rows.Picture(5)));
        Monitor.Lanes = (id, window) => Lane(id, window) with { Intervals = [new(LaneState.NoLock, null, Rows.Noon, Rows.Noon.AddSeconds(1), 200)] };

        var page = Open("/segment/posix%3Acam0");

        await Ticking(() => _lane.Invocations["show"].Count > 2);
        Assert.Empty(page.FindComponents<LockUsePanel>());
    }

    [Fact]
    public void ReadOnly_OffersNeitherUploadNorRemoval()
    {
        Janitor.IsReadOnly = true;
        Monitor.Show(Rows.Noon, Rows.Qt("share", frame: Rows.Picture(5)));

        Assert.Equal("Started with --read-only: nothing can be changed from here.", Read(Open("/segment/qt%3Ashare").Find(".actions")));
    }

    [Fact]
    public void Lock_Holder_IsDescribed()
    {
        Details[4312] = new() { Process = Rows.Process(4312, "player"), CommandLine = "/usr/bin/player --loop", UserName = "alice", StartedUtc = Rows.Noon };
        Monitor.Show(Rows.Noon, Rows.Qt("share") with { Lock = Rows.Held() });

        var panel = Open("/segment/qt%3Ashare").FindComponent<LockPanel>();

        Assert.Equal("/usr/bin/player --loop", Read(panel.Find(".command")));
        Assert.Contains("user alice · started", Read(panel.Find("dl")), StringComparison.Ordinal);
    }

    [Fact]
    public void OtherLocks_SemaphoreThatGoesByItsName_IsAGuessAndNoLock()
    {
        Monitor.Show(Rows.Noon, Rows.Posix("cam") with
        {
            Attached = [Rows.Process(7, "writer"), Rows.Process(8, "reader")],
            OtherLocks =
            [
                new()
                {
                    Kind = LockKind.NamedSemaphore, State = LockState.None, Where = "semaphore '/cam_sem', by its name", Name = "cam_sem",
                    Users = [Rows.Process(7, "writer"), Rows.Process(8, "reader")], WaiterCount = 1, Waiters = [Rows.Process(8, "reader")],
                    Problem = "A guess.",
                },
            ],
        });

        var page = Open("/segment/posix%3Acam");

        Assert.Equal(
            ["Semaphore /cam_sem a guess by its name, value 0", "Open in writer 7, reader 8", "Waiting reader 8", "A guess."],
            page.FindComponent<OtherLocksPanel>().FindAll("li .line, li p").Select(Read));
        Assert.DoesNotContain("waits for the lock", Read(page.FindComponent<ProcessesPanel>().Find("section")), StringComparison.Ordinal);
        Assert.Equal("Perhaps locks 1", Read(page.FindComponent<OtherLocksPanel>().Find("h2")));
        Assert.Contains("no lock known", Read(page.FindComponent<LockPanel>().Find("dl")), StringComparison.Ordinal);
    }

    [Fact]
    public void OtherLocks_AreListedWithWhoHoldsThem()
    {
        Monitor.Show(Rows.Noon, Rows.Posix("boost") with
        {
            OtherLocks =
            [
                new() { Kind = LockKind.ProcessMutex, State = LockState.Held, Where = "mutex at offset 16", Offset = 16, Holder = Rows.Process(7, "writer"), HolderThreadId = 9, WaiterCount = 2 },
                new() { Kind = LockKind.ProcessMutex, State = LockState.Damaged, Where = "mutex at offset 112", Offset = 112, Problem = "Its owner, thread 9, died." },
                new() { Kind = LockKind.FileLock, State = LockState.Held, Where = "flock, shared, the whole file", Shared = true, Holder = Rows.Process(8, "reader") },
            ],
        });

        var page = Open("/segment/posix%3Aboost");

        Assert.Equal(
            ["Mutex at offset 16 held", "Held by writer 7 thread 9", "Waiting 2 processes", "File lock, shared held", "Held by reader 8"],
            page.FindComponent<OtherLocksPanel>().FindAll("li .line, li p").Select(Read));

        // The gravest is the segment's lock.
        Assert.Contains("its owner diedWhich Mutex at offset 112", Read(page.FindComponent<LockPanel>().Find("dl")), StringComparison.Ordinal);
        Assert.Equal("Its owner, thread 9, died.", Read(page.FindComponent<LockPanel>().Find(".explanation")));
    }

    [Theory]
    [InlineData(LockState.Damaged, LockKind.QtSystemV, true, "Repair lock…", "Remove…")]
    [InlineData(LockState.Held, LockKind.PosixSemaphore, true, "Release lock…", "Remove…")]
    [InlineData(LockState.Held, LockKind.QtSystemV, true, "Remove…")]
    [InlineData(LockState.Held, LockKind.QtSystemV, false, "Release lock…", "Remove…")]
    public void Actions_AreThoseThatApply(LockState state, LockKind kind, bool holderLives, params string[] buttons)
    {
        Monitor.Show(Rows.Noon, Rows.Qt("share") with
        {
            Lock = new() { State = state, Kind = kind, Value = 2, SemaphoreId = 7, Holder = Rows.Process(7, "writer") with { Alive = holderLives } },
        });

        Assert.Equal(buttons, Open("/segment/qt%3Ashare").FindAll(".actions button").Select(Read));
    }

    [Fact]
    public void Held_Segment_OffersRelease()
    {
        Monitor.Show(Rows.Noon, Rows.Qt("share") with { HeldByDashboard = true });
        Publisher.Held = [new HeldSegment(SegmentId.Qt("share"), 10, Rows.Noon)];

        Assert.Contains(Open("/segment/qt%3Ashare").FindAll(".actions button"), button => Read(button) == "Release");
    }

    [Fact]
    public async Task Dispose_LeavesNothingBehind()
    {
        Monitor.Show(Rows.Noon, Rows.Qt("share", frame: Rows.Picture(5)));
        Open("/segment/qt%3Ashare");

        await DisposeComponentsAsync();

        Assert.Empty(Monitor.Watched);
    }

    /// <summary>Waits while the clock goes on.</summary>
    private Task Ticking(Func<bool> condition) => Until(() =>
    {
        Time.Advance(TimeSpan.FromMilliseconds(200));
        return condition();
    });

    private LaneSnapshot Lane(SegmentId id, TimeSpan window) => new()
    {
        FromUtc = Time.GetUtcNow() - window,
        ToUtc = Time.GetUtcNow(),
        SamplingInterval = TimeSpan.FromMilliseconds(5),
        Intervals = [new(LaneState.Held, Rows.Process(4312, "player"), Time.GetUtcNow() - window, Time.GetUtcNow(), 200)],
        KernelTellsMissedHolds = true,
        Statistics = new()
        {
            Samples = 200,
            Observed = TimeSpan.FromSeconds(1),
            HoldsPerSecond = 31,
            HeldShare = 0.806,
            HiddenHoldsAtLeast = 3,
            Waited = TimeSpan.FromSeconds(1.2),
            ByHolder = [new(Rows.Process(4312, "player"), 31, TimeSpan.FromMilliseconds(26), TimeSpan.FromMilliseconds(40), TimeSpan.FromMilliseconds(806))],
            ByWaiter = [new(Rows.Process(4201, "album"), 4, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1.2))],
        },
    };

    private IRenderedComponent<SegmentPage> Open(string address)
    {
        Services.GetRequiredService<NavigationManager>().NavigateTo(address);
        return Render<SegmentPage>();
    }

    // As the script tells what became of a picture.
    private static Task TellAsync(IRenderedComponent<SegmentPage> page, string status, long sequence, string? detail = null) =>
        page.InvokeAsync(() => page.FindComponent<PictureViewer>().Instance.Told(status, sequence, detail));
}
