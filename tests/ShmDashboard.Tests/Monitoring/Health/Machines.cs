using System.Collections.Immutable;
using ShmDashboard.Monitoring.Health;
using ShmDashboard.Monitoring.Segments;
using ShmDashboard.SharedMemory.Locks;
using ShmDashboard.SharedMemory.Processes;
using ShmDashboard.SharedMemory.Qt;
using ShmDashboard.SharedMemory.Room;
using ShmDashboard.SharedMemory.Segments;
using ShmDashboard.SharedMemory.SystemV;
using static ShmDashboard.Tests.Monitoring.ScriptedRows;

namespace ShmDashboard.Tests.Monitoring.Health;

/// <summary>Machines as an examiner may meet them: healthy ones, and such with one ailment each.</summary>
internal static class Machines
{
    private const string Share = "shareaab90dfe8c6f152a4fb071f5f4f9df804626e6ab";

    /// <summary>alice's machine at noon, with nothing on it.</summary>
    public static MachineState Empty { get; } = new()
    {
        NowUtc = Noon,
        User = new UserAccount(1000, "alice"),
        KeyFileDirectories = ["/tmp", "/run/user/1000"],
        SharedMemory = new FileSystemUsage("/dev/shm", 8L << 30, 6L << 30),
        Limits = new SystemVLimits(4096, 18446744073692774399, 1024000000, 32000, 4096, 18446744073692774399),
        RemoveIpc = new RemoveIpcSetting(false, "/etc/systemd/logind.conf"),
    };

    /// <summary>With Qt, System V and POSIX segments that are in use, and a lock that somebody has and another waits for.</summary>
    public static MachineState Healthy { get; } = With(
        Qt("share").HeldBy(Player, Album) with { Lock = Qt("share").HeldBy(Player, Album).Lock with { HeldSinceUtc = Noon.AddSeconds(-9) } },
        Qt("other", 98400), SystemV(), Posix("cam0") with { Attached = [Player] });

    public static MachineState With(params SegmentRow[] rows) => Empty with { Rows = [.. rows] };

    public static SegmentRow Facts(this SegmentRow row, Func<SegmentFacts, SegmentFacts> change) => row with { Facts = change(row.Facts) };

    public static SegmentRow Tie(this SegmentRow row, Func<QtIdentity, QtIdentity> change) =>
        row.Facts(facts => facts with { Qt = change(facts.Qt!) });

    public static SegmentRow Status(this SegmentRow row, Func<LockStatus, LockStatus> change) => row with { Lock = change(row.Lock) };

    /// <summary>The player was killed at 9:54:30.</summary>
    public static SegmentRow Crashed(this SegmentRow row) => row.Facts(facts => facts with
    {
        Creator = Dead, AttachCount = 0, ChangedUtc = Noon.AddHours(-5),
        SystemV = facts.SystemV! with
        {
            LastOperator = Dead, LastAttachUtc = Noon.AddHours(-5), LastDetachUtc = Noon.AddHours(-2).AddMinutes(-5).AddSeconds(-30),
        },
    }) with { Stale = true, Attached = [] };

    public static SegmentRow WithoutKeyFile(this SegmentRow row) =>
        row.Tie(_ => new QtIdentity { KeyFile = QtKeyFileState.Missing }).Facts(facts => facts with { SystemV = facts.SystemV! with { Key = 0x5100e461 } });

