using ShmDashboard.SharedMemory.Posix;

namespace ShmDashboard.Monitoring.Publishing;

/// <summary>POSIX segments: files that stay until somebody removes them; we remove only what we made.</summary>
public sealed partial class SegmentPublisher
{
    private const int ZeroChunkBytes = 64 << 10;
    private const int NoSpace = 28; // ENOSPC, as IOException.HResult carries it
    private const int NoMemory = 12; // ENOMEM
    private const int Exists = 17; // EEXIST

    private PublishResult WritePosix(PublishPlan plan, ReadOnlySpan<byte> payload)
    {
        try
        {
            return plan.Action == PublishAction.Overwrite ? OverwritePosix(plan, payload) : CreatePosix(plan, payload);
        }
        catch (ArgumentException error)
        {
            return Refused(plan.Target, PublishFailure.BadTarget, error.Message);
        }
        catch (UnauthorizedAccessException error)
        {
            return Refused(plan.Target, PublishFailure.Denied, error.Message);
        }
        catch (IOException error)
        {
            return Refused(plan.Target, error.HResult switch
            {
                NoSpace or NoMemory => PublishFailure.NoRoom,
                Exists => PublishFailure.TooSmallAndInUse,
                _ when error is FileNotFoundException => PublishFailure.NotFound,
                _ => PublishFailure.Failed,
            }, error.Message);
        }
    }

    private PublishResult CreatePosix(PublishPlan plan, ReadOnlySpan<byte> payload)
    {
        string name = plan.Target.Value;
        if (plan.Action == PublishAction.Recreate)
            PosixSegment.Unlink(name);

        var segment = PosixSegment.Create(name, plan.SegmentBytes);
        try
        {
            segment.Write(0, payload);
        }
        catch
        {
            segment.Dispose();
            PosixSegment.Unlink(name);
            throw;
        }

        if (_holds.TryGetValue(plan.Target, out var old))
            old.Owned.Dispose();
        Keep(plan.Target, new PosixHold(segment, _catalog), plan.SegmentBytes, createdHere: true);
        return Done(plan, payload.Length, plan.SegmentBytes);
    }

    private static PublishResult OverwritePosix(PublishPlan plan, ReadOnlySpan<byte> payload)
    {
        using var segment = PosixSegment.Open(plan.Target.Value, writable: true);
        segment.Write(0, payload);
        // What an earlier, longer file left behind is no part of this one.
        byte[] zeros = new byte[ZeroChunkBytes];
        for (long offset = payload.Length; offset < plan.SegmentBytes; offset += zeros.Length)
            segment.Write(offset, zeros.AsSpan(0, (int)Math.Min(zeros.Length, plan.SegmentBytes - offset)));
        return Done(plan, payload.Length, plan.SegmentBytes);
    }
}
