using System.Collections.Immutable;
using ShmDashboard.SharedMemory.Processes;
using ShmDashboard.SharedMemory.Segments;

namespace ShmDashboard.Monitoring.Segments;

/// <summary>Whether a segment was left behind by programs that have ended. One for each tracker; not thread-safe.</summary>
/// <param name="context">What all trackers share.</param>
internal sealed class LeftBehind(SamplingContext context)
{
    /// <summary>Who makes a segment maps it at once.</summary>
    private static readonly TimeSpan s_mappedBy = TimeSpan.FromSeconds(2);

    private ImmutableArray<Attachment> _mappedBefore = [];

    /// <summary>Another object has the name now.</summary>
    public void Reset() => _mappedBefore = [];

    /// <summary>Whether it is one.</summary>
    /// <param name="facts">The segment.</param>
    /// <param name="attachments">Who has it mapped.</param>
    /// <param name="wasStale">What was said before.</param>
    public bool Judge(SegmentFacts facts, ImmutableArray<Attachment> attachments, bool wasStale) => facts.Kind switch
    {
        SegmentKind.Posix => IsLeft(facts, attachments),
        SegmentKind.SystemV => facts is { Creator.Alive: false, SystemV.MarkedForRemoval: false } && (facts.AttachCount == 0 || (wasStale && IsOnlyUsLooking(facts))),
        // What has no name goes with the last who has it.
        _ => false,
    };

    // POSIX keeps no creator: those who were seen to have it mapped, all of which have ended, or a name that nobody can come back
    // for. Who opens it at this moment will have it mapped at the next scan.
    private bool IsLeft(SegmentFacts facts, ImmutableArray<Attachment> attachments)
    {
        if (!attachments.IsEmpty)
            _mappedBefore = attachments;
        var scan = context.Attachments();
        return attachments.IsEmpty && !context.IsHeld(facts.Id) &&
            !(scan.ScannedUtc - facts.ChangedUtc < s_mappedBy) && scan.ScannedUtc != default &&
            (_mappedBefore.IsEmpty ? SegmentFamilies.IsNamedByLot(facts) : _mappedBefore.All(attachment => !context.NameOf(attachment.Process.Pid).Alive)) &&
            !scan.UnseenOf(facts.OwnerUid, facts.OwnerGid, facts.Mode, writing: false).MayHideHolderFrom(facts.OwnerUid, SegmentPermissions.OurUid);
    }

    // A sweep may meet our own brief attachment to a segment that nobody uses; it is none the less left by a crash.
    private static bool IsOnlyUsLooking(SegmentFacts facts) =>
        facts.AttachCount == 1 && facts.SystemV?.LastOperator?.Pid == Environment.ProcessId;
}
