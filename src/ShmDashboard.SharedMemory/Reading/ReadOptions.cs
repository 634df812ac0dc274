using System.Collections.Immutable;
using ShmDashboard.SharedMemory.Processes;
using ShmDashboard.SharedMemory.Segments;

namespace ShmDashboard.SharedMemory.Reading;

/// <summary>Which ways a <see cref="SegmentReader"/> may go. Immutable. POSIX segments are always read by file.</summary>
public sealed record ReadOptions
{
    /// <summary>All ways allowed.</summary>
    public static ReadOptions Default { get; } = new();

    /// <summary>Reading out of the memory of a process that is attached: leaves no trace. Default: yes.</summary>
    public bool AllowPeerMemory { get; init; } = true;

    /// <summary>
    /// Who else has it mapped: asked before a segment is attached that somebody uses, when nobody of those known at the call
    /// serves any more. Whoever was known may have left since, and others come. Default: nobody else.
    /// </summary>
    public Func<SegmentFacts, ImmutableArray<Attachment>>? FindAttachments { get; init; }

    /// <summary>
    /// Attaching for the moment of the copy when peers' memory may not be read. Default: yes. It shows in the segment's
    /// counters, and a Qt program that detaches meanwhile without a lock being held relies on us to tidy up.
    /// </summary>
    public bool AllowAttach { get; init; } = true;

    /// <summary>
    /// Taking Qt's lock while attached, if it is free: the copy cannot tear, the peers wait as long. Default: yes.
    /// Matters only with <see cref="AllowAttach"/>.
    /// </summary>
    public bool AllowLock { get; init; } = true;

    /// <summary>
    /// How long to wait for the lock in all, looking while it is held and queueing once it is free; what then follows is
    /// for <see cref="AttachWhileHeldAfter"/> to say. A holding that outlasted this once is not waited for again.
    /// Default: 50 ms.
    /// </summary>
    public TimeSpan LockTimeout { get; init; } = TimeSpan.FromMilliseconds(50);

    /// <summary>
    /// How long ago the lock must have been taken (the kernel counts whole seconds) for a Qt segment to be attached without
    /// it; before that the outcome is <see cref="ReadStatus.Busy"/>. Zero: at once, at the risk that a program which leaves
    /// meanwhile cannot remove its segment and finds it in the way of its next <c>create()</c>. Default: 2 s.
    /// </summary>
    public TimeSpan AttachWhileHeldAfter { get; init; } = TimeSpan.FromSeconds(2);
}
