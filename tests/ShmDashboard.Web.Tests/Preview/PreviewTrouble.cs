using System.Collections.Immutable;
using ShmDashboard.Imaging.Payloads;
using ShmDashboard.Monitoring.Events;
using ShmDashboard.Monitoring.Frames;
using ShmDashboard.Monitoring.Health;
using ShmDashboard.Monitoring.Maintenance;
using ShmDashboard.Monitoring.Occupancy;
using ShmDashboard.Monitoring.Segments;
using ShmDashboard.SharedMemory.Locks;
using ShmDashboard.SharedMemory.Processes;
using ShmDashboard.SharedMemory.Removal;
using ShmDashboard.SharedMemory.Segments;
using ShmDashboard.Web.Tests.Fakes;
using ShmDashboard.Wording;

namespace ShmDashboard.Web.Tests.Preview;

/// <summary>What goes wrong on the scripted machine: two programs in a ring, leftovers, and a lock with a past.</summary>
internal sealed class PreviewTrouble
{
    private static readonly TimeSpan s_look = TimeSpan.FromMilliseconds(5);
    private static readonly ProcessRef s_player = new(4312, "player", true);
    private static readonly ProcessRef s_album = new(4201, "album", true);
    private static readonly ProcessRef s_viewer = new(4400, "viewer", true);
    private static readonly ProcessRef s_mixer = new(7302, "mixer", true);
    private static readonly ProcessRef s_compositor = new(7301, "compositor", true);

    private readonly LockLane _lane = new(s_look, pid => pid == 4312 ? s_player : pid == 4400 ? s_viewer : s_album, Environment.ProcessId);
    private readonly DateTimeOffset _began;
    private DateTimeOffset _looked;
    private long _frame = 18_000;

    /// <param name="now">The present: the lock's past ends here.</param>
    public PreviewTrouble(DateTimeOffset now)
    {
        _began = now;
        _looked = now - TimeSpan.FromMinutes(5);
        LookUntil(now);
    }

    /// <summary>Two segments whose users wait for each other, and one who waits besides.</summary>
    public static IEnumerable<SegmentRow> Rows(DateTimeOffset now) =>
    [
        Held("scene-left", 294913, s_compositor, now - TimeSpan.FromMinutes(2), s_mixer, new(7303, "preview", true)),
        Held("scene-right", 294914, s_mixer, now - TimeSpan.FromMinutes(2), s_compositor),
    ];

    /// <summary>What happened in the last hour.</summary>
    public static IEnumerable<SegmentEvent> Past(DateTimeOffset now)
    {
        (int Minutes, SegmentEventKind Kind, SegmentId? Id, ProcessRef? Who, Sentence What)[] past =
        [
            (57, SegmentEventKind.Made, SegmentId.Posix("cam0"), new(988, "grabber", true), Sentence.Of($"Made by {"grabber (988)"}, {new SentenceArgument.ByteCount(8_294_400)}.")),
            (41, SegmentEventKind.Made, SegmentId.Qt("share"), s_player, Sentence.Of($"Made by {new People([s_player])}, {new SentenceArgument.ByteCount(1_048_576)}.")),
            (40, SegmentEventKind.MadeAnew, SegmentId.Qt("share"), s_player, Sentence.Of($"Made anew by {new People([s_player])} with {new SentenceArgument.ByteCount(3_219_456)} instead of {"1,048,576"}.")),
            (31, SegmentEventKind.Gone, SegmentId.Posix("psm_9f2c11aa"), null, "It is gone; nobody was attached."),
            (21, SegmentEventKind.WriterDied, SegmentId.SystemV(65541), new(3120, "recorder", false), Sentence.Of($"{"recorder (3120)"}, which made it, has ended, and nobody is attached: left by a crash.")),
            (12, SegmentEventKind.Written, SegmentId.Qt("Größe 图片 #1"), null, Sentence.Of($"Made through the dashboard, {new SentenceArgument.ByteCount(113_667)} written.")),
            (9, SegmentEventKind.Made, null, null, Sentence.Of($"{"214"} segments came at once, {"mcat-frame-00001"} among them.")),
            (7, SegmentEventKind.Removed, SegmentId.Posix("psm_left_over"), null, Sentence.Of($"Removed '/{"psm_left_over"}'; it can be put back from the trash.")),
            (2, SegmentEventKind.LockStuck, SegmentId.Qt("scene-left"), s_compositor, Sentence.Of($"{"compositor (7301)"} has held the lock for {"10 s"} while {"2"} wait.")),
            (1, SegmentEventKind.HolderDied, SegmentId.Qt("MyUniqueKey"), new(5119, "server", false), Sentence.Of($"{"server (5119)"} ended while it held the lock, or right after.")),
        ];
        return past.Select(one => new SegmentEvent
        {
            Utc = now - TimeSpan.FromMinutes(one.Minutes), Kind = one.Kind, Segment = one.Id, Name = one.Id?.Value, Process = one.Who, Sentence = one.What,
            ByDashboard = one.Kind is SegmentEventKind.Written or SegmentEventKind.Removed,
        });
    }

