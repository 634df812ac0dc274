using System.Globalization;
using ShmDashboard.SharedMemory.Posix;
using ShmDashboard.SharedMemory.Qt;
using ShmDashboard.SharedMemory.Removal;
using ShmDashboard.SharedMemory.Segments;
using ShmDashboard.Wording;

namespace ShmDashboard.Monitoring.Publishing;

/// <summary>What a write comes to: done, or refused in the words of whoever refused. Pure, but for what it attempts.</summary>
internal static class PublishOutcomes
{
    /// <summary>Writes; whatever the kernel or a peer refuses is an outcome, whichever way was gone.</summary>
    public static PublishResult Attempt(PublishPlan plan, TimeProvider time, TimeSpan lockTimeout, Func<PublishResult> write)
    {
        long started = time.GetTimestamp();
        PublishResult result;
        try
        {
            result = write();
        }
        catch (QtSharedMemoryException error)
        {
            result = Refused(plan.Target, FailureOf(error.Error), error.Error == QtSharedMemoryError.LockTimeout
                ? LockedOut(plan.Target, lockTimeout, error)
                : Failed(plan.Target, error));
        }
        catch (RemovalException error)
        {
            result = Refused(plan.Target, error.SituationChanged ? PublishFailure.SituationChanged : PublishFailure.Denied, Failed(plan.Target, error));
        }
        catch (ArgumentException error)
        {
            result = Refused(plan.Target, PublishFailure.BadTarget, Failed(plan.Target, error));
        }
        catch (UnauthorizedAccessException error)
        {
            result = Refused(plan.Target, PublishFailure.Denied, Failed(plan.Target, error));
        }
        catch (IOException error)
        {
            result = Refused(plan.Target, FailureOf(error), Failed(plan.Target, error));
        }

        return result with { Duration = time.GetElapsedTime(started) };
    }

    /// <summary>Written.</summary>
    public static PublishResult Done(PublishPlan plan, long payloadBytes, long segmentBytes) => new()
    {
        Target = plan.Target,
        Action = plan.Action,
        PayloadBytes = payloadBytes,
        SegmentBytes = segmentBytes,
    };

    /// <summary>Not written.</summary>
    public static PublishResult Refused(SegmentId target, PublishFailure failure, Sentence problem) => new()
    {
        Target = target,
        Action = PublishAction.Refuse,
        Failure = failure,
        Problem = problem,
    };

    /// <summary>Not written: the name leads to another segment than the one that the plan met.</summary>
    public static PublishResult MadeAnew(PublishPlan plan) => Refused(plan.Target, PublishFailure.SituationChanged,
        Sentence.Of($"Cannot write to '{plan.Target}': it was made anew just now. Look at what would happen now, and send again."));

    /// <summary>Not written: what was agreed to is not what would be done now.</summary>
    public static PublishResult SituationChanged(SegmentId target, PublishPlan now) => Refused(target, PublishFailure.SituationChanged, now.Action switch
    {
        PublishAction.Create => Sentence.Of(
            $"Cannot write to '{now.Target}': the situation changed since it was shown; there is no such segment now, and one would be created. " +
            $"Look at what would happen now, and send again."),
        PublishAction.Recreate => Sentence.Of(
            $"Cannot write to '{now.Target}': the situation changed since it was shown; a segment of that name would now be made anew, larger. " +
            $"Look at what would happen now, and send again."),
        _ => Sentence.Of(
            $"Cannot write to '{now.Target}': the situation changed since it was shown; a segment of {Amount.Bytes(now.SegmentBytes)} would now be overwritten. " +
            $"Look at what would happen now, and send again."),
    });

    // In the words of whoever refused: the kernel's, with what to do.
    private static Sentence Failed(SegmentId target, Exception error) => Sentence.Of($"Cannot write to '{target}': {ErrorText.Of(error)}");

    private static Sentence LockedOut(SegmentId target, TimeSpan lockTimeout, QtSharedMemoryException error)
    {
        string waited = lockTimeout.TotalSeconds.ToString("0.###", CultureInfo.InvariantCulture);
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

    private static PublishFailure FailureOf(IOException error) => PosixFailures.Of(error) switch
    {
        PosixFailure.NoRoom => PublishFailure.NoRoom,
        // There was none when it was planned.
        PosixFailure.Exists => PublishFailure.SituationChanged,
        PosixFailure.NotFound => PublishFailure.NotFound,
        _ => PublishFailure.Failed,
    };
}
