using ShmDashboard.Monitoring.Occupancy;
using ShmDashboard.SharedMemory.Processes;
using ShmDashboard.Web.Components.Inspection;
using ShmDashboard.Web.Tests.Fakes;

namespace ShmDashboard.Web.Tests.Components.Inspection;

public sealed class LaneFeedTests
{
    private static readonly TimeSpan s_window = TimeSpan.FromSeconds(10);
    private static readonly ProcessRef s_player = new(4312, "player", true);
    private static readonly ProcessRef s_album = new(4201, null, true);

    private readonly LaneFeed _feed = new();

    [Fact]
    public void Next_First_TellsEverythingFromTheWindowsBegin()
    {
        var message = _feed.Next(Lane(10_000, [Free(0, 4000), Held(s_player, 4000, 10_000)], frames: [(1, 500), (2, 4100)]), s_window);

        Assert.True(message.Reset);
        Assert.Equal(Rows.Noon.ToUnixTimeMilliseconds(), message.Epoch);
        Assert.Equal([0, 4000, (long)LaneState.Free, 0, 4000, 10_000, (long)LaneState.Held, 1], message.Intervals);
        Assert.Equal([500, 1, 4100, 2], message.Frames);
        Assert.Equal(["player", "4312"], message.People);
        Assert.Equal((10_000, 10_000), (message.To, message.WindowMilliseconds));
        Assert.Null(message.KeptSince);
    }

    [Fact]
    public void Next_Later_TellsWhatGrewAndWhatIsNew()
    {
        _feed.Next(Lane(10_000, [Free(0, 4000), Held(s_player, 4000, 10_000)], frames: [(1, 500)]), s_window);

        var message = _feed.Next(
            Lane(10_200, [Free(200, 4000), Held(s_player, 4000, 10_100), Held(s_album, 10_100, 10_200)], frames: [(1, 500), (2, 10_150)]), s_window);

        Assert.False(message.Reset);
        Assert.Equal(4000, message.Since);
        Assert.Equal([4000, 10_100, (long)LaneState.Held, 1, 10_100, 10_200, (long)LaneState.Held, 2], message.Intervals);
        Assert.Equal([10_150, 2], message.Frames);
        Assert.Equal(["", "4201"], message.People);
    }

    [Fact]
    public void Next_OneStretchLongerThanTheWindow_IsToldAgainWithItsEnd()
    {
        _feed.Next(Lane(10_000, [Held(s_player, 0, 10_000)]), s_window);

        var message = _feed.Next(Lane(10_200, [Held(s_player, 200, 10_200)]), s_window);

        Assert.Equal(0, message.Since);
        Assert.Equal([200, 10_200, (long)LaneState.Held, 1], message.Intervals);
    }

    [Fact]
    public void Next_Waits_AreToldWholeWhenTheyChangedAndNotOtherwise()
    {
        LaneSnapshot With(int to, ProcessRef? waiter) => Lane(to, [Held(s_player, 0, 10_000)]) with
        {
            Waits = [new(waiter, 1, At(3000), At(4000))],
        };

        Assert.Equal([3000, 4000, 0, 1], _feed.Next(With(10_000, null), s_window).Waits!);
        Assert.Null(_feed.Next(With(10_200, null), s_window).Waits);
        // Who it was became known afterwards.
        Assert.Equal([3000, 4000, 2, 1], _feed.Next(With(10_400, s_album), s_window).Waits!);
    }

    [Fact]
    public void Next_AnotherWindow_BeginsAnew()
    {
        _feed.Next(Lane(10_000, [Held(s_player, 0, 10_000)], frames: [(1, 500)]), s_window);

        var message = _feed.Next(Lane(10_000, [Held(s_player, 0, 10_000)], frames: [(1, 500)]), TimeSpan.FromMinutes(1));

        Assert.True(message.Reset);
        Assert.Equal(["player", "4312"], message.People);
        Assert.Equal([500, 1], message.Frames);
        Assert.Equal(60_000, message.WindowMilliseconds);
    }

    [Fact]
    public void Next_Truncated_SaysSinceWhenItIsWhole()
    {
        var lane = Lane(10_000, [Free(2500, 10_000)]) with { Truncated = true };

        Assert.Equal(2500, _feed.Next(lane, s_window).KeptSince);
    }

    [Theory]
    [InlineData(null, 10)]
    [InlineData("60s", 60)]
    [InlineData("300s", 300)]
    [InlineData("12 parsecs", 10)]
    public void Window_InTheAddress_IsOneOfThree(string? text, int seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), LaneWindow.Parse(text));

    private static DateTimeOffset At(int milliseconds) => Rows.Noon + TimeSpan.FromMilliseconds(milliseconds);

    private static LaneInterval Free(int from, int to) => new(LaneState.Free, null, At(from), At(to), 1);

    private static LaneInterval Held(ProcessRef holder, int from, int to) => new(LaneState.Held, holder, At(from), At(to), 1);

    private static LaneSnapshot Lane(int to, LaneInterval[] intervals, (int Sequence, int At)[]? frames = null) => new()
    {
        FromUtc = At(to) - s_window,
        ToUtc = At(to),
        SamplingInterval = TimeSpan.FromMilliseconds(5),
        Intervals = [.. intervals],
        Frames = [.. (frames ?? []).Select(frame => new FrameMark(frame.Sequence, At(frame.At)))],
    };
}