    /// <summary>Every ailment under a name, to be found once.</summary>
    public static ImmutableSortedDictionary<string, MachineState> Ailing { get; } = new Dictionary<string, MachineState>
    {
        ["stale, Qt"] = With(Qt("share").Crashed()),
        ["stale, Qt, never attached, creator without a name"] = With(Qt("share").Crashed()
            .Facts(facts => facts with { Creator = Dead with { Name = null }, SystemV = facts.SystemV! with { LastAttachUtc = null, LastDetachUtc = null } })),
        ["stale, Qt, looked into since"] = With(LookedInto(Qt("share").Crashed())) with { DashboardPid = 900 },
        ["stale, Qt, looked into since, seen before"] = With(LookedInto(Qt("share").Crashed())) with
        {
            DashboardPid = 900, EarlierDetaches = ImmutableDictionary<int, DateTimeOffset>.Empty.Add(98309, Noon.AddMinutes(-50)),
        },
        ["stale, Qt, key file gone"] = With(Qt("share").Crashed().WithoutKeyFile()),
        ["leftover, with a key"] = With(SystemV().Crashed()),
        ["leftover, private"] = With(SystemV(key: 0).Crashed()),
        ["leftover, POSIX"] = With(Posix("cam0")),
        ["leftover, POSIX, as an ordinary user"] = With(Posix("cam0")) with { Unseen = Unseen("cam0", 1, 0) },
        ["leftover, POSIX, own, open to others"] = With(Posix("cam0")) with { Unseen = Unseen("cam0", 20, 2) },
        ["leftover, POSIX, Qt"] = With(Posix("qipc_sharedmemory_" + Share).Facts(facts => facts with
        {
            Name = "share", Qt = new QtIdentity { Key = "share", KeyFile = QtKeyFileState.Matched },
        })),
        ["leftover, POSIX, named by lot"] = With(Posix("psm_0a1b2c3d").Facts(facts => facts with { ModifiedUtc = Noon.AddSeconds(-30) }) with { Stale = true }),
        ["leftovers, many"] = With([.. Enumerable.Range(0, 9).Select(i => SystemV(100 + i, key: 0).Crashed()), Posix("cam0")]),
        ["POSIX, made anew"] = With(Posix("cam0").Facts(facts => facts with { ChangedUtc = Noon.AddMinutes(-2) }) with { Attached = [Album] }) with
        {
            LostFiles = [new LostFile("cam0", SegmentId.MemFd(4312, 4096), [Player], Noon.AddMinutes(-1))],
        },
        ["POSIX, removed"] = Empty with { LostFiles = [new LostFile("cam0", SegmentId.MemFd(4312, 4096), [Player], Noon.AddMinutes(-1))] },
        ["deleted by the next reader"] = With(Qt("share").Facts(facts => facts with { AttachCount = 0 }) with { Attached = [] }),
        ["leak suspect"] = With(Qt("share").Facts(facts => facts with { Creator = Dead, AttachCount = 1 }) with { Attached = [Album] }),
        ["leak suspect, System V"] = With(SystemV().Facts(facts => facts with { Creator = Dead, AttachCount = 1 }) with { Attached = [Album] }),
        ["unseen attachments"] = With(Qt("share") with { Attached = [] }),
        ["removed while attached"] = With(SystemV(98309, 0).Facts(facts => facts with { SystemV = facts.SystemV! with { MarkedForRemoval = true } })) with
        {
            FormerNames = ImmutableDictionary<int, string>.Empty.Add(98309, "share"),
        },
        ["marked for removal"] = With(SystemV(98309, 0).Facts(facts => facts with { SystemV = facts.SystemV! with { MarkedForRemoval = true } })),
        ["foreign, Qt"] = With(ForeignQt("share", 98309)),
        ["foreign, POSIX"] = With(Posix("cam0").Facts(facts => facts with { OwnerUid = 1001, OwnerName = "bob" }) with
        {
            Attached = [Player], ReadProblem = "Cannot read '/cam0': permission denied (EACCES).",
        }),
        ["foreign, Qt, several of one user"] = With(ForeignQt("first", 98309), ForeignQt("second", 98400)),
        ["foreign, POSIX, several of different users"] = With([.. Enumerable.Range(0, 7).Select(i => Posix($"cam{i}")
            .Facts(facts => facts with { OwnerUid = (uint)(i * 1001), OwnerName = i == 0 ? "root" : $"user{i}" }) with
            {
                Attached = [Player], ReadProblem = $"Cannot read '/cam{i}': permission denied (EACCES).",
            })]),
        ["collision of segments"] = With(Qt("first").Facts(facts => facts with { SystemV = facts.SystemV! with { Key = 0x5127000a } })) with
        {
            KeyFiles = [File("/tmp/qipc_sharedmemory_first" + new string('a', 40), 0x5127000a), File("/tmp/qipc_sharedmemory_second" + new string('b', 40), 0x5127000a)],
        },
        ["collision of key files only"] = Empty with
        {
            KeyFiles = [File("/tmp/qipc_sharedmemory_first" + new string('a', 40), 0x5127000a), File("/tmp/qipc_sharedmemory_second" + new string('b', 40), 0x5127000a)],
        },
        ["collision of locks"] = Empty with
        {
            KeyFiles = [File("/tmp/qipc_systemsem_first" + new string('a', 40), 0x5127000b), File("/tmp/qipc_systemsem_second" + new string('b', 40), 0x5127000b)],
        },
        ["key file missing"] = With(Qt("share").WithoutKeyFile()),
        ["one key under two directories"] = With(
            Namesake(Qt("share"), "/tmp", 98400), Namesake(Qt("elsewhere", 98400), "/home/alice/tmp", 98309)),
        ["key files in the root directory"] = Empty with
        {
            KeyFiles = [.. Enumerable.Range(0, 7).Select(i => File($"/qipc_sharedmemory_{(char)('a' + i)}{new string('0', 40)}", 0x51000100 + i))],
        },
        ["TMPDIR relative"] = Empty with { TemporaryDirectory = new TemporaryDirectory("tmp", true) },
        ["TMPDIR does not exist"] = Empty with { TemporaryDirectory = new TemporaryDirectory("/gone", false) },
        ["damaged lock"] = With(Qt("share").Status(status => status with { State = LockState.Damaged, Value = 2 })),
        ["abandoned lock"] = With(Qt("share").Status(status => status with { State = LockState.Held, Kind = LockKind.QtSystemV, SemaphoreId = 7, Holder = new ProcessRef(4711, "album", Alive: false), HeldSinceUtc = Noon.AddSeconds(-3) })),
        ["lock never set up"] = With(Qt("share").Status(status => status with { State = LockState.Held, Kind = LockKind.QtSystemV, SemaphoreId = 7, Holder = null, LastOperationUtc = null, HeldSinceUtc = Noon.AddSeconds(-3) })),
        ["damaged lock, POSIX"] = With(Posix("cam0").Status(_ => new LockStatus { State = LockState.Damaged, Kind = LockKind.PosixSemaphore, Value = 3 }) with { Attached = [Player] }),
        ["held long"] = With(Qt("share").HeldBy(Player, Album)),
        ["held long, waiters not found, holder inferred, POSIX"] = With((Posix("cam0") with { Attached = [Player] }).HeldBy(Player)
            .Status(status => status with { Kind = LockKind.PosixSemaphore, HolderIsInferred = true, WaiterCount = 2 })),
        ["held long by nobody known"] = With(Qt("share").HeldBy(Player, Album).Status(status => status with { Holder = null, LastOperationUtc = Noon.AddSeconds(-30) })),
        ["held for minutes, nobody waits"] = With(Qt("share").HeldBy(Player).Status(status => status with { HeldSinceUtc = Noon.AddMinutes(-20) })),
        ["held for minutes and longer, nobody waits"] = With(Qt("share").HeldBy(Player).Status(status => status with { HeldSinceUtc = Noon.AddMinutes(-20), HeldAtLeast = true })),
        ["no key file found, its programs not to be looked into"] = With(Qt("share").WithoutKeyFile() with { Attached = [] }) with { UnreadableProcesses = 3 },
        ["mutex of a dead holder"] = With(Other(Posix("cam0"), Mutex with { HolderEnded = true, HolderThreadId = 4713, WaiterCount = 1, Waiters = [Album] })),
        ["mutex of a dead holder, in memory without a name"] = Empty with
        {
            UnnamedWithLocks = [Other(Unnamed("frames"), Mutex with { HolderEnded = true, HolderThreadId = 4713, WaiterCount = 1, Waiters = [Album] })],
        },
        ["mutex of a dead holder, robust"] = With(Other(Posix("cam0"), Mutex with { State = LockState.Damaged, HolderEnded = true, HeldSinceUtc = null })),
        ["semaphore inside, nobody left"] = With(Other(Posix("cam0"), Mutex with
        {
            Kind = LockKind.EmbeddedSemaphore, Where = "semaphore at offset 64", HolderEnded = true, HolderIsInferred = true, WaiterCount = 1, Waiters = [Album],
        })),
        ["set beside, taken by one who has ended"] = With(Other(SystemV(), Set7 with { Holder = Dead, HolderEnded = true })),
        ["mutex held since before the first look"] = With(Other(Posix("cam0"), Mutex with { Holder = Player, WaiterCount = 1, Waiters = [Album], HeldAtLeast = true })),
        ["mutex held long"] = With(Other(Posix("cam0"), Mutex with { Holder = Player, WaiterCount = 1, Waiters = [Album] })),
        ["readers–writer lock of a dead writer"] = With(Other(Posix("cam0"), ReadWrite with { HolderEnded = true, HolderThreadId = 4713, WaiterCount = 1, Waiters = [Album] })),
        ["readers–writer lock of dead readers"] = With(Other(Posix("cam0"), ReadWrite with { HolderEnded = true, Shared = true, Value = 2, WaiterCount = 1, Waiters = [Album] })),
        ["readers–writer lock held long by a writer"] = With(Other(Posix("cam0"), ReadWrite with { Holder = Player, WaiterCount = 1, Waiters = [Album] })),
        ["readers–writer lock held long by readers"] = With(Other(Posix("cam0"), ReadWrite with { Shared = true, Value = 2, WaiterCount = 1, Waiters = [Album] })),
        ["dead holder, held for minutes"] = With(Posix("qipc_sharedmemory_" + Share).Facts(facts => facts with { Name = "share", Qt = Qt("share").Facts.Qt, ModifiedUtc = Noon })
            .Status(_ => new LockStatus { State = LockState.Held, Kind = LockKind.PosixSemaphore, HeldSinceUtc = Noon.AddMinutes(-20) })) with
        {
            Semaphores = [Semaphore("qipc_systemsem_" + Share) with { Segment = SegmentId.Posix("qipc_sharedmemory_" + Share) }],
        },
        ["set held long"] = With(Other(SystemV(), Set7 with { Holder = Player, WaiterCount = 2 })),
        ["file lock held long"] = With(Other(Posix("cam0"), Mutex with { Kind = LockKind.FileLock, Where = "flock, exclusive, the whole file", WaiterCount = 1, Waiters = [Album] })),
        ["deadlock of a mutex and a file"] = With(
            Other(Posix("cam0"), Mutex with { Holder = Player, WaiterCount = 1, Waiters = [Album] }),
            Other(Posix("cam1"), Mutex with { Kind = LockKind.FileLock, Where = "flock, exclusive, the whole file", Holder = Album, WaiterCount = 1, Waiters = [Player] })),
        ["deadlock of two"] = With(Qt("a").HeldBy(Player, Album), Qt("b", 98400).HeldBy(Album, Player)),
        ["deadlock of one"] = With(Qt("a").HeldBy(Player, Player)),
        ["deadlock, inferred"] = With(
            Qt("a").HeldBy(Player, Album), Qt("b", 98400).HeldBy(Album, Player).Status(status => status with { HolderIsInferred = true })),
        ["lock exists twice, both used"] = With(Qt("share")) with
        {
            LockSuccessions = [Succession(old: Set(7, 0x51000007, operated: Noon.AddSeconds(-4)), now: Set(8, 0x51000008, operated: Noon.AddSeconds(-1)))],
        },
        ["lock exists twice, old one at rest"] = With(Qt("share")) with
        {
            LockSuccessions = [Succession(old: Set(7, 0x51000007, operated: Noon.AddHours(-2)), now: Set(8, 0x51000008))],
        },
        ["orphaned lock"] = Empty with { SemaphoreSets = [Set(7, 0x5100e460, operated: Noon.AddHours(-3))] },
        ["dead holder, nobody left"] = Empty with { Semaphores = [Semaphore("qipc_systemsem_" + Share)] },
        ["dead holder, as an ordinary user"] = Empty with { Semaphores = [Semaphore("qipc_systemsem_" + Share) with { Unseen = new UnseenUsers(12, 0) }] },
        ["dead holder, all wait"] = With(Posix("qipc_sharedmemory_" + Share).Facts(facts => facts with { Name = "share" }) with { Attached = [Player, Album] }) with
        {
            Semaphores = [Semaphore("qipc_systemsem_" + Share, Player, Album) with { Segment = SegmentId.Posix("qipc_sharedmemory_" + Share) }],
            AllWaitSince = Since("qipc_systemsem_" + Share, Noon.AddSeconds(-15)),
        },
        ["dead holder, perhaps a signal"] = With(Posix("cam0") with { Attached = [Player] }) with
        {
            Semaphores = [Semaphore("cam0") with { Segment = SegmentId.Posix("cam0") }],
        },
        ["torn, Qt"] = With(Qt("share")) with { Verdicts = Verdicts(SegmentId.Qt("share"), new VerdictTally(40, 3, 0)) },
        ["torn, other"] = With(Posix("cam0") with { Attached = [Player] }) with { Verdicts = Verdicts(SegmentId.Posix("cam0"), new VerdictTally(40, 3, 37)) },
        ["writer past the lock"] = With(Qt("share") with { Attached = [Player] }) with { Verdicts = Verdicts(SegmentId.Qt("share"), new VerdictTally(40, 1, 0, 39)) },
        ["writer past the lock, other"] = With(Posix("cam0") with { Attached = [Player] }) with { Verdicts = Verdicts(SegmentId.Posix("cam0"), new VerdictTally(40, 1, 0, 39)) },
        ["unlocked writer"] = With(Posix("cam0") with { Attached = [Player] }) with { Verdicts = Verdicts(SegmentId.Posix("cam0"), new VerdictTally(40, 1, 39)) },
        ["/dev/shm nearly full"] = With(InUse("small", 1), InUse("cam0", 5L << 30), InUse("cam1", 2L << 30), InUse("empty", 0), InUse("cam2", 300L << 20)) with
        {
            SharedMemory = new FileSystemUsage("/dev/shm", 8L << 30, 700L << 20),
        },
        ["/dev/shm full of something else"] = Empty with { SharedMemory = new FileSystemUsage("/dev/shm", 8L << 30, 0) },
        ["many segments"] = With([.. Enumerable.Range(0, 8).Select(i => SystemV(100 + i))]) with { Limits = Empty.Limits!.Value with { Segments = 10 } },
        ["all pages"] = With(SystemV().Facts(facts => facts with { SizeBytes = 4097 })) with { Limits = Empty.Limits!.Value with { Pages = 2 } },
        ["many semaphore sets"] = Empty with
        {
            SemaphoreSets = [.. Enumerable.Range(0, 9).Select(i => Set(i, 0x1000 + i))], Limits = Empty.Limits!.Value with { SemaphoreSets = 10 },
        },
        ["many semaphores"] = Empty with
        {
            SemaphoreSets = [Set(1, 0x1000) with { Count = 900 }], Limits = Empty.Limits!.Value with { Semaphores = 1000 },
        },
        ["RemoveIPC"] = With(Qt("share"), Qt("a", 98400), Qt("b", 98401), Qt("c", 98402)) with { RemoveIpc = new RemoveIpcSetting(true, "default") },
    }.ToImmutableSortedDictionary(StringComparer.Ordinal);

