using ShmDashboard.SharedMemory.Qt;
using ShmDashboard.SharedMemory.Segments;
using ShmDashboard.Wording;

namespace ShmDashboard.Monitoring.Publishing;

/// <summary>Writes segments of Qt keys: under Qt's lock, held by staying attached. One write at a time.</summary>
/// <param name="catalog">Where segments are looked up.</param>
/// <param name="options">Time limits.</param>
/// <param name="holds">What is held already, and told of what is held from now on.</param>
internal sealed class QtWriter(SegmentCatalog catalog, PublisherOptions options, HoldBook holds)
{
    /// <summary>Writes a whole payload; <paramref name="exactly"/>: only into the segment that the plan met.</summary>
    public PublishResult Write(PublishPlan plan, bool exactly, ReadOnlyMemory<byte> payload, CancellationToken cancellationToken)
    {
        holds.LetGoOfTheReplaced(plan.Target);
        return plan.Action != PublishAction.Overwrite
            ? Create(plan, payload, cancellationToken)
            : Overwrite(plan, exactly, payload.Length, Put(plan, payload), cancellationToken);
    }

    private static Func<QtSharedMemory, PublishResult> Put(PublishPlan plan, ReadOnlyMemory<byte> payload) => segment =>
    {
        segment.Write(0, payload.Span);
        return PublishOutcomes.Done(plan, payload.Length, segment.SizeBytes);
    };

    private PublishResult Create(PublishPlan plan, ReadOnlyMemory<byte> payload, CancellationToken cancellationToken)
    {
        holds.LetGo(plan.Target);
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

        holds.Keep(plan.Target, segment, segment.SizeBytes);
        return result;
    }

    /// <summary>Writes into a segment that is there, under its lock.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="exactly">Only into the segment that the plan met.</param>
    /// <param name="neededBytes">How large it must be.</param>
    /// <param name="write">Writes, while the lock is held, and says what was done.</param>
    /// <param name="cancellationToken">Ends waiting for the lock.</param>
    public PublishResult Overwrite(
        PublishPlan plan, bool exactly, long neededBytes, Func<QtSharedMemory, PublishResult> write, CancellationToken cancellationToken)
    {
        var hold = holds.Find(plan.Target);
        bool held = hold is not null;
        var segment = held
            ? (QtSharedMemory)hold!.Owned
            : QtSharedMemory.Attach(plan.Target.Value, QtAccess.ReadWrite, OptionsFor(plan.Target));
        try
        {
            if (exactly && segment.ShmId != plan.Met!.SystemV?.ShmId)
                return PublishOutcomes.MadeAnew(plan);
            if (segment.SizeBytes < neededBytes)
            {
                return PublishOutcomes.Refused(plan.Target, PublishFailure.TooSmallAndInUse, Sentence.Of(
                    $"Cannot write {Amount.Bytes(neededBytes)} to '{plan.Target}': it was made anew meanwhile and has {Amount.Bytes(segment.SizeBytes)}. Try again."));
            }

            var result = UnderLock(segment, write, cancellationToken);
            // If we are alone, our detach would be the last and remove it, as with any Qt program: then the upload stays
            // only as long as we do. Where others are attached it is theirs; staying would make their next create() fail.
            // The kernel's count knows of those whom we may not see.
            if (!held && catalog.Find(plan.Target) is { AttachCount: 1 } alone && alone.SystemV?.ShmId == segment.ShmId)
            {
                holds.Keep(plan.Target, segment, segment.SizeBytes);
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
        LockTimeout = options.LockTimeout,
        DisposeLockTimeout = options.ReleaseTimeout,
        TempPath = catalog.Find(target)?.Qt?.KeyFilePath is { } keyFile ? Path.GetDirectoryName(keyFile) : null,
    };

    private PublishResult UnderLock(QtSharedMemory segment, Func<QtSharedMemory, PublishResult> write, CancellationToken cancellationToken)
    {
        segment.Lock(options.LockTimeout, cancellationToken);
        try
        {
            return write(segment);
        }
        finally
        {
            segment.Unlock();
        }
    }
}
