using ShmDashboard.SharedMemory.Qt;
using ShmDashboard.SharedMemory.Segments;

namespace ShmDashboard.Monitoring.Publishing;

/// <summary>Segments of Qt keys: written under Qt's lock, held by staying attached.</summary>
public sealed partial class SegmentPublisher
{
    private PublishResult WriteQt(PublishPlan plan, bool exactly, ReadOnlySpan<byte> payload, CancellationToken cancellationToken)
    {
        string key = plan.Target.Value;
        try
        {
            if (_holds.TryGetValue(plan.Target, out var hold) && (_catalog.Find(plan.Target) is not { } facts || !IsSame(hold, facts)))
                TryLetGo(plan.Target, hold);
            return plan.Action == PublishAction.Overwrite
                ? OverwriteQt(plan, exactly, key, payload, cancellationToken)
                : CreateQt(plan, key, payload, cancellationToken);
        }
        catch (QtSharedMemoryException error)
        {
            return Refused(plan.Target, FailureOf(error.Error), error.Message);
        }
    }

    private PublishResult CreateQt(PublishPlan plan, string key, ReadOnlySpan<byte> payload, CancellationToken cancellationToken)
    {
        if (_holds.TryGetValue(plan.Target, out var hold))
            LetGo(plan.Target, hold);
        // Recreating was planned because nobody but us is attached; what a crash left there is replaced, as was said.
        var segment = QtSharedMemory.Create(
            key, plan.SegmentBytes, OptionsFor(plan.Target) with { ReplaceAbandoned = plan.Action == PublishAction.Recreate });
        try
        {
            WriteUnderLock(segment, payload, cancellationToken);
        }
        catch
        {
            segment.Dispose();
            throw;
        }

        Keep(plan.Target, segment, segment.SizeBytes, createdHere: true);
        return Done(plan, payload.Length, segment.SizeBytes);
    }

    private PublishResult OverwriteQt(
        PublishPlan plan, bool exactly, string key, ReadOnlySpan<byte> payload, CancellationToken cancellationToken)
    {
        bool held = _holds.TryGetValue(plan.Target, out var hold);
        var segment = held ? (QtSharedMemory)hold!.Owned : QtSharedMemory.Attach(key, QtAccess.ReadWrite, OptionsFor(plan.Target));
        try
        {
            if (exactly && segment.ShmId != plan.Met!.ShmId)
                return MadeAnew(plan);
            if (segment.SizeBytes < payload.Length)
            {
                return Refused(plan.Target, PublishFailure.TooSmallAndInUse,
                    $"Cannot write {payload.Length:N0} bytes to '{plan.Target}': it was made anew meanwhile and has {segment.SizeBytes:N0} bytes. Try again.");
            }

            WriteUnderLock(segment, payload, cancellationToken);
            // If we are alone, our detach would be the last and remove it, as with any Qt program: then the upload stays
            // only as long as we do. Where others are attached it is theirs; staying would make their next create() fail.
            // The kernel's count knows of those whom we may not see.
            if (!held && _catalog.Find(plan.Target) is { AttachCount: 1 } alone && alone.ShmId == segment.ShmId)
            {
                Keep(plan.Target, segment, segment.SizeBytes, createdHere: false);
                held = true;
            }

            return Done(plan, payload.Length, segment.SizeBytes);
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

    private void WriteUnderLock(QtSharedMemory segment, ReadOnlySpan<byte> payload, CancellationToken cancellationToken)
    {
        segment.Lock(_options.LockTimeout, cancellationToken);
        try
        {
            segment.Write(0, payload);
        }
        finally
        {
            segment.Unlock();
        }
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
