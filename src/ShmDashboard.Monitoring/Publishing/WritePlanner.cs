using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using ShmDashboard.Imaging.Formats.Qt;
using ShmDashboard.Monitoring.Sweeping;
using ShmDashboard.SharedMemory;
using ShmDashboard.SharedMemory.Locks;
using ShmDashboard.SharedMemory.Posix;
using ShmDashboard.SharedMemory.Processes;
using ShmDashboard.SharedMemory.Room;
using ShmDashboard.SharedMemory.Segments;
using ShmDashboard.Wording;

namespace ShmDashboard.Monitoring.Publishing;

/// <summary>What a write would do, and whether it may: asks the kernel, changes nothing. Thread-safe.</summary>
/// <param name="catalog">Where targets are looked up.</param>
/// <param name="options">What may be done at all.</param>
/// <param name="holds">What the dashboard holds.</param>
/// <param name="time">The clock.</param>
internal sealed class WritePlanner(SegmentCatalog catalog, PublisherOptions options, HoldBook holds, TimeProvider time)
{
    // A frame is prepared in a copy of its segment: more than any picture needs, and what a host can spare.
    private const long MaxFrameSegmentBytes = 256L << 20;

    // Each upload page asks again each second for each of its pictures.
    private static readonly TimeSpan s_recent = TimeSpan.FromSeconds(1);

    private readonly RecentScan _recentScan = new(catalog, s_recent, time);
    private readonly LockObserver _locks = new(catalog.Processes);

    /// <summary>For a page that asks again and again: who has what attached may be a second old.</summary>
    public PublishPlan Show(SegmentId target, PayloadKind kind, long contentBytes) => Plan(target, kind, contentBytes, _recentScan.Get);

    /// <summary>For the write itself.</summary>
    public PublishPlan Make(SegmentId target, PayloadKind kind, long contentBytes) => Plan(target, kind, contentBytes, catalog.ScanAttachments);

    /// <summary>For a frame of raw pixels that ends at an offset, as <see cref="Show"/>.</summary>
    /// <param name="target">Where to.</param>
    /// <param name="endOffset">Where the frame ends.</param>
    /// <param name="blankBytes">How large a segment would be made where there is none; null: none is made.</param>
    public PublishPlan ShowFrame(SegmentId target, long endOffset, long? blankBytes) => ForFrame(Plan(target, PayloadKind.File, endOffset, _recentScan.Get, isFrame: true), blankBytes, Show);

    /// <summary>For a frame of raw pixels wherever its header puts it, as <see cref="Make"/>.</summary>
    public PublishPlan MakeFrame(SegmentId target, long? blankBytes) => ForFrame(Plan(target, PayloadKind.File, 0, catalog.ScanAttachments, isFrame: true), blankBytes, Make);

    /// <summary>A plan that says no.</summary>
    public static PublishPlan Refuse(PublishPlan plan, PublishFailure failure, Sentence problem) => plan with
    {
        Action = PublishAction.Refuse, Failure = failure, Problem = problem, Situation = "",
    };

    private static PublishPlan ForFrame(PublishPlan plan, long? blankBytes, Func<SegmentId, PayloadKind, long, PublishPlan> planner) => plan switch
    {
        { Action: PublishAction.Create } when blankBytes > MaxFrameSegmentBytes => Refuse(plan, PublishFailure.TooLarge, Sentence.Of(
            $"Cannot make '{plan.Target}': a segment of this layout and size has {blankBytes.Value:N0} bytes, and frames are written into {MaxFrameSegmentBytes:N0} at the most. Choose a smaller size.")),
        { Action: PublishAction.Create } when blankBytes is { } bytes => planner(plan.Target, PayloadKind.File, bytes),
        { Action: PublishAction.Recreate } => Refuse(plan, PublishFailure.TooSmallAndInUse, Sentence.Of(
            $"Cannot write a frame to '{plan.Target}': the picture of this layout ends behind the segment's {Amount.Bytes(plan.Met!.SizeBytes)}. Choose another layout or size, or remove the segment first.")),
        { Action: PublishAction.Overwrite, SegmentBytes: > MaxFrameSegmentBytes } => Refuse(plan, PublishFailure.TooLarge, Sentence.Of(
            $"Cannot write a frame to '{plan.Target}': the segment has {plan.SegmentBytes:N0} bytes, and frames are written into {MaxFrameSegmentBytes:N0} at the most. Have its own program write it.")),
        { Action: PublishAction.Overwrite or PublishAction.Refuse } => plan,
        _ => Refuse(plan, PublishFailure.NotFound, Sentence.Of(
            $"Cannot write a frame to '{plan.Target}': there is no such segment, and no layout was chosen in which it could be made. Let its program make it, or choose a layout and a size.")),
    };

