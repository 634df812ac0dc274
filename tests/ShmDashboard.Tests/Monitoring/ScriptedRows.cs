using ShmDashboard.Monitoring.Segments;
using ShmDashboard.SharedMemory.Locks;
using ShmDashboard.SharedMemory.Processes;
using ShmDashboard.SharedMemory.Qt;
using ShmDashboard.SharedMemory.Segments;

namespace ShmDashboard.Tests.Monitoring;

/// <summary>Rows as a sweep would bring them, told in a line.</summary>
internal static class ScriptedRows
{
    public static readonly DateTimeOffset Noon = new(2026, 5, 4, 12, 0, 0, TimeSpan.Zero);

    public static readonly ProcessRef Player = new(4312, "player", true);

    public static readonly ProcessRef Album = new(5120, "album", true);

    public static readonly ProcessRef Dead = new(4312, "player", false);

    public static ProcessRef P(int number) => new(number * 100, $"p{number}", true);

    /// <summary>A Qt segment made an hour ago by a living player, who is attached.</summary>
    public static SegmentRow Qt(string key, int shmId = 98309) => new()
    {
        Facts = new SegmentFacts
        {
            Id = SegmentId.Qt(key),
            Aliases = [SegmentId.SystemV(shmId)],
            Kind = SegmentKind.SystemV,
            Name = key,
            SizeBytes = 3_219_456,
            ResidentBytes = 3_219_456,
            Mode = 0x180,
            OwnerUid = 1000,
            OwnerName = "alice",
            Creator = Player,
            AttachCount = 1,
            ChangedUtc = Noon.AddHours(-1),
            SystemV = new SystemVFacts
            {
                ShmId = shmId,
                Key = 0x51000000 | (shmId & 0xffff),
                LastOperator = Player,
                LastAttachUtc = Noon.AddHours(-1),
            },
            Qt = new QtIdentity
            {
                Key = key,
                Letters = key,
                KeyHash = "aab90dfe8c6f152a4fb071f5f4f9df804626e6ab",
                KeyFilePath = $"/tmp/qipc_sharedmemory_{key}aab90dfe8c6f152a4fb071f5f4f9df804626e6ab",
                LockFilePath = $"/tmp/qipc_systemsem_{key}aab90dfe8c6f152a4fb071f5f4f9df804626e6ab",
                KeyFile = QtKeyFileState.Matched,
            },
        },
        Family = new SegmentFamily("qt", "Qt"),
        Attached = [Player],
        Lock = new LockStatus { State = LockState.Free, Kind = LockKind.QtSystemV, Value = 1, SemaphoreId = shmId + 2, WaitersKnown = true },
    };

    /// <summary>A System V segment of no known family.</summary>
    public static SegmentRow SystemV(int shmId = 131072, int key = 0x1234)
    {
        var row = Qt("x", shmId);
        return row with
        {
            Facts = row.Facts with
            {
                Id = SegmentId.SystemV(shmId), Aliases = [], Name = $"{shmId}", SystemV = row.Facts.SystemV! with { Key = key }, Qt = null,
            },
            Family = SegmentFamily.Unknown,
            Lock = LockStatus.None,
        };
    }

    public static SegmentRow Posix(string name, long bytes = 8_294_400) => new()
    {
        Facts = new SegmentFacts
        {
            Id = SegmentId.Posix(name),
            Kind = SegmentKind.Posix,
            Name = "/" + name,
            SizeBytes = bytes,
            ResidentBytes = bytes,
            Mode = 0x180,
            OwnerUid = 1000,
            OwnerName = "alice",
            ChangedUtc = Noon.AddHours(-3),
            ModifiedUtc = Noon.AddHours(-3),
            Posix = new PosixFacts(name),
        },
    };

    public static SegmentRow Unnamed(string name) => new()
    {
        Facts = new SegmentFacts
        {
            Id = SegmentId.MemFd(Player.Pid, 4096),
            Kind = SegmentKind.Unnamed,
            Name = name,
            SizeBytes = 65_536,
            ResidentBytes = 65_536,
            Mode = 0x1ff,
            OwnerUid = 1000,
            OwnerName = "alice",
            Unnamed = new UnnamedFacts { Origin = UnnamedOrigin.MemFd },
        },
    };

    public static SegmentRow HeldBy(this SegmentRow row, ProcessRef holder, params ProcessRef[] waiters) => row with
    {
        Lock = row.Lock with
        {
            State = LockState.Held,
            Value = 0,
            Holder = holder,
            HeldSinceUtc = Noon.AddSeconds(-30),
            WaiterCount = waiters.Length,
            Waiters = [.. waiters],
            WaitersKnown = true,
        },
    };
}
