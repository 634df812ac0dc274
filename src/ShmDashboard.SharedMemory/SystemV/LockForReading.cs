using ShmDashboard.SharedMemory.Interop;
using ShmDashboard.SharedMemory.Kinds;
using ShmDashboard.SharedMemory.Locks;
using ShmDashboard.SharedMemory.Processes;
using ShmDashboard.SharedMemory.Qt;
using ShmDashboard.SharedMemory.Reading;
using ShmDashboard.SharedMemory.Segments;
using ShmDashboard.Wording;

namespace ShmDashboard.SharedMemory.SystemV;

/// <summary>
/// Takes Qt's lock for an attaching read, and tells when attaching without it would be in somebody's way. Thread-safe.
/// </summary>
internal sealed class LockForReading(ReadingContext context)
{
    private const int PatienceCapacity = 1024;

    // A set that is missing this long is not just being made anew by a Qt program that comes and goes.
    private static readonly TimeSpan s_absencePatience = TimeSpan.FromMilliseconds(5);

    private readonly Lock _patienceGate = new();
    private readonly Dictionary<int, LockReading> _waitedInVain = [];

    /// <summary>
    /// Takes Qt's lock for an attaching read. While it is held we only look, and queue up when it is free: attach, detach
    /// and create hold it for microseconds, and an attachment of ours made just then would be in their way. A holding, or
    /// an absence, that outlasted our patience once is not waited for again.
    /// </summary>
    /// <param name="segment">Whose lock.</param>
    /// <param name="timeout">How long in all.</param>
    /// <param name="before">The last look at it before it was taken.</param>
    /// <param name="handedOver">After that look somebody else had it.</param>
    /// <returns>Null: go without. <paramref name="before"/> then says why.</returns>
    internal SemaphoreSet? Take(
        SegmentFacts segment, TimeSpan timeout, ref LockReading before, out bool handedOver)
    {
        handedOver = false;
        if (segment is not { SystemV.ShmId: var shmId, Qt.LockFilePath: not null })
            return null;

        // Other ways were tried since, and others had their turn.
        before = context.Locks.Read(segment);
        long start = context.Time.GetTimestamp();
        var spin = new SpinWait();
        while (before.State is LockState.Free or LockState.Held or LockState.None)
        {
            var left = timeout - context.Time.GetElapsedTime(start);
            if (before.State == LockState.Free)
            {
                var set = QtSystemVLock.Find(segment);

                // Since the last look somebody may have come and gone; asked in the last instant, for we overwrite the answer.
                handedOver |= set is { } last && last.LastPid(out _) != before.LastPid;
                var outcome = set?.Take(TimeSpan.Zero, out _);
                handedOver |= outcome == SemaphoreOutcome.NotDone;
                if (outcome == SemaphoreOutcome.NotDone && left > TimeSpan.Zero)
                    outcome = set?.Take(left, out _);

                switch (outcome)
                {
                    case SemaphoreOutcome.Done:
                        ForgetWaiting(shmId);
                        return set;
                    case SemaphoreOutcome.Denied:
                        return null; // It may be looked at but not used.
                }
            }
            else if (HasWaitedFor(shmId, before))
            {
                return null;
            }

            var patience = before.State == LockState.None ? s_absencePatience : timeout;
            if (context.Time.GetElapsedTime(start) >= (patience < timeout ? patience : timeout))
            {
                before = context.Locks.Read(segment);
                RememberWaiting(shmId, before);
                return null;
            }

            spin.SpinOnce();
            before = context.Locks.Read(segment);
        }

        return null;
    }

    // A Qt program's detach removes the segment only if it sees nobody else attached, and if it was not removed the next
    // create() fails. So nobody may leave while we are attached. Whoever has held the lock for seconds is at work or hangs;
    // who took it just now may be gone before our copy is made, however long it seems to take on a busy machine.
    internal bool MightLeaveNow(SegmentFacts segment, LockReading reading, ReadOptions options) =>
        segment.Qt is not null && reading.State is LockState.Free or LockState.Held &&
        context.Time.GetUtcNow() - reading.LastOperationUtc < options.AttachWhileHeldAfter;

    // Without its own key file the lock is not known either, and whoever has it attached may leave without it. A Qt program
    // that comes and goes takes both along within an instant, and a look between them finds neither.
    internal bool IsUnknown(SegmentFacts segment, ReadOptions options) =>
        segment.Qt is { KeyFile: not QtKeyFileState.Matched } &&
        (segment.AttachCount > 0 || context.Time.GetUtcNow() - segment.ChangedUtc < options.AttachWhileHeldAfter);

    internal Sentence MightLeave(SegmentFacts segment, LockReading reading)
    {
        var holder = context.Processes.Look(reading.LastPid);
        var who = holder.Name is { } name ? Sentence.Of($"{name}") : Sentence.Of($"a process");
        return Sentence.Of($"Cannot read segment '{segment.Name}' now: its lock is used by {who} (process {holder.Pid}), " +
            $"which attaching now could keep from removing the segment. Look again: it is read when the lock is free, " +
            $"or has been held for a while.");
    }

    internal static ReadOutcome<T> BusyUnlessGone<T>(SegmentFacts segment, LockReading reading, Sentence problem) =>
        segment.SystemV?.ShmId is { } shmId && !SystemVAttachment.TryStat(shmId, out _, out int errno) && Errno.IsGone(errno)
            ? ReadingContext.Failure<T>(errno, ReadRoute.LockedAttach, reading,
                Errno.Problem(Sentence.Of($"attach segment '{segment.Name}' (id {shmId})"), "shmctl", errno))
            : Busy<T>(reading, problem);

    internal static ReadOutcome<T> Busy<T>(LockReading reading, Sentence problem) =>
        ReadingContext.Failure<T>(ReadStatus.Busy, ReadRoute.LockedAttach, reading, problem);

    private bool HasWaitedFor(int shmId, LockReading reading)
    {
        lock (_patienceGate)
        {
            return _waitedInVain.TryGetValue(shmId, out var last) && last.State == reading.State &&
                last.SemaphoreId == reading.SemaphoreId && last.LastPid == reading.LastPid &&
                last.LastOperationUtc == reading.LastOperationUtc;
        }
    }

    private void RememberWaiting(int shmId, LockReading reading)
    {
        lock (_patienceGate)
        {
            if (_waitedInVain.Count >= PatienceCapacity)
                _waitedInVain.Clear();

            _waitedInVain[shmId] = reading;
        }
    }

    private void ForgetWaiting(int shmId)
    {
        lock (_patienceGate)
            _waitedInVain.Remove(shmId);
    }
}