    /// <summary>What the real rules find in these rows.</summary>
    public static ImmutableArray<Finding> Examine(ImmutableArray<SegmentRow> rows, DateTimeOffset now) =>
    [
        .. HealthExaminer.Examine(new MachineState
        {
            NowUtc = now,
            Rows = rows,
            User = new(1000, "alice"),
            KeyFileDirectories = ["/tmp"],
            Verdicts = ImmutableDictionary<SegmentId, VerdictTally>.Empty.Add(SegmentId.Posix("cam0"), new(900, 0, 900)),
            SharedMemory = new("/dev/shm", 2L << 30, 150L << 20),
        }).Select(finding => finding with { FirstSeenUtc = now - TimeSpan.FromMinutes(2) }),
    ];

    /// <summary>Locks beside the first one: as Boost's managed segments have them, and one on the file.</summary>
    public static ImmutableArray<LockDetail> OtherLocks { get; } =
    [
        new() { Kind = LockKind.ProcessMutex, State = LockState.Held, Where = "mutex at offset 16", Offset = 16, LengthBytes = 40, Holder = new(8123, "scope-acquisition", true), HolderThreadId = 8130, WaiterCount = 1, Waiters = [s_viewer] },
        new() { Kind = LockKind.ProcessMutex, State = LockState.Free, Where = "mutex at offset 112", Offset = 112, LengthBytes = 40 },
        new() { Kind = LockKind.FileLock, State = LockState.Held, Where = "flock, exclusive, the whole file", Holder = new(8123, "scope-acquisition", true) },
        new()
        {
            Kind = LockKind.NamedSemaphore, State = LockState.None, Where = "semaphore '/com.example.instrumentation.oscilloscope.channel-0.waveform-lock', by its name",
            Name = "com.example.instrumentation.oscilloscope.channel-0.waveform-lock", Value = 0, Users = [new(8123, "scope-acquisition", true), s_viewer], WaiterCount = 1, Waiters = [s_viewer],
            Problem = Sentence.Of($"Semaphore '/{"com.example.instrumentation.oscilloscope.channel-0.waveform-lock"}' goes by its name with this segment: a lock or a signal, which nobody can say. Its value is {0}; waiting for it: {1}."),
        },
    ];

    /// <summary>What is known of a process there.</summary>
    public static ProcessDetails? Describe(int pid) => pid == 4312 ? new()
    {
        Process = s_player, CommandLine = "/opt/studio/bin/player --loop --fps 30 --key share /srv/films/landscape.mkv", UserName = "alice",
        StartedUtc = TimeProvider.System.GetUtcNow() - TimeSpan.FromHours(3),
    } : null;

    /// <summary>A janitor with something in the trash, something done, and plans as the real one makes them.</summary>
    public static FakeSegmentJanitor Janitor(Func<ImmutableArray<SegmentRow>> rows, DateTimeOffset now) => new(TimeProvider.System)
    {
        Trash = [new TrashedSegment("1/psm_left_over", "psm_left_over", 16_777_216, now - TimeSpan.FromMinutes(7))],
        Log =
        [
            new(now - TimeSpan.FromMinutes(7), SegmentId.Posix("psm_left_over"), MaintenanceAction.Remove, true, Sentence.Of($"Removed '/{"psm_left_over"}'; it can be put back from the trash.")),
            new(now - TimeSpan.FromMinutes(21), SegmentId.Qt("share"), MaintenanceAction.Remove, false, Sentence.Of($"Cannot remove '{"qt:share"}': {2} attached ({"album 4201, player 4312"}). Close or detach what uses it; only what nobody uses is removed.")),
        ],
        Planner = (id, action) => Plan(id, action, rows().FirstOrDefault(row => row.Id == id)),
    };

