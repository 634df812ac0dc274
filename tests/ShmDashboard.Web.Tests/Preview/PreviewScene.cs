using System.Text;
using ShmDashboard.Imaging.Payloads;
using ShmDashboard.Monitoring.Events;
using ShmDashboard.Monitoring.Frames;
using ShmDashboard.Monitoring.Publishing;
using ShmDashboard.Monitoring.Segments;
using ShmDashboard.SharedMemory.Locks;
using ShmDashboard.SharedMemory.Processes;
using ShmDashboard.SharedMemory.Qt;
using ShmDashboard.SharedMemory.Reading;
using ShmDashboard.SharedMemory.Segments;
using ShmDashboard.Web.Tests.Fakes;
using ShmDashboard.Wording;

namespace ShmDashboard.Web.Tests.Preview;

/// <summary>A machine on a busy afternoon: every state the pages can show, some of it moving.</summary>
internal sealed class PreviewScene(FakeSegmentMonitor monitor, FakeSegmentPublisher publisher)
{
    // Drawn once for all scenes, each picture when it is first shown: drawing takes longer than all else of a scene.
    private static readonly Lazy<byte[]>[] s_film = [.. Enumerable.Range(0, 24).Select(index => new Lazy<byte[]>(() => Landscape(640, 360, index / 24.0)))];
    private static readonly Lazy<byte[]> s_sunset = new(() => Png.Draw(480, 300, 3, (x, y) => (0.48 + 0.47 * x, 0.12 + 0.44 * x, 0.36 - 0.18 * x, 1)));
    private static readonly Lazy<byte[]> s_camera = new(() => Png.Draw(512, 512, 1, (x, y) => (0.1 + 0.6 * y + 0.15 * Math.Sin(40 * x) * Math.Sin(31 * y), 0, 0, 1)));
    private static readonly Lazy<byte[]> s_logo = new(() => Png.Draw(256, 256, 4, (x, y) =>
    {
        double distance = Math.Sqrt((x - .5) * (x - .5) + (y - .5) * (y - .5));
        return (0.2 + x * 0.5, 0.35 + 0.3 * y, 0.95, Math.Clamp((0.42 - distance) * 14, 0, 1));
    }));

    private long _sequence = 18_200;
    private DateTimeOffset _heldSince;
    private PreviewTrouble? _trouble;

    /// <summary>What is wrong there.</summary>
    public FakeHealthMonitor Health { get; } = new();

    /// <summary>Who removes and repairs there.</summary>
    public FakeSegmentJanitor Janitor { get; } = PreviewTrouble.Janitor(() => monitor.Current.Rows, Now);

    /// <summary>What happened there.</summary>
    public EventLog Events { get; } = new(TimeProvider.System);

    private static DateTimeOffset Now => TimeProvider.System.GetUtcNow();