    /// <summary>What only looks like an ailment: nothing is to be found.</summary>
    public static ImmutableSortedDictionary<string, MachineState> Sound { get; } = new Dictionary<string, MachineState>
    {
        ["healthy"] = Healthy,
        ["empty"] = Empty,
        ["gone"] = With(Qt("share").Crashed() with { Gone = true }),
        ["crashed a moment ago"] = With(Qt("share").Crashed().Facts(facts => facts with { SystemV = facts.SystemV! with { LastDetachUtc = Noon.AddSeconds(-2) } })),
        ["just being made"] = With(Qt("share").Facts(facts => facts with { AttachCount = 0, ChangedUtc = Noon.AddSeconds(-1), SystemV = facts.SystemV! with { LastAttachUtc = null } }) with { Attached = [] }),
        ["no Qt program will find it"] = With(SystemV().Facts(facts => facts with { AttachCount = 0 }) with { Attached = [] }),
        ["POSIX, named by lot, mapped a moment ago"] = With(Posix("psm_0a1b2c3d").Facts(facts => facts with { ModifiedUtc = Noon.AddMinutes(-9) }) with { Stale = true }) with
        {
            LastMapped = ImmutableDictionary<SegmentId, DateTimeOffset>.Empty.Add(SegmentId.Posix("psm_0a1b2c3d"), Noon.AddSeconds(-4)),
        },
        ["POSIX, named by lot, made a moment ago"] = With(Posix("psm_0a1b2c3d").Facts(facts => facts with { ModifiedUtc = Noon.AddSeconds(-9) }) with { Stale = true }),
        ["POSIX, left a moment ago"] = With(Posix("cam0").Facts(facts => facts with { ModifiedUtc = Noon.AddMinutes(-59) })),
        ["POSIX, another user's, open to others who cannot be asked"] = With(Posix("cam0").Facts(facts => facts with { OwnerUid = 1001 })) with { Unseen = Unseen("cam0", 0, 1) },
        ["POSIX, root's, whose processes could not be asked"] = With(Posix("cam0").Facts(facts => facts with { OwnerUid = 0 })) with { Unseen = Unseen("cam0", 34, 0) },
        ["POSIX, ours"] = With(Posix("cam0") with { HeldByDashboard = true }),
        ["viewer of a dead creator, lock in use"] = With(Qt("share").Facts(facts => facts with { Creator = Dead })
            .Status(status => status with { LastOperationUtc = Noon.AddMinutes(-29) }) with { Attached = [Album] }),
        ["viewer of a dead creator, content changing"] = With(Qt("share").Facts(facts => facts with { Creator = Dead }) with { Attached = [Album], LastChangeUtc = Noon }),
        ["kept by the dashboard"] = With(Qt("share").Facts(facts => facts with { Creator = Dead }) with { Attached = [Album], HeldByDashboard = true }),
        ["attached, not everybody could be asked"] = With(Qt("share") with { Attached = [] }) with { UnreadableProcesses = 1 },
        ["attached a moment ago"] = With(Qt("share").Facts(facts => facts with { SystemV = facts.SystemV! with { LastAttachUtc = Noon.AddSeconds(-9) } }) with { Attached = [] }),
        ["X11 picture"] = With(SystemV(98309, 0).Facts(facts => facts with { AttachCount = 2, SystemV = facts.SystemV! with { MarkedForRemoval = true } }) with { Family = new SegmentFamily("x11", "X11 MIT-SHM") }),
        ["foreign, but root looks"] = Ailing["foreign, Qt"] with { User = new UserAccount(0, "root") },
        ["foreign, but readable by all"] = With(Qt("share").Facts(facts => facts with { OwnerUid = 1001, Mode = 0x1a4 }) with { ReadProblem = "x" }),
        ["foreign, but let in"] = With(Qt("share").Facts(facts => facts with { OwnerUid = 1001 })),
        ["one key file seen in two directories"] = Empty with
        {
            KeyFiles = [File("/tmp/qipc_sharedmemory_" + Share, 0x5127000a), File("/var/tmp/qipc_sharedmemory_" + Share, 0x5127000a)],
        },
        ["segment and lock of one number"] = Empty with
        {
            KeyFiles = [File("/tmp/qipc_sharedmemory_" + Share, 0x5127000a), File("/tmp/qipc_systemsem_" + Share, 0x5127000a)],
        },
        ["key file in another TMPDIR"] = With(Qt("share").WithoutKeyFile()) with { KeyFiles = [File("/home/alice/tmp/qipc_sharedmemory_" + Share, 0x5100e461)] },
        ["key file missing since a moment"] = With(Qt("share").WithoutKeyFile().Facts(facts => facts with { ChangedUtc = Noon })),
        ["nowhere looked for key files"] = With(Qt("share").WithoutKeyFile()) with { KeyFileDirectories = [], SemaphoreSets = [Set(7, 0x5100e460, Noon.AddHours(-3))] },
        ["TMPDIR good"] = Empty with { TemporaryDirectory = new TemporaryDirectory("/home/alice/tmp", true) },
        ["TMPDIR empty"] = Empty with { TemporaryDirectory = new TemporaryDirectory("", false) },
        ["held long, nobody waits"] = With(Qt("share").HeldBy(Player)),
        ["mutex held, nobody waits"] = With(Other(Posix("cam0"), Mutex with { Holder = Player })),
        ["mutex just taken by one who has ended"] = With(Other(Posix("cam0"), Mutex with { HolderEnded = true, HeldSinceUtc = Noon.AddSeconds(-1) })),
        ["somebody waits for news"] = With(Other(Posix("cam0"), Mutex with { Kind = LockKind.OtherWait, State = LockState.None, WaiterCount = 1, Waiters = [Album] })),
        ["somebody waits on a semaphore inside"] = With(Other(Posix("cam0"), Mutex with { Kind = LockKind.EmbeddedSemaphore, Holder = Player, HolderIsInferred = true, WaiterCount = 1 })),
        ["written under a mutex"] = With(Other(Posix("cam0"), Mutex with { State = LockState.Free })) with { Verdicts = Verdicts(SegmentId.Posix("cam0"), new VerdictTally(40, 1, 39)) },
        ["held ten seconds"] = With(Qt("share").HeldBy(Player, Album).Status(status => status with { HeldSinceUtc = Noon.AddSeconds(-10) })),
        ["ring just closed"] = With(
            Qt("a").HeldBy(Player, Album).Status(status => status with { HeldSinceUtc = Noon.AddSeconds(-1.9) }),
            Qt("b", 98400).HeldBy(Album, Player).Status(status => status with { HeldSinceUtc = Noon.AddSeconds(-5) })),
        ["set with a key file"] = Empty with { SemaphoreSets = [Set(7, 0x5100e460, Noon.AddHours(-3))], KeyFiles = [File("/tmp/qipc_systemsem_" + Share, 0x5100e460)] },
        ["set of a segment's lock"] = With(Qt("share").Status(status => status with { SemaphoreId = 7 })) with { SemaphoreSets = [Set(7, 0x5100e460, Noon.AddHours(-3))] },
        ["set with a segment's key"] = With(Qt("share").Facts(facts => facts with { SystemV = facts.SystemV! with { Key = 0x5100e460 } })) with { SemaphoreSets = [Set(7, 0x5100e460, Noon.AddHours(-3))] },
        ["set of somebody else"] = Empty with { SemaphoreSets = [Set(7, 0x4200e460, Noon.AddHours(-3)), Set(8, 0x5100e460, Noon.AddHours(-3)) with { Count = 2 }] },
        ["set made a moment ago"] = Empty with { SemaphoreSets = [Set(7, 0x5100e460, Noon.AddSeconds(-59))] },
        ["semaphore held by one who lives"] = Empty with { Semaphores = [Semaphore("qipc_systemsem_" + Share, Player, Album)] },
        ["all wait since a moment"] = Empty with
        {
            Semaphores = [Semaphore("qipc_systemsem_" + Share, Player, Album)], AllWaitSince = Since("qipc_systemsem_" + Share, Noon.AddSeconds(-9)),
        },
        ["semaphore of another user, not everybody could be asked"] = Empty with
        {
            Semaphores = [Semaphore("qipc_systemsem_" + Share) with { OwnerUid = 1001, Unseen = new UnseenUsers(0, 1) }],
        },
        ["semaphore of root, whose processes could not be asked"] = Empty with
        {
            Semaphores = [Semaphore("qipc_systemsem_" + Share) with { OwnerUid = 0, Unseen = new UnseenUsers(34, 0) }],
        },
        ["semaphore of ours, others who may open it could not be asked"] = Empty with
        {
            Semaphores = [Semaphore("qipc_systemsem_" + Share) with { Unseen = new UnseenUsers(12, 3) }],
        },
        ["semaphore that is free"] = Empty with { Semaphores = [Semaphore("qipc_systemsem_" + Share) with { Reading = new LockReading { State = LockState.Free, Value = 1 } }] },
        ["some program's signal"] = Empty with { Semaphores = [Semaphore("frame-ready", Player)], AllWaitSince = Since("frame-ready", Noon.AddHours(-1)) },
        ["torn once"] = With(Qt("share")) with { Verdicts = Verdicts(SegmentId.Qt("share"), new VerdictTally(3, 1, 0)) },
        ["torn rarely"] = With(Qt("share")) with { Verdicts = Verdicts(SegmentId.Qt("share"), new VerdictTally(100, 4, 0)) },
        ["written nine times past the lock"] = With(Qt("share")) with { Verdicts = Verdicts(SegmentId.Qt("share"), new VerdictTally(9, 0, 0, 9)) },
        ["written nine times"] = With(Qt("share")) with { Verdicts = Verdicts(SegmentId.Qt("share"), new VerdictTally(9, 0, 9)) },
        ["/dev/shm at 89 %"] = Empty with { SharedMemory = new FileSystemUsage("/dev/shm", 100, 11) },
        ["limits at 79 %"] = With([.. Enumerable.Range(0, 79).Select(i => SystemV(100 + i))]) with { Limits = Empty.Limits!.Value with { Segments = 100 } },
        ["nothing of the machine could be read"] = With(Qt("share")) with { SharedMemory = null, Limits = null, RemoveIpc = null },
        ["RemoveIPC, system user"] = With(Qt("share").Facts(facts => facts with { OwnerUid = 999 })) with { RemoveIpc = new RemoveIpcSetting(true, "default") },
        ["RemoveIPC, nobody"] = With(Qt("share").Facts(facts => facts with { OwnerUid = 65534 })) with { RemoveIpc = new RemoveIpcSetting(true, "default") },
        ["RemoveIPC, not Qt"] = With(SystemV()) with { RemoveIpc = new RemoveIpcSetting(true, "default") },
    }.ToImmutableSortedDictionary(StringComparer.Ordinal);

