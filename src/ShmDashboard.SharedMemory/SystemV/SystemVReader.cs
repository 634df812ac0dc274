using System.Collections.Immutable;
using ShmDashboard.SharedMemory.Interop;
using ShmDashboard.SharedMemory.Kinds;
using ShmDashboard.SharedMemory.Locks;
using ShmDashboard.SharedMemory.Processes;
using ShmDashboard.SharedMemory.Reading;
using ShmDashboard.SharedMemory.Segments;
using ShmDashboard.Wording;

namespace ShmDashboard.SharedMemory.SystemV;

/// <summary>
/// Reads System V segments: out of a peer's memory; else attached for the moment of the copy, a Qt segment under its lock if
/// that is free; or attached without.
/// </summary>
internal sealed class SystemVReader(ReadingContext context) : ISegmentOpener
{
    private const int GateCount = 64;

    private readonly LockForReading _locking = new(context);
    private readonly TidyingUp _tidying = new(context.Processes);

    // Two attachments of ours at once would each hide from the other that all peers have left.
    private readonly Lock[] _attachGates = [.. Enumerable.Range(0, GateCount).Select(_ => new Lock())];

    // Counted under the gate of the same number.
    private readonly long[] _lockTurns = new long[GateCount];

    public ReadOutcome<T> Read<T>(
        SegmentFacts segment, ImmutableArray<Attachment> attachments, ReadOptions options, Func<ISegmentView, T> copier)
    {
        var before = context.Locks.Read(segment);
        if (options.AllowPeerMemory)
        {
            if (ReadPeers(segment, attachments, copier, before) is { } outcome)
                return outcome;

            if (options is { FindAttachments: { } find, AllowAttach: true } && IsUsed(segment))
            {
                ImmutableArray<Attachment> others = [.. find(segment).Except(attachments)];
                if (ReadPeers(segment, others, copier, before) is { } second)
                    return second;

                attachments = attachments.AddRange(others);
            }
        }

        if (!options.AllowAttach)
        {
            return ReadingContext.Failure<T>(ReadStatus.Denied, ReadRoute.PeerMemory, before,
                attachments.IsEmpty
                    ? Sentence.Of($"Cannot read segment '{segment.Name}' without attaching it: no process is known to have it attached. " +
                        $"Allow attaching, or run this program as their user or as root.")
                    : Sentence.Of($"Cannot read segment '{segment.Name}' without attaching it: the memory of the processes that have it " +
                        $"attached may not be read, or has changed. Allow attaching, or run this program as their user or as root."));
        }

        uint gate = (uint)(segment.SystemV?.ShmId ?? 0) % GateCount;
        lock (_attachGates[gate])
        {
            if (_locking.IsUnknown(segment, options))
            {
                return LockForReading.BusyUnlessGone<T>(segment, before,
                    Sentence.Of($"Cannot read segment '{segment.Name}' now: its key file, which tells its lock, has gone or is one of several, and " +
                    $"attaching without the lock could keep a Qt program from removing it. Look again, or run this program as the " +
                    $"user of the programs that have it attached: then it is read from their memory."));
            }

            if (!AttachTurn.TryTake(segment, options.LockTimeout, context.Time, out var turnAmongReaders))
            {
                return LockForReading.BusyUnlessGone<T>(segment, before,
                    Sentence.Of($"Cannot read segment '{segment.Name}' now: another dashboard has it attached, or it was made anew, and two at " +
                    $"once could keep Qt programs from removing it. Look again, or stop the other dashboard."));
            }

            using var ending = turnAmongReaders;
            bool handedOver = false;
            var taken = options.AllowLock
                ? _locking.Take(segment, options.LockTimeout, ref before, out handedOver)
                : null;
            if (taken is { } set)
            {
                long turn = ++_lockTurns[gate];
                return ReadLocked(segment, set, copier, before) with { LockTurn = turn, LockHandedOver = handedOver };
            }

            return options.AllowLock && _locking.MightLeaveNow(segment, before, options)
                ? LockForReading.Busy<T>(before, _locking.MightLeave(segment, before))
                : ReadUnlocked(segment, attachments, copier, before);
        }
    }

    private static bool IsUsed(SegmentFacts segment) =>
        SystemVAttachment.TryStat(segment.SystemV?.ShmId ?? -1, out var now, out _) && now.AttachCount > 0;

    private ReadOutcome<T>? ReadPeers<T>(
        SegmentFacts segment, ImmutableArray<Attachment> attachments, Func<ISegmentView, T> copier, LockReading before) =>
        context.Peers.Read(segment, attachments, (view, source) =>
            context.Copy(segment, view, copier, ReadRoute.PeerMemory, source, before));

    private ReadOutcome<T> ReadLocked<T>(
        SegmentFacts segment, SemaphoreSet set, Func<ISegmentView, T> copier, LockReading before)
    {
        ReadOutcome<T> outcome;
        try
        {
            outcome = CopyAttached(segment, copier, ReadRoute.LockedAttach, before, out _);
        }
        finally
        {
            // Whatever came of it: not ours any more (a foreign create() reset it) or removed is as good as released.
            set.Release(out _);
        }

        return outcome with { LockAfter = context.Locks.Read(segment) };
    }

    private ReadOutcome<T> ReadUnlocked<T>(
        SegmentFacts segment, ImmutableArray<Attachment> attachments, Func<ISegmentView, T> copier, LockReading before)
    {
        bool known = SystemVAttachment.TryStat(segment.SystemV?.ShmId ?? -1, out var atFirst, out _);
        ShmIdDs atLast = default;
        try
        {
            return CopyAttached(segment, copier, ReadRoute.UnlockedAttach, before, out atLast);
        }
        finally
        {
            if (known && atLast.AttachCount > 0)
                _tidying.TidyUpForOthers(segment, attachments, before, atFirst, atLast);
        }
    }

    private ReadOutcome<T> CopyAttached<T>(
        SegmentFacts segment, Func<ISegmentView, T> copier, ReadRoute route, LockReading before, out ShmIdDs beforeDetach)
    {
        beforeDetach = default;
        int shmId = segment.SystemV?.ShmId ?? -1;
        var attachment = SystemVAttachment.TryAttach(shmId, readOnly: true, out string call, out int errno);
        if (attachment is null)
        {
            return ReadingContext.Failure<T>(errno, route, before, Errno.Problem(
                Sentence.Of($"attach segment '{segment.Name}' (id {shmId})"), call, errno,
                Errno.IsDenied(errno)
                    ? Sentence.Of($"it belongs to {segment.OwnerName}, mode {Convert.ToString(segment.Mode, 8)}")
                    : null,
                Errno.IsDenied(errno) ? Errno.RunAs(segment.OwnerName) : null));
        }

        try
        {
            return context.Copy(segment, new AttachedView(attachment, route == ReadRoute.LockedAttach), copier, route, null, before);
        }
        finally
        {
            SystemVAttachment.TryStat(shmId, out beforeDetach, out _);
            attachment.Dispose();
        }
    }
}
