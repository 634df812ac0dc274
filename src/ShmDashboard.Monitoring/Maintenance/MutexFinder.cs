using System.Collections.Immutable;
using ShmDashboard.SharedMemory.Locks;
using ShmDashboard.SharedMemory.Processes;
using ShmDashboard.SharedMemory.Reading;
using ShmDashboard.SharedMemory.Segments;

namespace ShmDashboard.Monitoring.Maintenance;

/// <summary>Whether a segment's lock is a mutex inside it, which its programs alone may change. Reads without attaching. Thread-safe.</summary>
/// <param name="reader">Reads the segment.</param>
/// <param name="processes">Names the holder.</param>
internal sealed class MutexFinder(SegmentReader reader, ProcessDirectory processes)
{
    private static readonly ReadOptions s_withoutAttaching = new() { AllowAttach = false };

    private readonly ProcessMutexReader _mutexes = new(processes);

    /// <summary>
    /// The one that needs somebody the most, where its layout is known or among such as are held in the first page; null when there
    /// is none, or it cannot be read.
    /// </summary>
    /// <param name="segment">Which.</param>
    /// <param name="attachments">Who has it mapped.</param>
    public LockDetail? Find(SegmentFacts segment, ImmutableArray<Attachment> attachments)
    {
        var outcome = reader.Read(segment, attachments, s_withoutAttaching, view =>
            ProcessMutexReader.Look(view, segment) is { IsEmpty: false } known ? known : ProcessMutexReader.LookForHeld(view));
        return outcome.Status != ReadStatus.Copied ? null : outcome.Value.Select(mutex => _mutexes.Describe(mutex, attachments, allSeen: false))
            .OrderByDescending(mutex => mutex.HolderEnded).ThenByDescending(mutex => mutex.State == LockState.Held).FirstOrDefault();
    }
}