    private PublishPlan Plan(SegmentId target, PayloadKind kind, long contentBytes, Func<AttachmentMap> scan, bool isFrame = false)
    {
        long payload = contentBytes + (kind == PayloadKind.QtImage ? QtImageStream.MarkerBytes : 0);
        if (options.ReadOnly)
            return RefuseReadOnly(target, payload);
        var facts = catalog.Find(target);
        // Frames go where their layout has them, under what marks it has: of segments that are none of Qt's no lock is known anyway.
        if (target.Scheme == SegmentScheme.SystemV && facts is not { Id.Scheme: SegmentScheme.Qt } && !(isFrame && facts is { Qt: null }))
            return RefuseNumber(target, payload, facts);
        if (!SegmentKinds.IsNamed(target))
            return RefuseUnnamed(target, payload, facts);
        if (facts is null && target.Scheme == SegmentScheme.Posix && PosixSegment.IsTakenByOtherFile(target.Value))
            return RefuseOtherFile(target, payload);
        if (target.Scheme is not (SegmentScheme.Qt or SegmentScheme.Posix or SegmentScheme.SystemV))
            throw new UnreachableException();
        if (facts is null)
        {
            return WithRoom(new PublishPlan
            {
                Target = target, Action = PublishAction.Create, PayloadBytes = payload, SegmentBytes = payload, Situation = "create",
            });
        }

        // Looked for after the segment was found: who came before that is seen.
        var others = OthersAttached(facts, scan(), out int unseen);
        var plan = new PublishPlan
        {
            Target = facts.Id.Scheme == SegmentScheme.Qt ? facts.Id : target,
            Action = PublishAction.Overwrite,
            PayloadBytes = payload,
            SegmentBytes = facts.SizeBytes,
            Attached = others,
            Lock = LockOf(facts),
            HeldByDashboard = holds.Holds(facts),
            Situation = Situation("overwrite", facts),
            Met = facts,
        };
        if (WhyClosed(plan.Target, facts) is { } closed)
            return Refuse(plan, PublishFailure.Denied, closed);
        if (payload <= facts.SizeBytes)
            return WithRoom(plan);
        if (WhyNotMadeAnew(plan, facts) is { } kept)
            return Refuse(plan, PublishFailure.Denied, kept);
        return others.IsEmpty && unseen == 0
            ? WithRoom(plan with { Action = PublishAction.Recreate, SegmentBytes = payload, Situation = Situation("recreate", facts) })
            : Refuse(plan, PublishFailure.TooSmallAndInUse, TooSmall(plan, others, unseen));
    }

    // Null where its permissions let us write.
    private static Sentence? WhyClosed(SegmentId target, SegmentFacts facts)
    {
        string mode = Convert.ToString(facts.Mode, 8);
        if (SegmentPermissions.IsClosedToUsAsOwner(facts))
        {
            return Sentence.Of(
                $"Cannot write to '{target}': its mode {mode} lets not even its owner write. " +
                $"Choose another name, or give its owner that right.");
        }

        return !SegmentPermissions.IsClosedForWriting(facts) ? null : facts.OwnerUid == 0
            ? Sentence.Of(
                $"Cannot write to '{target}': permission denied; it belongs to {facts.OwnerName}, mode {mode}. " +
                $"Choose another name, or run this program as {facts.OwnerName}.")
            : Sentence.Of(
                $"Cannot write to '{target}': permission denied; it belongs to {facts.OwnerName}, mode {mode}. " +
                $"Choose another name, or run this program as {facts.OwnerName} or as root.");
    }

    // Null where we may remove it, to make a larger one in its place.
    private static Sentence? WhyNotMadeAnew(PublishPlan plan, SegmentFacts facts) =>
        !SegmentPermissions.IsRemovedByOthersOnly(facts) ? null : facts.OwnerUid == 0
            ? Sentence.Of(
                $"Cannot write {Amount.Bytes(plan.PayloadBytes)} to '{plan.Target}': the segment has {Amount.Bytes(facts.SizeBytes)}, and only its owner " +
                $"{facts.OwnerName} can make it anew. Send less, or choose another name.")
            : Sentence.Of(
                $"Cannot write {Amount.Bytes(plan.PayloadBytes)} to '{plan.Target}': the segment has {Amount.Bytes(facts.SizeBytes)}, and only its owner " +
                $"{facts.OwnerName} or root can make it anew. Send less, or choose another name.");

    // What a replaced POSIX segment has stays taken, in the trash; a System V one goes before its successor comes.
    private static PublishPlan WithRoom(PublishPlan plan)
    {
        bool systemV = plan.Target.Scheme == SegmentScheme.Qt && plan.Met is not { Kind: SegmentKind.Posix };
        var shortage = plan.Action == PublishAction.Overwrite
            ? systemV ? null : SegmentRoom.ForOverwriting(plan.Met!, plan.PayloadBytes)
            : systemV ? SegmentRoom.ForSystemV(plan.SegmentBytes, semaphoreSets: 1, plan.Met) : SegmentRoom.ForFile(plan.SegmentBytes);
        return shortage is { } known ? Refuse(plan, PublishFailure.NoRoom, RoomRefusals.Of(plan.Target, plan.PayloadBytes, known)) : plan;
    }

