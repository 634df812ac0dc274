using Microsoft.Extensions.Time.Testing;
using ShmDashboard.Monitoring.Events;
using ShmDashboard.SharedMemory.Segments;
using static ShmDashboard.Tests.Monitoring.ScriptedRows;

namespace ShmDashboard.Tests.Monitoring.Events;

public sealed class EventLogTests
{
    private static readonly SegmentEvent s_made = new() { Kind = SegmentEventKind.Made, Segment = SegmentId.Qt("share"), Sentence = "Made." };

    [Fact]
    public void Note_DatesAndNumbers_TheNewestFirst()
    {
        var log = new EventLog(new FakeTimeProvider(Noon));

        log.Note(s_made);
        log.Note(s_made with { Utc = Noon.AddMinutes(-1) }, s_made);

        Assert.Equal([(3, Noon), (2, Noon.AddMinutes(-1)), (1, Noon)], log.Current.Events.Select(one => (one.Number, one.Utc)));
        Assert.Equal(0, log.Current.FellOut);
    }

    [Fact]
    public void Note_MoreThanRemembered_CountsWhatFellOut()
    {
        var log = new EventLog(new FakeTimeProvider(Noon), capacity: 3);

        for (int i = 0; i < 10; i++)
            log.Note(s_made);

        Assert.Equal([10, 9, 8], log.Current.Events.Select(one => one.Number));
        Assert.Equal(7, log.Current.FellOut);
    }

    [Fact]
    public void Subscribe_IsToldUntilDisposed()
    {
        var log = new EventLog(new FakeTimeProvider(Noon));
        int told = 0;
        var subscription = log.Subscribe(() => told++);

        log.Note(s_made);
        log.Note();
        subscription.Dispose();
        log.Note(s_made);

        Assert.Equal(1, told);
    }
}
