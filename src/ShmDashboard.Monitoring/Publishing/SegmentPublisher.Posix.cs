using ShmDashboard.SharedMemory.Posix;
using ShmDashboard.SharedMemory.Removal;

namespace ShmDashboard.Monitoring.Publishing;

/// <summary>POSIX segments: files that stay until somebody removes them; we remove only what we made.</summary>
public sealed partial class SegmentPublisher
{
    private const int ChunkBytes = 64 << 10;
    private const long MaxClearedBytes = 256L << 20;
    private const int NoSpace = 28; // ENOSPC, as IOException.HResult carries it
    private const int NoMemory = 12; // ENOMEM
    private const int Exists = 17; // EEXIST

    private PublishResult WritePosix(PublishPlan plan, ReadOnlySpan<byte> payload) =>
        plan.Action == PublishAction.Overwrite ? OverwritePosix(plan, payload) : CreatePosix(plan, payload);

    private static PublishFailure FailureOf(IOException error) => error.HResult switch
    {
        NoSpace or NoMemory => PublishFailure.NoRoom,
        Exists => PublishFailure.TooSmallAndInUse,
        _ when error is FileNotFoundException => PublishFailure.NotFound,
        _ => PublishFailure.Failed,
    };

    private PublishResult CreatePosix(PublishPlan plan, ReadOnlySpan<byte> payload)
    {
        string name = plan.Target.Value;
        // What was there is kept until the new one stands.
        string? replaced = plan.Action == PublishAction.Recreate
            ? _trash.Remove(plan.Met!).Item
            : null;
        PosixSegment? segment = null;
        try
        {
            segment = PosixSegment.Create(name, plan.SegmentBytes);
            segment.Write(0, payload);
        }
        catch
        {
            if (segment is not null)
            {
                segment.Dispose();
                PosixSegment.Unlink(name);
            }

            if (replaced is not null)
                _trash.Restore(replaced);
            throw;
        }

        if (_holds.TryGetValue(plan.Target, out var hold))
            hold.Owned.Dispose();
        Keep(plan.Target, new PosixHold(segment, _catalog), plan.SegmentBytes, createdHere: true);
        return Done(plan, payload.Length, plan.SegmentBytes);
    }

    private static PublishResult OverwritePosix(PublishPlan plan, ReadOnlySpan<byte> payload)
    {
        using var segment = PosixSegment.Open(plan.Target.Value, writable: true);
        if (segment.FileIdentity != plan.Met!.FileIdentity)
            return MadeAnew(plan);
        // Asked for before the first byte is written: half a picture would be worse than none.
        segment.Reserve(0, payload.Length);
        segment.Write(0, payload);
        ClearRemains(segment, payload.Length);
        return Done(plan, payload.Length, plan.SegmentBytes);
    }

    // What an earlier, longer file left behind is no part of this one. Only what is not zero is written: a segment may be
    // sparse, and zeros written into holes would take real memory.
    private static void ClearRemains(PosixSegment segment, long from)
    {
        byte[] found = new byte[ChunkBytes];
        byte[] zeros = new byte[ChunkBytes];
        long end = from + MaxClearedBytes;
        int count;
        for (long offset = from; offset < end && (count = segment.Read(offset, found)) > 0; offset += count)
        {
            if (found.AsSpan(0, count).IndexOfAnyExcept((byte)0) >= 0)
                segment.Write(offset, zeros.AsSpan(0, count));
        }
    }
}