    private static Sentence TooSmall(PublishPlan plan, ImmutableArray<ProcessRef> others, int unseen)
    {
        long payload = plan.PayloadBytes, segment = plan.SegmentBytes;
        string named = string.Join(", ", others.Select(process => $"{process.Name} {process.Pid}"));
        return (named, unseen) switch
        {
            (_, 0) => Sentence.Of(
                $"Cannot write {Amount.Bytes(payload)} to '{plan.Target}': the segment has {Amount.Bytes(segment)} and cannot grow while it is attached by {named}. " +
                $"Close or detach what has it attached, send less, or choose another name."),
            ("", 1) => Sentence.Of(
                $"Cannot write {Amount.Bytes(payload)} to '{plan.Target}': the segment has {Amount.Bytes(segment)} and cannot grow while it is attached by a process that cannot be named. " +
                $"Close or detach what has it attached, send less, or choose another name."),
            ("", _) => Sentence.Of(
                $"Cannot write {Amount.Bytes(payload)} to '{plan.Target}': the segment has {Amount.Bytes(segment)} and cannot grow while it is attached by {unseen} processes that cannot be named. " +
                $"Close or detach what has it attached, send less, or choose another name."),
            _ => Sentence.Of(
                $"Cannot write {Amount.Bytes(payload)} to '{plan.Target}': the segment has {Amount.Bytes(segment)} and cannot grow while it is attached by {named} and {unseen} more that cannot be named. " +
                $"Close or detach what has it attached, send less, or choose another name."),
        };
    }

    // Not its size: that cannot change without it being another one, or the plan another.
    private static string Situation(string action, SegmentFacts facts) => $"{action} {facts.Identity}";

    // One look cannot tell a hold from an attach(), which takes the lock for microseconds: only an older one is worth a word.
    private LockStatus LockOf(SegmentFacts facts)
    {
        var reading = _locks.Read(facts);
        bool held = reading.State == LockState.Held &&
            (reading.LastOperationUtc is not { } taken || time.GetUtcNow() - taken >= s_recent);
        return LockStatus.None with
        {
            State = held || reading.State != LockState.Held ? reading.State : LockState.Free,
            Kind = reading.Kind,
            Holder = held && reading.LastPid > 0 ? catalog.Processes.Look(reading.LastPid) : null,
            WaiterCount = reading.WaiterCount,
        };
    }

    private static ImmutableArray<ProcessRef> OthersAttached(SegmentFacts facts, AttachmentMap attachments, out int unseen)
    {
        var all = attachments.Of(facts);
        var others = all.Select(attachment => attachment.Process).Where(process => process.Pid != Environment.ProcessId)
            .DistinctBy(process => process.Pid).ToImmutableArray();
        // The kernel's count includes processes whose mappings we may not see.
        unseen = Math.Max(0, (facts.AttachCount ?? all.Length) - all.Length);
        return others;
    }

    /// <summary>Nothing is written at all.</summary>
    public static PublishPlan RefuseReadOnly(SegmentId target, long payload) => Refuse(target, payload, null, PublishFailure.Denied,
        Sentence.Of($"Cannot write to '{target}': this dashboard was started with --read-only. Start it without to change anything."));

    private static PublishPlan RefuseNumber(SegmentId target, long payload, SegmentFacts? facts) => RefuseTarget(target, payload, facts, facts is null
        ? Sentence.Of($"Cannot write to '{target}': there is no such segment, and a number cannot be chosen for a new one. Give a Qt key (qt:<key>) or a POSIX name.")
        : facts.Qt is null
        ? Sentence.Of($"Cannot write to '{target}': it is a System V segment, but none of Qt's, and into such only frames are written, in the layout that its programs use. Write a frame, or give a Qt key (qt:<key>) or a POSIX name.")
        : Sentence.Of($"Cannot write to '{target}': its Qt key is not known, so neither is its lock. Open it by its key first, then write to qt:<key>."));

    private static PublishPlan RefuseOtherFile(SegmentId target, long payload) => Refuse(target, payload, null, PublishFailure.BadTarget,
        Sentence.Of($"Cannot write to '{target}': what has this name in /dev/shm is no regular file (a pipe, a socket, a link or a directory), and so no shared memory. Choose another name."));

    private static PublishPlan RefuseUnnamed(SegmentId target, long payload, SegmentFacts? facts) => RefuseTarget(target, payload, facts,
        Sentence.Of($"Cannot write to '{target}': memory without a name belongs to the programs that pass it to each other, and is only looked at. Give a Qt key (qt:<key>) or a POSIX name."));

    private static PublishPlan RefuseTarget(SegmentId target, long payload, SegmentFacts? facts, Sentence problem) =>
        Refuse(target, payload, facts, facts is null ? PublishFailure.NotFound : PublishFailure.BadTarget, problem);

    private static PublishPlan Refuse(SegmentId target, long payload, SegmentFacts? facts, PublishFailure failure, Sentence problem) => new()
    {
        Target = target,
        Action = PublishAction.Refuse,
        PayloadBytes = payload,
        SegmentBytes = facts?.SizeBytes ?? 0,
        Failure = failure,
        Problem = problem,
    };
}
