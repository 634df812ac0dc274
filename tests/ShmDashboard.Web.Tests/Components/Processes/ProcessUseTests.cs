using ShmDashboard.SharedMemory.Locks;
using ShmDashboard.Web.Components.Processes;
using ShmDashboard.Web.Tests.Fakes;

namespace ShmDashboard.Web.Tests.Components.Processes;

public sealed class ProcessUseTests
{
    [Fact]
    public void Of_EveryRole_IsFoundAndTheGravestComesFirst()
    {
        var mapped = Rows.Posix("a-mapped") with { Attached = Rows.Attached((7, "editor"), (8, "other")) };
        var held = Rows.Qt("b-held") with { Lock = Rows.Held(7, "editor") };
        var waited = Rows.Qt("c-waited") with { Lock = Rows.Held(8, "other") with { WaiterCount = 1, Waiters = Rows.Attached((7, "editor")) } };

        var uses = ProcessUse.Of([mapped, held, waited, Rows.Posix("unrelated")], 7, null);

        Assert.Equal(
            [("c-waited", ProcessRoles.Waiter), ("b-held", ProcessRoles.Holder), ("/a-mapped", ProcessRoles.Attached)],
            uses.Select(use => (use.Row.Facts.Name, use.Roles)));
    }

    [Fact]
    public void Of_InferredHolder_IsNotCalledTheHolder()
    {
        var row = Rows.Qt("guessed") with { Lock = Rows.Held(7, "editor") with { HolderIsInferred = true } };

        Assert.Equal(ProcessRoles.InferredHolder, ProcessUse.Of([row], 7, null).Single().Roles);
    }

    [Fact]
    public void Of_LocksBesideThatOne_CountToo()
    {
        var row = Rows.Posix("queue") with
        {
            OtherLocks =
            [
                new() { Kind = LockKind.None, State = LockState.Held, Where = "mutex at offset 16", Holder = Rows.Process(7, "editor"), Waiters = Rows.Attached((9, "reader")) },
            ],
        };

        Assert.Equal(ProcessRoles.Holder, ProcessUse.Of([row], 7, null).Single().Roles);
        Assert.Equal(ProcessRoles.Waiter, ProcessUse.Of([row], 9, null).Single().Roles);
    }

    [Theory]
    [InlineData(-1, ProcessRoles.Creator)]
    [InlineData(1, ProcessRoles.None)]
    public void Of_PidUsedAgain_DidNotMakeWhatIsOlder(int hoursAfterTheMaking, ProcessRoles expected)
    {
        var row = Rows.Qt("share");
        row = row with { Facts = row.Facts with { Creator = Rows.Process(7, "editor"), ChangedUtc = Rows.Noon } };

        var uses = ProcessUse.Of([row], 7, Rows.Noon.AddHours(hoursAfterTheMaking));

        Assert.Equal(expected, uses.IsEmpty ? ProcessRoles.None : uses.Single().Roles);
    }

    [Fact]
    public void Of_GoneSegment_IsNotListed() =>
        Assert.Empty(ProcessUse.Of([Rows.Posix("gone") with { Attached = Rows.Attached((7, "editor")), Gone = true }], 7, null));
}
