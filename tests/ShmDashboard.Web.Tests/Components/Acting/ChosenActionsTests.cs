using Bunit;
using MudBlazor;
using ShmDashboard.Monitoring.Maintenance;
using ShmDashboard.Monitoring.Segments;
using ShmDashboard.Web.Components.Acting;
using ShmDashboard.Web.Tests.Fakes;
using ShmDashboard.Wording;

namespace ShmDashboard.Web.Tests.Components.Acting;

public sealed class ChosenActionsTests : ComponentTest
{
    private static readonly SegmentRow s_ours = Rows.Qt("ours", 1) with { HeldByDashboard = true };
    private static readonly SegmentRow s_left = Rows.Posix("psm_left");
    private static readonly SegmentRow s_crashed = Rows.Qt("crashed", 2) with { Stale = true };
    private static readonly SegmentRow s_used = Rows.Posix("cam0") with { Attached = Rows.Attached((988, "grabber")) };

    public ChosenActionsTests() => SetupMud();

    [Fact]
    public async Task Remove_OnlyWhatNobodyUses_AfterOneQuestionThatNamesThemAll()
    {
        var (actions, dialogs) = Show(s_ours, s_left, s_crashed, s_used);
        Assert.Equal(["Let go of what we hold (1)", "Remove what nobody uses (2)"], actions.FindAll("button").Select(Read));

        await Act(() => actions.FindAll("button")[1].Click());
        await Until(() => dialogs.FindAll(".bulk").Count > 0 && dialogs.FindAll(".loading").Count == 0);
        Assert.Equal(["/psm_left", "crashed"], dialogs.FindAll(".able b").Select(Read));
        Assert.Empty(Janitor.Done);
        await Act(() => dialogs.Find("button.danger").Click());

        await Until(() => dialogs.FindAll(".bulk").Count == 0);
        Assert.Equal([(s_left.Id, MaintenanceAction.Remove, "quiet", false), (s_crashed.Id, MaintenanceAction.Remove, "quiet", false)], Janitor.Done);
    }

    [Fact]
    public async Task Remove_WhatTurnsOutToBeUsedOrRefused_IsNamedAndLeftAlone()
    {
        Janitor.Planner = (id, action) => new()
        {
            Target = id, Action = action, Situation = "seen",
            NeedsSecondConfirmation = id == s_left.Id, Affected = id == s_left.Id ? Rows.Attached((7, "late")) : [],
            Failure = id == s_crashed.Id ? MaintenanceFailure.Denied : MaintenanceFailure.None,
            Problem = id == s_crashed.Id ? (Sentence)"Cannot remove it." : null,
        };
        var (actions, dialogs) = Show(s_left, s_crashed);

        await Act(() => actions.FindAll("button")[1].Click());
        await Until(() => dialogs.FindAll(".bulk").Count > 0 && dialogs.FindAll(".loading").Count == 0);

        Assert.Equal(["/psm_left In use by late 7. Open its page to remove it all the same.", "crashed Cannot remove it."], dialogs.FindAll(".unable li").Select(Read));
        Assert.Empty(dialogs.FindAll("button.danger"));
    }

    [Fact]
    public async Task Remove_OneFails_StaysOpenAndSaysWhich()
    {
        Janitor.Actor = (id, _) => id == s_left.Id
            ? new MaintenanceResult(MaintenanceFailure.SituationChanged, "Things changed.")
            : new MaintenanceResult(MaintenanceFailure.None, "Done.");
        var (actions, dialogs) = Show(s_left, s_crashed);

        await Act(() => actions.FindAll("button")[1].Click());
        await Until(() => dialogs.FindAll(".bulk").Count > 0 && dialogs.FindAll(".loading").Count == 0);
        await Act(() => dialogs.Find("button.danger").Click());

        await Until(() => dialogs.FindAll("[role=alert]").Count == 1);
        Assert.Equal("/psm_left Things changed.", Read(Assert.Single(dialogs.FindAll("li"))));
    }

    [Fact]
    public async Task LetGo_ReleasesWhatWeHold()
    {
        var (actions, dialogs) = Show(s_ours, s_left);

        await Act(() => actions.FindAll("button")[0].Click());
        await Until(() => dialogs.FindAll(".bulk").Count > 0 && dialogs.FindAll(".loading").Count == 0);
        await Act(() => dialogs.Find("button.danger").Click());

        await Until(() => Publisher.Released.Count == 1);
        Assert.Equal([s_ours.Id], Publisher.Released);
        Assert.Empty(Janitor.Done);
    }

    private (IRenderedComponent<ChosenActions> Actions, IRenderedComponent<MudDialogProvider> Dialogs) Show(params SegmentRow[] rows)
    {
        var dialogs = Render<MudDialogProvider>();
        return (Render<ChosenActions>(parameters => parameters.Add(component => component.Chosen, [.. rows])), dialogs);
    }
}