    /// <summary>The dashboard attached for a moment a second ago.</summary>
    private static SegmentRow LookedInto(SegmentRow row) => row.Facts(facts => facts with
    {
        SystemV = facts.SystemV! with
        {
            LastOperator = new ProcessRef(900, "ShmDashboard.We", true), LastAttachUtc = Noon.AddSeconds(-1), LastDetachUtc = Noon.AddSeconds(-1),
        },
    });

    private static SegmentRow InUse(string name, long bytes) => Posix(name, bytes) with { Attached = [Player] };

    private static LockDetail Mutex => new()
    {
        Kind = LockKind.ProcessMutex, State = LockState.Held, Where = "mutex at offset 64", Offset = 64, HeldSinceUtc = Noon.AddSeconds(-30),
    };

    private static LockDetail ReadWrite => Mutex with { Kind = LockKind.ReadWriteLock, Where = "readers–writer lock at offset 64" };

    private static LockDetail Set7 => new()
    {
        Kind = LockKind.SemaphoreSet, State = LockState.Held, Where = "semaphore set 7", SemaphoreId = 7, HolderIsInferred = true, HeldSinceUtc = Noon.AddSeconds(-30),
    };

    private static SegmentRow Other(SegmentRow row, LockDetail detail) => row with { OtherLocks = [detail], Attached = [Player, Album] };

