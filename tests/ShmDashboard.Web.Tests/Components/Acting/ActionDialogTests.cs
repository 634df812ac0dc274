using System.Globalization;
using Bunit;
using Microsoft.Extensions.DependencyInjection;
using MudBlazor;
using ShmDashboard.Monitoring.Maintenance;
using ShmDashboard.SharedMemory.Segments;
using ShmDashboard.Web.Components.Acting;
using ShmDashboard.Web.Tests.Fakes;
using ShmDashboard.Wording;

namespace ShmDashboard.Web.Tests.Components.Acting;

public sealed class ActionDialogTests : ComponentTest
{
    private static readonly SegmentId s_frames = SegmentId.Posix("frames");

    private readonly IRenderedComponent<MudDialogProvider> _dialog;
    private readonly IRenderedComponent<MudSnackbarProvider> _notices;

    public ActionDialogTests()
    {
        SetupMud();
        Janitor.Planner = Plan;
        _dialog = Render<MudDialogProvider>();
        _notices = Render<MudSnackbarProvider>();
    }

    [Fact]
    public async Task Ask_ShowsConsequencesAndWhoIsAffected()
    {
        Janitor.Planner = (id, action) => Plan(id, action) with { Affected = Rows.Attached((4201, "album"), (4312, "player")), CanBeUndone = true };

        await Ask();

        Assert.Contains("Remove “/frames”?", _dialog.Markup, StringComparison.Ordinal);
        Assert.Equal(["The name /frames is taken away."], _dialog.FindAll(".consequences li").Select(Read));
        Assert.Equal(["album 4201", "player 4312"], _dialog.FindAll(".affected li").Select(Read));
        Assert.StartsWith("This can be undone", Read(_dialog.Find(".undo")), StringComparison.Ordinal);
        Assert.Empty(_dialog.FindAll(".twice"));
    }

    [Fact]
    public async Task Ask_AffectsNobodyForGood_SaysBoth()
    {
        await Ask();

        Assert.Contains("Nobody that can be seen.", _dialog.Markup, StringComparison.Ordinal);
        Assert.Equal("This cannot be undone.", Read(_dialog.Find(".undo")));
    }

    [Fact]
    public async Task Confirm_CarriesOutTheSituationThatWasShown()
    {
        await Ask();

        await Act(() => _dialog.Find(".danger").Click());

        Assert.Equal([(s_frames, MaintenanceAction.Remove, "seen", false)], Janitor.Done);
        _dialog.WaitForAssertion(() => Assert.Empty(_dialog.FindAll(".action")));
    }

    [Fact]
    public async Task Cancel_DoesNothing()
    {
        await Ask();

        await Act(() => _dialog.Find(".buttons .button").Click());

        Assert.Empty(Janitor.Done);
        _dialog.WaitForAssertion(() => Assert.Empty(_dialog.FindAll(".action")));
        Assert.Empty(_notices.FindAll(".undo"));
    }

    [Fact]
    public async Task SecondConfirmation_NamesTheProcessesAndIsAskedFor()
    {
        Janitor.Planner = (id, action) => Plan(id, action) with { Affected = Rows.Attached((4201, "album"), (4312, "player")), NeedsSecondConfirmation = true };
        await Ask();
        Assert.True(_dialog.Find(".danger").HasAttribute("disabled"));
        Assert.Equal("I know that this affects album 4201 and player 4312.", Read(_dialog.Find(".twice")));

        await Act(() => _dialog.Find(".twice input").Change(true));
        await Act(() => _dialog.Find(".danger").Click());

        Assert.Equal([(s_frames, MaintenanceAction.Remove, "seen", true)], Janitor.Done);
    }

    [Fact]
    public async Task SituationChanged_ShowsWhyAndTheNewPlan()
    {
        Janitor.Planner = (id, action) => Plan(id, action) with { NeedsSecondConfirmation = true };
        Janitor.Actor = (id, _) => new(MaintenanceFailure.SituationChanged, $"Cannot remove '{id}': the situation changed since it was shown.");
        await Ask();
        await Act(() => _dialog.Find(".twice input").Change(true));
        Janitor.Planner = (id, action) => Plan(id, action) with { Situation = "new", NeedsSecondConfirmation = true, Affected = Rows.Attached((7, "late")) };

        await Act(() => _dialog.Find(".danger").Click());

        _dialog.WaitForAssertion(() => Assert.Equal("Cannot remove 'posix:frames': the situation changed since it was shown.", Read(_dialog.Find(".say.warn"))));
        Assert.Equal(["late 7"], _dialog.FindAll(".affected li").Select(Read));
        // What was agreed to was another situation.
        Assert.True(_dialog.Find(".danger").HasAttribute("disabled"));

        Janitor.Actor = null;
        await Act(() => _dialog.Find(".twice input").Change(true));
        await Act(() => _dialog.Find(".danger").Click());
        Assert.Equal("new", Janitor.Done.Last().Situation);
    }

