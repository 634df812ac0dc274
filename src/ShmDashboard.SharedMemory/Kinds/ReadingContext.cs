using ShmDashboard.SharedMemory.Interop;
using ShmDashboard.SharedMemory.Locks;
using ShmDashboard.SharedMemory.Processes;
using ShmDashboard.SharedMemory.Reading;
using ShmDashboard.SharedMemory.Segments;
using ShmDashboard.Wording;

namespace ShmDashboard.SharedMemory.Kinds;

/// <summary>What all openers of one reader share. Thread-safe.</summary>
internal sealed class ReadingContext
{
    /// <summary>Looks at locks before and after each copy.</summary>
    internal required LockObserver Locks { get; init; }

    /// <summary>Tells who lives.</summary>
    internal required ProcessDirectory Processes { get; init; }

    /// <summary>The clock.</summary>
    internal required TimeProvider Time { get; init; }

    /// <summary>Where POSIX segments are files, without slash at the end.</summary>
    internal required string PosixDirectory { get; init; }

    /// <summary>Reads out of the memory of processes.</summary>
    internal required PeerReader Peers { get; init; }

    /// <summary>Runs the copier and says how it was.</summary>
    internal ReadOutcome<T> Copy<T>(
        SegmentFacts segment, ISegmentView view, Func<ISegmentView, T> copier, ReadRoute route, ProcessRef? source,
        LockReading before)
    {
        long start = Time.GetTimestamp();
        var value = copier(view);
        var duration = Time.GetElapsedTime(start);
        return new ReadOutcome<T>
        {
            Status = ReadStatus.Copied,
            Value = value,
            Route = route,
            Source = source,
            LockBefore = before,
            LockAfter = route == ReadRoute.LockedAttach ? before : Locks.Read(segment),
            Duration = duration,
        };
    }

    /// <summary>What the kernel refused.</summary>
    internal static ReadOutcome<T> Failure<T>(int errno, ReadRoute route, LockReading lockReading, Sentence problem) => Failure<T>(
        Errno.IsDenied(errno) ? ReadStatus.Denied : Errno.IsGone(errno) ? ReadStatus.Gone : ReadStatus.Failed,
        route, lockReading, problem);

    /// <summary>What did not come about.</summary>
    internal static ReadOutcome<T> Failure<T>(ReadStatus status, ReadRoute route, LockReading lockReading, Sentence problem) => new()
    {
        Status = status,
        Route = route,
        LockBefore = lockReading,
        LockAfter = lockReading,
        Problem = problem,
    };
}
