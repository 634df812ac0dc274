using Bunit;
using ShmDashboard.SharedMemory.Locks;
using ShmDashboard.Web.Components.Overview;
using ShmDashboard.Web.Tests.Fakes;

namespace ShmDashboard.Web.Tests.Components.Overview;

public sealed class LockChipTests : ComponentTest
{
    public static TheoryData<LockStatus, string, string> States => new()
    {
        { new() { State = LockState.Free, Value = 1 }, "chip good", "○free" },
        { new() { State = LockState.Free, EndedHolder = Rows.Process(4312, "player") with { Alive = false } }, "chip warn", "○ free · its holder ended" },
        { new() { State = LockState.Held }, "chip warn", "● held" },
        { Rows.Held() with { HeldSinceUtc = null, HolderIsInferred = true }, "chip warn", "● probably held by player 4312" },
        { Rows.Held(waiters: 2) with { HolderEnded = true }, "chip bad", "▲ never given back: holder ended · 2 waiting" },
        { new() { State = LockState.Damaged, Kind = LockKind.ProcessMutex }, "chip bad", "▲its owner died" },
        { new() { State = LockState.Damaged, Value = 2 }, "chip bad", "▲damaged (value 2)" },
        { new() { State = LockState.None }, "plain", "no lock known" },
        { new() { State = LockState.None, Kind = LockKind.OtherWait, WaiterCount = 2 }, "chip warn", "● somebody waits here · 2 waiting" },
        { new() { State = LockState.None, Kind = LockKind.SemaphoreSet, SemaphoreId = 5 }, "plain", "cannot be told" },
        { new() { State = LockState.NotPermitted }, "plain", "not permitted to look" },
        { Rows.Held() with { HeldSinceUtc = null }, "chip warn", "● held by player 4312" },
        { Rows.Held(name: null) with { HeldSinceUtc = null }, "chip warn", "● held by process 4312" },
        { Rows.Held(waiters: 2) with { HeldSinceUtc = null }, "chip warn", "● held by player 4312 · 2 waiting" },
    };

    [Theory]
    [MemberData(nameof(States))]
    public void Render_EachState_SaysItInWordsAndColour(LockStatus status, string classes, string words)
    {
        var chip = Render<LockChip>(parameters => parameters.Add(component => component.Lock, status)).Find("span");

        Assert.Equal(classes, chip.ClassName);
        Assert.Equal(words, Read(chip));
    }

    [Fact]
    public void Render_Held_LetsTheBrowserCountSinceWhen()
    {
        var age = Render<LockChip>(parameters => parameters.Add(component => component.Lock, Rows.Held(since: Rows.Noon))).Find("shm-age");

        Assert.Equal(Rows.Noon.ToUnixTimeMilliseconds().ToString(), age.GetAttribute("at"));
        Assert.True(age.HasAttribute("precise"));
    }

    [Fact]
    public void Render_HolderInferred_SaysThatItIsAGuess()
    {
        var chip = Render<LockChip>(parameters => parameters.Add(component => component.Lock, Rows.Held() with { HolderIsInferred = true }));

        Assert.Contains("is a guess", chip.Find(".chip").GetAttribute("title"), StringComparison.Ordinal);
    }

    [Fact]
    public void Render_Problem_IsTheTooltip()
    {
        var status = new LockStatus { State = LockState.NotPermitted, Problem = "Cannot look at set 5: EACCES. Run as bob." };

        Assert.Equal(status.Problem.ToString(), Render<LockChip>(parameters => parameters.Add(component => component.Lock, status)).Find("span").GetAttribute("title"));
    }
}