    /// <summary>Sets everything up.</summary>
    public void Begin()
    {
        var now = Now;
        _heldSince = now;
        byte[] sunset = s_sunset.Value, camera = s_camera.Value, logo = s_logo.Value;
        monitor.SetContent(SegmentId.Posix("cam0"), camera);
        monitor.SetContent(SegmentId.SystemV(65541), [0, 0, 0, 1, .. sunset]);
        monitor.SetContent(SegmentId.Qt("Größe 图片 #1"), [0, 0, 0, 1, .. logo]);
        monitor.SetContent(SegmentId.Qt("MyUniqueKey"), [.. "Hello, Client!"u8, 0]);
        monitor.SetContent(SegmentId.SystemV(98312), Encoding.Latin1.GetBytes(new string([.. Enumerable.Range(0, 4096).Select(i => (char)(i * 7 % 251))])));

        var me = new ProcessRef(Environment.ProcessId, "dashboard", true);
        publisher.Held = [new(SegmentId.Qt("Größe 图片 #1"), logo.Length + 4, now - TimeSpan.FromMinutes(12))];
        publisher.Planner = Plan;
        monitor.Show(new SegmentList
        {
            SweptUtc = now,
            SweepDuration = TimeSpan.FromMilliseconds(3.1),
            HostCpuShare = 0.006,
            UnreadableProcesses = 7,
            Rows =
            [
                Share(0),
                Rows.Posix("cam0", 8_294_400, Rows.Picture(912, 512, 512, VerdictKind.ChangedDuringRead, bytes: camera.Length, channels: "grey") with
                {
                    Route = ReadRoute.FileRead, Source = null, Payload = Rows.Picture(1, 512, 512, channels: "grey").Payload with { Format = PayloadFormat.Picture, ContentOffset = 0, ContentLength = camera.Length, PayloadLength = camera.Length },
                }) with
                {
                    Attached = Rows.Attached((988, "grabber")), UpdatesPerSecond = 60.0, LastChangeUtc = now,
                },
                Rows.Qt("MyUniqueKey", 32770, 1024, Rows.Text("Hello, Client!")) with
                {
                    Attached = Rows.Attached((5120, "server")), LastChangeUtc = now - TimeSpan.FromMinutes(4),
                },
                Stale(now, sunset.Length),
                Rows.Qt("Größe 图片 #1", 163844, logo.Length + 4, Rows.Picture(3, 256, 256, bytes: logo.Length, channels: "RGBA") with { Route = ReadRoute.LockedAttach, Source = null }) with
                {
                    HeldByDashboard = true, Attached = [me, new(4400, "viewer", true)], LastChangeUtc = now - TimeSpan.FromMinutes(12),
                },
                Rows.Qt("torn", 196613, 2_100_000, Rows.Picture(77, 1280, 720) with
                {
                    Verdict = new(VerdictKind.TakenWhileLocked, new ProcessRef(6001, "painter", true)),
                    Payload = Rows.Picture(1, 1280, 720).Payload with
                    {
                        Integrity = PayloadIntegrity.Damaged,
                        Problem = "PNG chunk IDAT at offset 65,581: checksum expected 0x7c21aa09, found 0x1d4402f1. It was probably being written; the next good picture will show again.",
                    },
                }) with
                {
                    Lock = Rows.Held(6001, "painter", 1, now - TimeSpan.FromMinutes(3)), Attached = Rows.Attached((6001, "painter"), (6002, "album"), (6003, "viewer"), (6004, "logger"), (6005, "backup")), LastChangeUtc = now - TimeSpan.FromSeconds(42),
                },
                Rows.Posix("psm_9f2c11ab", 4096, Rows.Of(PayloadFormat.Empty)) with { Family = new("python", "Python"), Attached = Rows.Attached((7123, "python3")) },
                Rows.Qt("handshake", 229400, 64, Rows.Of(PayloadFormat.QtNullImage, verdict: VerdictKind.Consistent)) with { Lock = LockStatus.None, Attached = Rows.Attached((5121, "client")), LastChangeUtc = now - TimeSpan.FromHours(3) },
                SystemV(98312, Rows.Of(PayloadFormat.Bytes)) with { Attached = Rows.Attached((1201, "Xorg"), (2210, "xterm")), LastChangeUtc = now - TimeSpan.FromSeconds(9) },
                SystemV(98313, null) with
                {
                    Lock = new() { State = LockState.NotPermitted },
                    ReadProblem = "Cannot attach segment 0x5100a3 (id 98313): permission denied (EACCES); owner is uid 1001, mode 0600. Run the dashboard as that user.",
                },
                Rows.Posix("com.example.instrumentation.oscilloscope.channel-0.waveform", 1_073_741_824, Rows.Of(PayloadFormat.Bytes)) with { OtherLocks = PreviewTrouble.OtherLocks, Attached = Rows.Attached((8123, "scope-acquisition")), UpdatesPerSecond = 0.25, LastChangeUtc = now - TimeSpan.FromSeconds(3) },
                .. PreviewTrouble.Rows(now),
            ],
        });
        monitor.Show(monitor.Current with { Rows = [.. monitor.Current.Rows.Select(Counted)] });
        _trouble = new PreviewTrouble(now);
        Events.Note([.. PreviewTrouble.Past(now)]);
        monitor.Lanes = _trouble.Lane;
        Health.Find(now, [.. PreviewTrouble.Examine(monitor.Current.Rows, now)]);
    }

    /// <summary>One step of what moves.</summary>
    public void Step(int step)
    {
        var now = Now;
        if (step % 40 == 0) _heldSince = now;
        if (step % 80 == 0) Health.Find(now, [.. Health.Current]);
        monitor.SetContent(SegmentId.Qt("share"), [0, 0, 0, 1, .. s_film[step % s_film.Length].Value]);
        var cam = monitor.Current.Rows.First(row => row.Id == SegmentId.Posix("cam0")) with { LastChangeUtc = now };
        monitor.Show(monitor.Current with
        {
            SweptUtc = now,
            Rows = [.. monitor.Current.Rows.Select(row => row.Id == SegmentId.Qt("share") ? Counted(Share(step)) : row.Id == cam.Id ? cam : row)],
        });
    }

    private SegmentRow Share(int step)
    {
        byte[] picture = s_film[step % s_film.Length].Value;
        if (step == 0) monitor.SetContent(SegmentId.Qt("share"), [0, 0, 0, 1, .. picture]);
        return Rows.Qt("share", frame: Rows.Picture(++_sequence, 640, 360, bytes: picture.Length) with { ReadUtc = Now }) with
        {
            Lock = Rows.Held(4312, "player", 2, _heldSince) with { Waiters = [new(4201, "album", true), new(4400, "viewer", true)] },
            Attached = Rows.Attached((4201, "album"), (4312, "player")),
            UpdatesPerSecond = 29.8,
            LastChangeUtc = Now,
        };
    }

