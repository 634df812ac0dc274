using ShmDashboard.SharedMemory.Posix;

namespace ShmDashboard.Monitoring.Publishing;

/// <summary>POSIX segments: files that stay until somebody removes them; we remove only what we made.</summary>
public sealed partial class SegmentPublisher
{
    private PublishResult WritePosix(PublishPlan plan, ReadOnlySpan<byte> payload)
    {
        string name = plan.Target.Value;
        try
        {
            bool create = plan.Action == PublishAction.Create;
            var segment = create ? PosixSegment.Create(name, plan.SegmentBytes) : PosixSegment.Open(name);
            try
            {
                if (plan.Action == PublishAction.Recreate)
                    segment.Grow(plan.SegmentBytes);
                segment.Write(0, payload);
                segment.Clear(payload.Length);
            }
            catch
            {
                if (create)
                    segment.Unlink();
                segment.Dispose();
                throw;
            }

            long size = segment.SizeBytes;
            if (create)
                Keep(plan.Target, new PosixHold(segment, _catalog), size, createdHere: true);
            else
                segment.Dispose();
            return Done(plan, payload.Length, size);
        }
        catch (PosixSegmentException error)
        {
            return Refused(plan.Target, FailureOf(error.Error), error.Message);
        }
    }
}
