using System.Collections.Immutable;
using System.Globalization;
using ShmDashboard.SharedMemory.Locks;
using ShmDashboard.SharedMemory.Processes;
using ShmDashboard.SharedMemory.Segments;

namespace ShmDashboard.Monitoring.Publishing;

/// <summary>What a write would do, and whether it may.</summary>
public sealed partial class SegmentPublisher
{
    // Every process's mappings are read for it, and each upload page asks again each second for each of its pictures.
    private static readonly TimeSpan s_recent = TimeSpan.FromSeconds(1);

    private readonly Lock _scanning = new();
    private AttachmentMap? _attachments;
    private long _scannedAt;

    private AttachmentMap RecentAttachments()
    {
        lock (_scanning)
        {
            if (_attachments is null || _time.GetElapsedTime(_scannedAt) >= s_recent)
                (_attachments, _scannedAt) = (_catalog.ScanAttachments(), _time.GetTimestamp());
            return _attachments;
        }
    }

    private PublishPlan Plan(SegmentId target, PayloadKind kind, long contentBytes, Func<AttachmentMap> scan)
    {
        long payload = contentBytes + (kind == PayloadKind.QtImage ? QtMarkerBytes : 0);
        if (_options.ReadOnly)
            return RefuseReadOnly(target, payload);
        var facts = _catalog.Find(target);
        if (target.Scheme == SegmentScheme.SystemV && facts is not { Id.Scheme: SegmentScheme.Qt })
            return RefuseNumber(target, payload, facts);
        if (facts is null)
        {
            return new PublishPlan
            {
                Target = target, Action = PublishAction.Create, PayloadBytes = payload, SegmentBytes = payload, Situation = "create",
            };
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
            HeldByDashboard = _holds.TryGetValue(facts.Id, out var hold) && IsSame(hold, facts),
            Situation = Situation("overwrite", facts),
            Met = facts,
        };
        if (SegmentPermissions.IsClosedForWriting(facts))
        {
            return Refuse(plan, PublishFailure.Denied,
                $"Cannot write to '{plan.Target}': permission denied; it belongs to {facts.OwnerName}, mode {Convert.ToString(facts.Mode, 8)}. " +
                $"Choose another name, or run this program as {facts.OwnerName}{(facts.OwnerUid == 0 ? "" : " or as root")}.");
        }

        if (payload <= facts.SizeBytes)
            return plan;
        if (SegmentPermissions.IsRemovedByOthersOnly(facts))
        {
            return Refuse(plan, PublishFailure.Denied,
                $"Cannot write {Number(payload)} bytes to '{plan.Target}': the segment has {Number(facts.SizeBytes)} bytes, and only its owner " +
                $"{facts.OwnerName}{(facts.OwnerUid == 0 ? "" : " or root")} can make it anew. Send a smaller picture, or choose another name.");
        }

        return others.IsEmpty && unseen == 0
            ? plan with { Action = PublishAction.Recreate, SegmentBytes = payload, Situation = Situation("recreate", facts) }
            : Refuse(plan, PublishFailure.TooSmallAndInUse,
                $"Cannot write {Number(payload)} bytes to '{plan.Target}': the segment has {Number(facts.SizeBytes)} bytes and cannot grow while " +
                $"{Names(others, unseen)} attached. Close or detach {(others.Length + unseen == 1 ? "that process" : "those processes")}, " +
                "send a smaller picture, or choose another key.");
    }

    private static PublishPlan Refuse(PublishPlan plan, PublishFailure failure, string problem) => plan with
    {
        Action = PublishAction.Refuse, Failure = failure, Problem = problem, Situation = "",
    };

    // Not its size: that cannot change without it being another one, or the plan another.
    private static string Situation(string action, SegmentFacts facts) => facts.Kind == SegmentKind.SystemV
        ? string.Create(CultureInfo.InvariantCulture, $"{action} sysv {facts.ShmId}")
        : string.Create(CultureInfo.InvariantCulture, $"{action} file {facts.FileIdentity}");

    private static string Now(PublishPlan plan) => plan.Action switch
    {
        PublishAction.Create => "there is no such segment now, and one would be created",
        PublishAction.Recreate => "a segment of that name would now be made anew, larger",
        _ => $"a segment of {Number(plan.SegmentBytes)} bytes would now be overwritten",
    };

    // One look cannot tell a hold from an attach(), which takes the lock for microseconds: only an older one is worth a word.
    private LockStatus LockOf(SegmentFacts facts)
    {
        var reading = _locks.Read(facts);
        bool held = reading.State == LockState.Held &&
            (reading.LastOperationUtc is not { } taken || _time.GetUtcNow() - taken >= s_recent);
        return LockStatus.None with
        {
            State = held || reading.State != LockState.Held ? reading.State : LockState.Free,
            Kind = reading.Kind,
            Holder = held && reading.LastPid > 0 ? _catalog.Processes.Look(reading.LastPid) : null,
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

    private static PublishPlan RefuseReadOnly(SegmentId target, long payload) => new()
    {
        Target = target,
        Action = PublishAction.Refuse,
        PayloadBytes = payload,
        SegmentBytes = 0,
        Failure = PublishFailure.Denied,
        Problem = $"Cannot write to '{target}': this dashboard was started with --read-only. Start it without to change anything.",
    };

    private static PublishPlan RefuseNumber(SegmentId target, long payload, SegmentFacts? facts) => new()
    {
        Target = target,
        Action = PublishAction.Refuse,
        PayloadBytes = payload,
        SegmentBytes = facts?.SizeBytes ?? 0,
        Failure = facts is null ? PublishFailure.NotFound : PublishFailure.BadTarget,
        Problem = facts is null
            ? $"Cannot write to '{target}': there is no such segment, and a number cannot be chosen for a new one. Give a Qt key (qt:<key>) or a POSIX name."
            : $"Cannot write to '{target}': its Qt key is not known, so neither is its lock. Open it by its key first, then write to qt:<key>.",
    };

    private static string Names(ImmutableArray<ProcessRef> processes, int unseen)
    {
        var names = processes.Select(process => $"{process.Name} {process.Pid}").ToList();
        if (unseen > 0)
            names.Add(unseen == 1 ? "1 process that cannot be named" : $"{unseen} processes that cannot be named");
        string list = names.Count == 1 ? names[0] : string.Join(", ", names[..^1]) + " and " + names[^1];
        return list + (processes.Length + unseen == 1 ? " is" : " are");
    }

    private static string Number(long value) => value.ToString("N0", CultureInfo.InvariantCulture);
}
