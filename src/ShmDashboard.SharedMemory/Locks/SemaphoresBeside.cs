using System.Collections.Immutable;
using System.Globalization;
using ShmDashboard.SharedMemory.Interop;
using ShmDashboard.SharedMemory.Processes;
using ShmDashboard.SharedMemory.Segments;
using ShmDashboard.Wording;

namespace ShmDashboard.SharedMemory.Locks;

/// <summary>
/// The named POSIX semaphores that go with a POSIX segment by their names alone, as <c>/cam_sem</c> goes with <c>/cam</c>
/// (<see cref="SemaphoreStem"/>). Read as files and never opened as semaphores. Stateless and thread-safe.
/// </summary>
/// <remarks>
/// Nothing says that such a semaphore has to do with the segment, nor that it is a lock: of two that take turns one is at 0 at
/// all times. So none is ever called held or free.
/// </remarks>
/// <param name="processes">Names who has one open, and who waits.</param>
/// <param name="directory">Where semaphores are files.</param>
internal sealed class SemaphoresBeside(ProcessDirectory processes, string directory)
{
    private const int MaxSemaphores = 8;

    // The file system's clock moves in steps: what was made after a scan may be dated before it.
    private static readonly TimeSpan s_clockGrain = TimeSpan.FromMilliseconds(50);

    /// <summary>Those of a segment now, in order of name; at most 8.</summary>
    /// <param name="segment">Which.</param>
    /// <param name="listed">All names.</param>
    /// <param name="attachments">Who had what mapped a while ago.</param>
    /// <param name="scanAgain">Asked when that cannot know of one, or somebody waits.</param>
    public ImmutableArray<LockDetail> Look(
        SegmentFacts segment, SemaphoreNames listed, AttachmentMap attachments, Func<AttachmentMap> scanAgain) =>
        segment is { Qt: null, Posix.FileName: { } name }
            ? [.. listed.Beside(name).Take(MaxSemaphores).Select(beside => Look(beside, attachments, scanAgain)).OfType<LockDetail>()]
            : [];

    private LockDetail? Look(string name, AttachmentMap attachments, Func<AttachmentMap> scanAgain)
    {
        using var file = KernelFile.TryOpen(
            $"{directory}/{PosixFiles.SemaphorePrefix}{name}",
            LibC.O_RDONLY | LibC.O_CLOEXEC | LibC.O_NOFOLLOW | LibC.O_NONBLOCK, 0, out int errno);
        if (file is null)
            return Errno.IsDenied(errno) ? Denied(name, errno) : null;
        if (!FileStatus.TryGet(file, out var status, out _) || !status.IsRegular)
            return null;

        Span<byte> bytes = stackalloc byte[PosixSemaphoreFile.LengthBytes];
        int length = KernelFile.Read(file, bytes, out _);
        var reading = PosixSemaphoreFile.Parse(bytes[..Math.Max(length, 0)], qtLegacy: false);
        // Just being made, or another C library's: no value to tell.
        if (reading.Problem is not null)
            return null;
        bool isNews = reading.WaiterCount > 0 || status.BirthUtc > attachments.ScannedUtc - s_clockGrain;
        // What is scanned again is shared for a moment, and may be the older of the two.
        var scan = isNews && scanAgain() is var again && again.ScannedUtc > attachments.ScannedUtc ? again : attachments;
        return Describe(name, reading, scan.OfFile(status.Identity));
    }

    private LockDetail Describe(string name, LockReading reading, ImmutableArray<Attachment> users)
    {
        var waiting = reading.WaiterCount > 0 ? FutexWaiters.CountByProcess(users, offset: 0) : [];
        return Of(name) with
        {
            Value = reading.Value,
            Users = [.. users.Select(user => user.Process.Pid).Distinct().Order().Select(processes.Look)],
            WaiterCount = reading.WaiterCount,
            Waiters = [.. waiting.Where(user => user.Value.Waiting > 0).Select(user => user.Key).Order().Select(processes.Look)],
            Problem = reading.WaiterCount == 0
                ? Sentence.Of($"Semaphore '/{name}' goes by its name with this segment: a lock or a signal, which nobody can say. " +
                    $"Its value is {reading.Value}, and nobody waits for it.")
                : Sentence.Of($"Semaphore '/{name}' goes by its name with this segment: a lock or a signal, which nobody can say. " +
                    $"Its value is {reading.Value}; waiting for it: {reading.WaiterCount}."),
        };
    }

    private static LockDetail Denied(string name, int errno) => Of(name) with
    {
        State = LockState.NotPermitted,
        Problem = Errno.Problem(Sentence.Of($"look at semaphore '/{name}'"), "open", errno),
    };

    private static LockDetail Of(string name) => new()
    {
        Kind = LockKind.NamedSemaphore,
        State = LockState.None,
        Where = string.Create(CultureInfo.InvariantCulture, $"semaphore '/{name}', by its name"),
        Name = name,
    };
}