    private static PosixSemaphoreFacts Semaphore(string name, params ProcessRef[] users) => new()
    {
        Name = name,
        IsQtLegacy = name.StartsWith("qipc_systemsem_", StringComparison.Ordinal),
        OwnerUid = 1000,
        Users = [.. users],
        Reading = new LockReading { State = LockState.Held, Kind = LockKind.PosixSemaphore, WaiterCount = users.Length },
    };

    private static ImmutableDictionary<string, DateTimeOffset> Since(string name, DateTimeOffset since) =>
        ImmutableDictionary<string, DateTimeOffset>.Empty.Add(name, since);

    private static ImmutableDictionary<SegmentId, UnseenUsers> Unseen(string name, int privileged, int others) =>
        ImmutableDictionary<SegmentId, UnseenUsers>.Empty.Add(SegmentId.Posix(name), new UnseenUsers(privileged, others));

    private static FoundKeyFile File(string path, int key) => new(
        path, QtKeyFile.TryParseName(Path.GetFileName(path), out var purpose, out _, out _) ? purpose : null, key);

    private static SemaphoreSetRow Set(int id, int key, DateTimeOffset? operated = null) =>
        new(key, id, 1, 1000, operated, operated is null ? Noon.AddSeconds(-10) : Noon.AddHours(-9) < operated ? Noon.AddHours(-9) : operated);

