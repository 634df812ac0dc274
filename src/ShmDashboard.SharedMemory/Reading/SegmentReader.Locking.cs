using ShmDashboard.SharedMemory.Locks;
using ShmDashboard.SharedMemory.Segments;

namespace ShmDashboard.SharedMemory.Reading;

public sealed partial class SegmentReader
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
    /// <returns>Null: go without. <paramref name="before"/> then says why.</returns>
    private SemaphoreSet? TakeLock(SegmentFacts segment, TimeSpan timeout, ref LockReading before)
    {
        if (segment is not { ShmId: { } shmId, Qt.LockFilePath: not null })
        {
            return null;
        }

        long start = _time.GetTimestamp();
        var spin = new SpinWait();
        while (before.State is LockState.Free or LockState.Held or LockState.None)
        {
            TimeSpan left = timeout - _time.GetElapsedTime(start);
            if (before.State == LockState.Free)
            {
                SemaphoreSet? set = LockObserver.FindSet(segment);
                switch (set?.Take(left > TimeSpan.Zero ? left : TimeSpan.Zero, out _))
                {
                    case SemaphoreOutcome.Done:
                        ForgetWaiting(shmId);
                        return set;
                    case SemaphoreOutcome.Denied:
                        return null; // It may be looked at but not used.
                }
            }
            else if (before.LastPid == Environment.ProcessId || HasWaitedFor(shmId, before))
            {
                return null;
            }

            TimeSpan patience = before.State == LockState.None ? s_absencePatience : timeout;
            if (_time.GetElapsedTime(start) >= (patience < timeout ? patience : timeout))
            {
                RememberWaiting(shmId, before);
                return null;
            }

            spin.SpinOnce();
            before = _locks.Read(segment);
        }

        return null;
    }

    private bool HasWaitedFor(int shmId, LockReading reading)
    {
        lock (_patienceGate)
        {
            return _waitedInVain.TryGetValue(shmId, out LockReading last) && last.State == reading.State &&
                last.SemaphoreId == reading.SemaphoreId && last.LastPid == reading.LastPid &&
                last.LastOperationUtc == reading.LastOperationUtc;
        }
    }

    private void RememberWaiting(int shmId, LockReading reading)
    {
        lock (_patienceGate)
        {
            if (_waitedInVain.Count >= PatienceCapacity)
            {
                _waitedInVain.Clear();
            }

            _waitedInVain[shmId] = reading;
        }
    }

    private void ForgetWaiting(int shmId)
    {
        lock (_patienceGate)
        {
            _waitedInVain.Remove(shmId);
        }
    }
}
