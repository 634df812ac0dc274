using System.Collections.Immutable;
using ShmDashboard.Imaging.Formats;
using ShmDashboard.Imaging.Payloads;
using ShmDashboard.Monitoring.Frames;
using ShmDashboard.Monitoring.Segments;
using ShmDashboard.SharedMemory.Locks;
using ShmDashboard.SharedMemory.Processes;
using ShmDashboard.SharedMemory.Qt;
using ShmDashboard.SharedMemory.Reading;
using ShmDashboard.SharedMemory.Segments;

namespace ShmDashboard.Web.Tests.Fakes;

/// <summary>Rows as tests need them: plausible where the test does not care.</summary>
internal static class Rows
{
    public static readonly DateTimeOffset Noon = new(2026, 5, 4, 12, 0, 0, TimeSpan.Zero);

    public static ProcessRef Process(int pid, string? name, bool alive = true) => new(pid, name, alive);

    /// <summary>A Qt segment: <c>0x5100e461</c>, System V.</summary>
    public static SegmentRow Qt(string key, int shmId = 229397, long size = 3_219_456, FrameInfo? frame = null) => new()
    {
        Facts = new()
        {
            Id = SegmentId.Qt(key),
            Aliases = [SegmentId.SystemV(shmId)],
            Kind = SegmentKind.SystemV,
            Name = key,
            SizeBytes = size,
            ResidentBytes = size,
            Mode = 0x180,
            OwnerUid = 1000,
            OwnerName = "alice",
            Creator = Process(4312, "player"),
            AttachCount = 0,
            SystemV = new() { ShmId = shmId, Key = 0x51000000 + (shmId & 0xffffff) },
            Qt = new()
            {
                Key = key,
                Letters = new([.. key.Where(char.IsAsciiLetter)]),
                KeyHash = "aab90dfe8c6f152a4fb071f5f4f9df804626e6ab",
                KeyFilePath = $"/tmp/qipc_sharedmemory_{key}aab90dfe8c6f152a4fb071f5f4f9df804626e6ab",
                LockFilePath = $"/tmp/qipc_systemsem_{key}aab90dfe8c6f152a4fb071f5f4f9df804626e6ab",
                KeyFile = QtKeyFileState.Matched,
            },
        },
        Family = new("qt", "Qt"),
        Lock = new() { State = LockState.Free, Value = 1, SemaphoreId = 98311 },
        Frame = frame,
    };

    /// <summary>A memfd that process 4711 has open.</summary>
    public static SegmentRow MemFd(string name, long inode = 1037, long size = 65_536) => new()
    {
        Facts = new()
        {
            Id = SegmentId.MemFd(4711, inode),
            Kind = SegmentKind.Unnamed,
            Name = name,
            SizeBytes = size,
            ResidentBytes = size,
            Mode = 0x1ff,
            OwnerUid = 1000,
            OwnerName = "alice",
            FileIdentity = (1, inode),
            Unnamed = new()
            {
                Origin = UnnamedOrigin.MemFd,
                Seals = MemorySeals.Shrink | MemorySeals.Grow,
                IsMeasured = true,
                Descriptors = [new(new(4711, "pipewire", true), 42), new(new(4711, "pipewire", true), 43)],
            },
        },
    };

    /// <summary>A POSIX segment.</summary>
    public static SegmentRow Posix(string name, long size = 8_294_400, FrameInfo? frame = null) => new()
    {
        Facts = new()
        {
            Id = SegmentId.Posix(name),
            Kind = SegmentKind.Posix,
            Name = "/" + name,
            Posix = new(name),
            SizeBytes = size,
            ResidentBytes = size,
            Mode = 0x180,
            OwnerUid = 1000,
            OwnerName = "alice",
        },
        Frame = frame,
    };

    public static FrameInfo Picture(
        long sequence = 1, int width = 1920, int height = 1080, VerdictKind verdict = VerdictKind.Consistent,
        string mediaType = "image/png", long bytes = 48_000, string channels = "RGB") => new()
    {
        Sequence = sequence,
        ReadUtc = Noon,
        Verdict = new(verdict, verdict == VerdictKind.TakenWhileLocked ? Process(4312, "player") : null),
        Route = ReadRoute.PeerMemory,
        Source = Process(4312, "player"),
        ReadDuration = TimeSpan.FromMilliseconds(0.9),
        Payload = new()
        {
            Format = PayloadFormat.QtImage,
            Picture = PictureFormats.Find(mediaType),
            Width = width,
            Height = height,
            BitsPerChannel = 8,
            Channels = channels,
            ContentOffset = 4,
            ContentLength = bytes,
            PayloadLength = bytes + 4,
            Integrity = PayloadIntegrity.Complete,
            QtMarker = 1,
            ReadableByQImageStream = true,
        },
    };

    public static FrameInfo Text(string text, PayloadFormat format = PayloadFormat.Utf8Text, long sequence = 1) => new()
    {
        Sequence = sequence,
        ReadUtc = Noon,
        Verdict = new(VerdictKind.Consistent),
        Route = ReadRoute.LockedAttach,
        ReadDuration = TimeSpan.FromMilliseconds(0.02),
        Payload = new() { Format = format, Integrity = PayloadIntegrity.Unchecked, Text = text, ContentLength = text.Length, PayloadLength = text.Length + 1 },
    };

    public static FrameInfo Of(PayloadFormat format, long sequence = 1, VerdictKind verdict = VerdictKind.NoLock) => new()
    {
        Sequence = sequence,
        ReadUtc = Noon,
        Verdict = new(verdict),
        Route = ReadRoute.FileRead,
        ReadDuration = TimeSpan.FromMilliseconds(1.4),
        Payload = new() { Format = format, Integrity = format == PayloadFormat.Empty ? PayloadIntegrity.Complete : PayloadIntegrity.Unchecked },
    };

    public static LockStatus Held(int pid = 4312, string? name = "player", int waiters = 0, DateTimeOffset? since = null) => new()
    {
        State = LockState.Held,
        Kind = LockKind.QtSystemV,
        Holder = Process(pid, name),
        HeldSinceUtc = since ?? Noon - TimeSpan.FromSeconds(1.2),
        WaiterCount = waiters,
        Waiters = [.. Enumerable.Range(0, waiters).Select(index => Process(4200 + index, "album"))],
        SemaphoreId = 98311,
    };

    public static ImmutableArray<ProcessRef> Attached(params (int Pid, string Name)[] processes) =>
        [.. processes.Select(process => Process(process.Pid, process.Name))];
}