    /// <summary>The lock's past: written thirty times a second, read by two others, and once held for long.</summary>
    public LaneSnapshot? Lane(SegmentId id, TimeSpan window)
    {
        if (id != SegmentId.Qt("share")) return null;
        var now = TimeProvider.System.GetUtcNow();
        lock (_lane)
        {
            LookUntil(now);
            return _lane.Snapshot(now, window);
        }
    }

    private void LookUntil(DateTimeOffset now)
    {
        for (; _looked <= now; _looked += s_look)
        {
            double seconds = (_looked - _began).TotalSeconds + 300;
            // Nobody looked for a while.
            if (seconds is > 200 and < 214) continue;
            double beat = seconds * 12 % 1, story = seconds % 16;
            var (pid, waiters) = story switch
            {
                > 10.5 and < 13.2 => (4312, story > 12 ? 2 : story > 11.2 ? 1 : 0),
                _ when beat < .3 => (4312, beat > .16 ? 1 : 0),
                _ when beat is > .34 and < .46 => (4201, 0),
                _ when story is > 4 and < 9 && beat is > .6 and < .94 => (4400, 0),
                _ => (0, 0),
            };
            _lane.Observe(new LockReading
            {
                State = pid == 0 ? LockState.Free : LockState.Held, Kind = LockKind.QtSystemV, SemaphoreId = 98311, LastPid = pid,
                Value = pid == 0 ? 1 : 0, WaiterCount = waiters,
            }, _looked, waiters == 2 ? [s_album, s_viewer] : waiters == 1 ? [s_album] : []);
            if (pid == 4312 && beat < .06 && story is < 10.5 or > 13.2) _lane.MarkFrame(++_frame, _looked);
        }
    }

    private static SegmentRow Held(string key, int shmId, ProcessRef holder, DateTimeOffset since, params ProcessRef[] waiters) =>
        Fakes.Rows.Qt(key, shmId, 8_294_404, Fakes.Rows.Of(PayloadFormat.Bytes, verdict: VerdictKind.Consistent)) with
        {
            Lock = new()
            {
                State = LockState.Held, Kind = LockKind.QtSystemV, Holder = holder, HeldSinceUtc = since, WaiterCount = waiters.Length,
                Waiters = [.. waiters], WaitersKnown = true, SemaphoreId = shmId + 2,
            },
            Attached = [s_compositor, s_mixer],
            LastChangeUtc = since,
        };

    private static MaintenancePlan Plan(SegmentId id, MaintenanceAction action, SegmentRow? row)
    {
        var plan = new MaintenancePlan { Target = id, Action = action, Situation = "as shown", Affected = row?.Attached ?? [] };
        string users = string.Join(", ", plan.Affected.Select(process => $"{process.Name} {process.Pid}"));
        return (action, row?.Facts.Kind) switch
        {
            (_, null) => plan with { Failure = MaintenanceFailure.NotFound, Problem = Sentence.Of($"Cannot remove '{id}': it is not among this machine's segments now. Look again.") },
            (MaintenanceAction.Remove, SegmentKind.SystemV) when plan.Affected.Length > 0 => plan with
            {
                Failure = MaintenanceFailure.NotAllowedNow,
                Problem = Sentence.Of($"Cannot remove '{id}': {plan.Affected.Length} attached ({users}). Close or detach what uses it; only what nobody uses is removed."),
            },
            (MaintenanceAction.Remove, SegmentKind.SystemV) => plan with
            {
                Consequences = [Sentence.Of($"Segment {row!.Facts.SystemV?.ShmId} of {new SentenceArgument.ByteCount(row.Facts.SizeBytes)} is removed for good."), Sentence.Of($"Its lock, semaphore set {32771}, is removed with its key file.")],
            },
            (MaintenanceAction.Remove, _) => plan with
            {
                CanBeUndone = true,
                NeedsSecondConfirmation = plan.Affected.Length > 0,
                Consequences =
                [
                    Sentence.Of($"The name /{id.Value} is taken away: nobody can open it any more."),
                    Sentence.Of($"Attached: {users}. What they have mapped stays theirs, and what they write is seen by them alone."),
                    "Its memory is kept in the trash and can be put back under its name; emptying the trash frees it.",
                ],
            },
            _ => plan with
            {
                NeedsSecondConfirmation = plan.Affected.Length > 0,
                Consequences = [Sentence.Of($"The lock's value goes from {2} to 1: from then on one process at a time holds it.")],
            },
        };
    }
}
