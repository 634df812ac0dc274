using Microsoft.Extensions.Time.Testing;
using ShmDashboard.Monitoring.Events;
using ShmDashboard.Monitoring.Segments;
using ShmDashboard.Tests.Monitoring.Health;
using static ShmDashboard.Tests.Monitoring.ScriptedRows;

namespace ShmDashboard.Tests.Monitoring.Events;

public sealed class EventRecorderTests : IAsyncDisposable
{
    private readonly EventLog _log = new(new FakeTimeProvider(Noon));
    private readonly EventRecorder _recorder;
    private long _version;

    public EventRecorderTests() => _recorder = new EventRecorder(new ScriptedMonitor(), _log);

    private IEnumerable<SegmentEventKind> Kinds => _log.Current.Events.Select(one => one.Kind);

    public ValueTask DisposeAsync() => _recorder.DisposeAsync();

    [Fact]
    public void Take_ListAfterList_NotesWhatHappenedBetween()
    {
        Take(Noon, Qt("share"));
        Take(Noon, Qt("share"), Posix("cam0"));
        Take(Noon, Posix("cam0"));

        Assert.Equal([SegmentEventKind.Gone, SegmentEventKind.Made], Kinds);
    }

    [Fact]
    public void Take_WhatTheDashboardDid_IsNotToldTwice()
    {
        Take(Noon);
        _log.Note(new SegmentEvent { Kind = SegmentEventKind.Written, Segment = Qt("share").Id, ByDashboard = true, Sentence = "Made." });
        Take(Noon.AddSeconds(1), Qt("share"));
        _log.Note(new SegmentEvent { Kind = SegmentEventKind.Removed, Segment = Qt("share").Id, ByDashboard = true, Sentence = "Removed." });
        Take(Noon.AddSeconds(2));

        Assert.Equal([SegmentEventKind.Removed, SegmentEventKind.Written], Kinds);
        // Long after that it is somebody else.
        Take(Noon.AddMinutes(2), Qt("share"));
        Assert.Equal([SegmentEventKind.Made, SegmentEventKind.Removed, SegmentEventKind.Written], Kinds);
    }

    [Fact]
    public void Take_WaitersComeAndGo_OneHoldIsStuckOnce()
    {
        var held = Qt("share").HeldBy(Player, Album);
        var calm = Qt("share").HeldBy(Player);
        var since = held.Lock.HeldSinceUtc!.Value;
        Take(since, Qt("share"));
        Take(since.AddSeconds(11), held);
        Take(since.AddSeconds(12), calm);
        Take(since.AddSeconds(13), held);
        Assert.Equal([SegmentEventKind.LockStuck], Kinds);

        Take(since.AddSeconds(20), Qt("share"));
        Take(since.AddSeconds(60), held with { Lock = held.Lock with { HeldSinceUtc = since.AddSeconds(40) } });
        Assert.Equal([SegmentEventKind.LockStuck, SegmentEventKind.LockStuck], Kinds);
    }

    private void Take(DateTimeOffset swept, params SegmentRow[] rows) =>
        _recorder.Take(new SegmentList { Version = ++_version, SweptUtc = swept, Rows = [.. rows] });
}