    [Fact]
    public async Task Impossible_SaysWhyAndCanBeLookedAtAgain()
    {
        Janitor.Planner = (id, action) => Plan(id, action) with { Failure = MaintenanceFailure.NotAllowedNow, Problem = "Cannot remove 'posix:frames': 2 attached." };
        await Ask();
        Assert.Equal("Cannot remove 'posix:frames': 2 attached.", Read(_dialog.Find(".say.bad")));
        Assert.Empty(_dialog.FindAll(".danger"));

        Janitor.Planner = Plan;
        await Act(() => _dialog.FindAll(".buttons .button")[1].Click());
        await Looked();

        Assert.Single(_dialog.FindAll(".danger"));
    }

    [Fact]
    public async Task PosixRemoval_CanBeUndoneFromTheNotice()
    {
        await Ask();
        await Act(() => _dialog.Find(".danger").Click());
        _notices.WaitForAssertion(() => Assert.Single(_notices.FindAll(".undo")));
        Assert.Single(Janitor.Trash);

        await Act(() => _notices.Find(".undo").Click());

        Assert.Empty(Janitor.Trash);
        Assert.Equal("Put back '1/frames'.", Janitor.Log[0].Sentence.ToString());
        _notices.WaitForAssertion(() => Assert.Empty(_notices.FindAll(".undo")));
    }

    [Fact]
    public async Task Chinese_ThePlanTheRefusalAndTheResultAreTranslated()
    {
        CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo("zh-Hans");
        Janitor.Planner = (id, action) => Plan(id, action) with
        {
            Consequences =
            [
                Sentence.Of($"The name /{"frames"} is taken away: nobody can open it any more."),
                Sentence.Of($"Attached: {"album 4201"}. What they have mapped stays theirs, and what they write is seen by them alone."),
            ],
        };
        Janitor.Actor = (id, _) => new(MaintenanceFailure.SituationChanged, Sentence.Of(
            $"Cannot remove '{id}': the situation changed since it was shown (now attached: {"album 4201"}). Look again and decide anew."));
        await Ask();
        Assert.Equal(
            ["名称 /frames 将被移除：此后任何程序都无法再打开它。", "已附加：album 4201。已映射的内存仍归这些进程使用，但写入的内容只有它们自己能看到。"],
            _dialog.FindAll(".consequences li").Select(Read));

        await Act(() => _dialog.Find(".danger").Click());
        _dialog.WaitForAssertion(() => Assert.Equal(
            "无法删除“posix:frames”：情况自显示以来已发生变化（当前附加：album 4201）。请重新查看后再作决定。", Read(_dialog.Find(".say.warn"))));

        Janitor.Actor = (_, _) => new(MaintenanceFailure.None, Sentence.Of($"Removed '/{"frames"}'; it can be put back from the trash."));
        await Act(() => _dialog.Find(".danger").Click());
        _notices.WaitForAssertion(() => Assert.Contains("已删除“/frames”；可从回收站放回。", _notices.Markup, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Impossible_InChinese_SaysWhyInChineseAndTheKernelsWordsAsTheyAre()
    {
        CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo("zh-Hans");
        Janitor.Planner = (id, action) => Plan(id, action) with
        {
            Failure = MaintenanceFailure.NotAllowedNow,
            Problem = Sentence.Of(
                $"Cannot remove '{id}': its lock is held by process {4312}. Wait until it is free, or end that process."),
        };
        await Ask();
        Assert.Equal("无法删除“posix:frames”：它的锁由进程 4312 持有。请等到锁空闲，或结束该进程。", Read(_dialog.Find(".say.bad")));

        Janitor.Planner = (id, action) => Plan(id, action) with
        {
            Failure = MaintenanceFailure.Denied, Problem = Sentence.Of($"Cannot remove '{id}': {"no space left on device (ENOSPC)."}"),
        };
        await Act(() => _dialog.FindAll(".buttons .button")[1].Click());
        await Looked();

        Assert.Equal("无法删除“posix:frames”：no space left on device (ENOSPC).", Read(_dialog.Find(".say.bad")));
    }

    [Fact]
    public void ReadOnly_ThereIsNoButton()
    {
        Janitor.IsReadOnly = true;

        Assert.Empty(Button().FindAll("button"));
    }

    private static MaintenancePlan Plan(SegmentId id, MaintenanceAction action) => new()
    {
        Target = id, Action = action, Situation = "seen", Consequences = ["The name /frames is taken away."],
    };

    private async Task Ask()
    {
        await Act(() => Button().Find("button").Click());
        await Looked();
    }

    /// <summary>The plan is made on a worker.</summary>
    private Task Looked() => Until(() => _dialog.FindAll(".action").Count > 0 && _dialog.FindAll(".loading").Count == 0);

    private IRenderedComponent<ActionButton> Button() => Render<ActionButton>(parameters => parameters
        .Add(button => button.Id, s_frames).Add(button => button.Name, "/frames").Add(button => button.Action, MaintenanceAction.Remove));
}