    // The kernel counts those too that may not be looked into.
    private static SegmentRow Counted(SegmentRow row) => row.Facts.AttachCount is not { } count ? row
        : row with { Facts = row.Facts with { AttachCount = Math.Max(count, row.Attached.Length) } };

    private static SegmentRow Stale(DateTimeOffset now, int bytes)
    {
        var row = Rows.Qt("QSharedMemoryExample", 65541, 10_650, Rows.Picture(1, 480, 300, bytes: bytes));
        return row with
        {
            Facts = row.Facts with
            {
                Id = SegmentId.SystemV(65541), Aliases = [], Name = "QSharedMemoryExample…31f5b",
                Creator = new(3120, "recorder", false),
                ChangedUtc = now - TimeSpan.FromHours(3),
                SystemV = row.Facts.SystemV! with
                {
                    LastOperator = new(3120, "recorder", false), LastAttachUtc = now - TimeSpan.FromHours(3), LastDetachUtc = now - TimeSpan.FromHours(2),
                },
                Qt = row.Facts.Qt! with { Key = null, KeyFile = QtKeyFileState.Missing },
            },
            Stale = true,
            Lock = new() { State = LockState.Damaged, Value = 2, SemaphoreId = 32771 },
            LastChangeUtc = now - TimeSpan.FromHours(2),
        };
    }

    private static SegmentRow SystemV(int shmId, FrameInfo? frame) => new()
    {
        Facts = new()
        {
            Id = SegmentId.SystemV(shmId), Kind = SegmentKind.SystemV, Name = $"sysv {shmId}",
            SizeBytes = 393_216, ResidentBytes = 393_216, Mode = 0x180, OwnerUid = 1001, OwnerName = "bob",
            Creator = new(1201, "Xorg", true), AttachCount = 2,
            SystemV = new() { ShmId = shmId, Key = shmId == 98313 ? 0x5100a3 : 0 },
        },
        Family = shmId == 98313 ? SegmentFamily.Unknown : new("x11", "X11"),
        Frame = frame,
    };

    private PublishPlan Plan(SegmentId target, PayloadKind kind, long bytes)
    {
        var row = monitor.Current.Rows.FirstOrDefault(row => row.Id == target);
        long payload = bytes + (kind == PayloadKind.QtImage ? 4 : 0);
        if (row is null) return new() { Target = target, Action = PublishAction.Create, PayloadBytes = payload, SegmentBytes = payload };
        bool fits = row.Facts.SizeBytes >= payload;
        bool alone = row.Attached.All(process => process.Pid == Environment.ProcessId);
        return new()
        {
            Target = target,
            Action = fits ? PublishAction.Overwrite : alone ? PublishAction.Recreate : PublishAction.Refuse,
            PayloadBytes = payload,
            SegmentBytes = fits ? row.Facts.SizeBytes : payload,
            Attached = [.. row.Attached.Where(process => process.Pid != Environment.ProcessId)],
            Lock = row.Lock,
            HeldByDashboard = row.HeldByDashboard,
            Failure = fits || alone ? PublishFailure.None : PublishFailure.TooSmallAndInUse,
            Problem = fits || alone ? null : Sentence.Of(
                $"Cannot write {payload:N0} bytes to '{target}': the segment has {row.Facts.SizeBytes:N0} bytes and cannot grow while it is attached by {string.Join(", ", row.Attached.Select(process => $"{process.Name} {process.Pid}"))}. " +
                $"Close or detach what has it attached, send less, or choose another name."),
        };
    }

    private static byte[] Landscape(int width, int height, double phase) => Png.Draw(width, height, 3, (x, y) =>
    {
        double sunX = 0.2 + 0.6 * phase, sunY = 0.34 - 0.14 * Math.Sin(phase * Math.PI);
        double sun = Math.Exp(-((x - sunX) * (x - sunX) * 3.2 + (y - sunY) * (y - sunY)) * 90);
        double far = 0.62 - 0.22 * Math.Abs(Math.Sin(3.1 * x + 0.4)) - 0.02 * Math.Sin(37 * x);
        double near = 0.86 - 0.3 * Math.Abs(Math.Sin(2.2 * x + 1.3)) - 0.015 * Math.Sin(61 * x);
        return y > near ? (0.06, 0.16 + 0.1 * (1 - y), 0.28, 1)
            : y > far ? (0.16, 0.3 + 0.08 * (1 - y), 0.5, 1)
            : (0.17 + 0.75 * y + sun, 0.35 + 0.5 * y + 0.8 * sun, 0.76 + 0.08 * y + 0.3 * sun, 1);
    });
}