    private static SegmentRow ForeignQt(string key, int shmId) => Qt(key, shmId).Facts(facts => facts with { OwnerUid = 1001, OwnerName = "bob" })
        .Status(status => status with { State = LockState.NotPermitted, Problem = $"Cannot look at the lock of '{key}': permission denied (EACCES)." });

    private static LockSuccession Succession(SemaphoreSetRow old, SemaphoreSetRow now) => new(
        SegmentId.Qt("share"), "share", "/tmp/qipc_systemsem_" + Share, old, now with { ChangedUtc = Noon.AddSeconds(-10) });

    private static ImmutableDictionary<SegmentId, VerdictTally> Verdicts(SegmentId id, VerdictTally tally) =>
        ImmutableDictionary<SegmentId, VerdictTally>.Empty.Add(id, tally);

    private static SegmentRow Namesake(SegmentRow row, string directory, int other) => row.Facts(facts => facts with
    {
        Id = directory == "/tmp" ? facts.Id : SegmentId.SystemV(facts.SystemV!.ShmId),
        Qt = facts.Qt! with
        {
            Key = "share",
            KeyFilePath = directory + "/qipc_sharedmemory_" + Share,
            Place = directory == "/tmp" ? QtKeyFilePlace.Usual : QtKeyFilePlace.OtherDirectory,
            Namesakes = [SegmentId.SystemV(other)],
        },
    });
}
