using System.Globalization;
using ShmDashboard.Monitoring.Wording;
using ShmDashboard.SharedMemory.Qt;
using ShmDashboard.SharedMemory.Segments;

namespace ShmDashboard.Monitoring.Publishing;

/// <summary>Segments of Qt keys: written under Qt's lock, held by staying attached.</summary>
public sealed partial class SegmentPublisher
{
    private PublishResult WriteQt(PublishPlan plan, bool exactly, ReadOnlyMemory<byte> payload, CancellationToken cancellationToken)
    {
        LetGoOfTheReplaced(plan.Target);
        return plan.Action != PublishAction.Overwrite
            ? CreateQt(plan, payload, cancellationToken)
            : OverwriteQt(plan, exactly, payload.Length, Put(plan, payload), cancellationToken);
    }

    private static Func<QtSharedMemory, PublishResult> Put(PublishPlan plan, ReadOnlyMemory<byte> payload) => segment =>
    {
        segment.Write(0, payload.Span);
        return Done(plan, payload.Length, segment.SizeBytes);
    };

    // The name may lead to another segment than the one that is held.
    private void LetGoOfTheReplaced(SegmentId target)
    {
        if (_holds.TryGetValue(target, out var hold) && (_catalog.Find(target) is not { } facts || !IsSame(hold, facts)))
            TryLetGo(target, hold);
    }

    private PublishResult CreateQt(PublishPlan plan, ReadOnlyMemory<byte> payload, CancellationToken cancellationToken)
    {
        if (_holds.TryGetValue(plan.Target, out var hold))
            LetGo(plan.Target, hold);
        // Recreating was planned because nobody but us is attached; what a crash left there is replaced, as was said.
        var segment = QtSharedMemory.Create(
            plan.Target.Value, plan.SegmentBytes, OptionsFor(plan.Target) with { ReplaceAbandoned = plan.Action == PublishAction.Recreate });
        PublishResult result;
        try
        {
            result = UnderLock(segment, Put(plan, payload), cancellationToken);
        }
        catch
        {
            segment.Dispose();
            throw;
        }

        Keep(plan.Target, segment, segment.SizeBytes, createdHere: true);
        return result;
    }

    /// <summary>Writes into a segment that is there, under its lock.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="exactly">Only into the segment that the plan met.</param>
    /// <param name="neededBytes">How large it must be.</param>
    /// <param name="write">Writes, while the lock is held, and says what was done.</param>
    /// <param name="cancellationToken">Ends waiting for the lock.</param>
    private PublishResult OverwriteQt(
        PublishPlan plan, bool exactly, long neededBytes, Func<QtSharedMemory, PublishResult> write, CancellationToken cancellationToken)
    {
        bool held = _holds.TryGetValue(plan.Target, out var hold);
        var segment = held
            ? (QtSharedMemory)hold!.Owned
            : QtSharedMemory.Attach(plan.Target.Value, QtAccess.ReadWrite, OptionsFor(plan.Target));
        try
        {
            if (exactly && segment.ShmId != plan.Met!.ShmId)
                return MadeAnew(plan);
            if (segment.SizeBytes < neededBytes)
            {
                return Refused(plan.Target, PublishFailure.TooSmallAndInUse, Sentence.Of(
                    $"Cannot write {Number(neededBytes)} bytes to '{plan.Target}': it was made anew meanwhile and has {Number(segment.SizeBytes)} bytes. Try again."));
            }

            var result = UnderLock(segment, write, cancellationToken);
            // If we are alone, our detach would be the last and remove it, as with any Qt program: then the upload stays
            // only as long as we do. Where others are attached it is theirs; staying would make their next create() fail.
            // The kernel's count knows of those whom we may not see.
            if (!held && _catalog.Find(plan.Target) is { AttachCount: 1 } alone && alone.ShmId == segment.ShmId)
            {
                Keep(plan.Target, segment, segment.SizeBytes, createdHere: false);
                held = true;
            }

            return result;
        }
        finally
        {
            if (!held)
                segment.Dispose();
        }
    }

    // A program started with another TMPDIR has its key files elsewhere; where the segment is, there we write.
    private QtSharedMemoryOptions OptionsFor(SegmentId target) => new()
    {
        LockTimeout = _options.LockTimeout,
        DisposeLockTimeout = _options.ReleaseTimeout,
        TempPath = _catalog.Find(target)?.Qt?.KeyFilePath is { } keyFile ? Path.GetDirectoryName(keyFile) : null,
    };

    private PublishResult UnderLock(QtSharedMemory segment, Func<QtSharedMemory, PublishResult> write, CancellationToken cancellationToken)
    {
        segment.Lock(_options.LockTimeout, cancellationToken);
        try
        {
            return write(segment);
        }
        finally
        {
            segment.Unlock();
        }
    }

    // In the words of whoever refused: the kernel's, with what to do.
    private static Sentence Failed(SegmentId target, Exception error) => Sentence.Of($"Cannot write to '{target}': {error.Message}");

    private Sentence LockedOut(SegmentId target, QtSharedMemoryException error)
    {
        string waited = _options.LockTimeout.TotalSeconds.ToString("0.###", CultureInfo.InvariantCulture);
        string holder = error.Holder switch
        {
            { Name: { } name, Pid: var pid } => string.Create(CultureInfo.InvariantCulture, $"{name} (process {pid})"),
            { Pid: var pid } => string.Create(CultureInfo.InvariantCulture, $"process {pid}"),
            null => "?",
        };
        return error.HeldSinceUtc is { } since
            ? Sentence.Of(
                $"Cannot write to '{target}': its lock was waited for {waited} s, and is held by {holder} since {since.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC. " +
                $"Wait until it is released, or end that process: the kernel then releases it.")
            : Sentence.Of(
                $"Cannot write to '{target}': its lock was waited for {waited} s, and is held by {holder}. " +
                $"Wait until it is released, or end that process: the kernel then releases it.");
    }

    private static PublishResult Done(PublishPlan plan, long payloadBytes, long segmentBytes) => new()
    {
        Target = plan.Target,
        Action = plan.Action,
        PayloadBytes = payloadBytes,
        SegmentBytes = segmentBytes,
    };

    private static PublishFailure FailureOf(QtSharedMemoryError error) => error switch
    {
        QtSharedMemoryError.NotFound => PublishFailure.NotFound,
        QtSharedMemoryError.AlreadyExists => PublishFailure.TooSmallAndInUse,
        QtSharedMemoryError.PermissionDenied => PublishFailure.Denied,
        QtSharedMemoryError.OutOfResources => PublishFailure.NoRoom,
        QtSharedMemoryError.InvalidSize or QtSharedMemoryError.KeyError => PublishFailure.BadTarget,
        QtSharedMemoryError.LockTimeout => PublishFailure.Locked,
        _ => PublishFailure.Failed,
    };
}
