using ShmDashboard.Imaging.Layouts.Writing;
using ShmDashboard.SharedMemory.Posix;
using ShmDashboard.SharedMemory.Removal;
using ShmDashboard.SharedMemory.Segments;

namespace ShmDashboard.Monitoring.Publishing;

/// <summary>Writes POSIX segments: files that stay until somebody removes them; we remove only what we made. One write at a time.</summary>
/// <param name="catalog">Where segments are looked up.</param>
/// <param name="holds">Told of what was made.</param>
/// <param name="time">The clock.</param>
internal sealed class PosixWriter(SegmentCatalog catalog, HoldBook holds, TimeProvider time)
{
    private const int ChunkBytes = 64 << 10;
    private const long MaxClearedBytes = 256L << 20;

    private readonly PosixTrash _trash = new(time);

    /// <summary>Writes a whole payload.</summary>
    public PublishResult Write(PublishPlan plan, ReadOnlyMemory<byte> payload) =>
        plan.Action == PublishAction.Overwrite ? Overwrite(plan, payload) : Create(plan, payload);

    /// <summary>Makes a segment, and then writes parts of it one after the other: whoever has found it meanwhile sees them in this order.</summary>
    public PublishResult Create(PublishPlan plan, ReadOnlyMemory<byte> blank, IEnumerable<SegmentWrite> parts) => Create(plan, blank, segment =>
    {
        foreach (var part in parts)
            segment.Write(part.Offset, part.Bytes.Span);
    });

    /// <summary>Writes parts of the segment that the plan met, and nothing else of it.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="write">Writes, and says what was done.</param>
    public static PublishResult Change(PublishPlan plan, Func<PosixSegment, PublishResult> write)
    {
        using var segment = PosixSegment.Open(plan.Target.Value, writable: true);
        return segment.FileIdentity == plan.Met!.FileIdentity ? write(segment) : PublishOutcomes.MadeAnew(plan);
    }

    private PublishResult Create(PublishPlan plan, ReadOnlyMemory<byte> payload, Action<PosixSegment>? then = null)
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
            segment.Write(0, payload.Span);
            then?.Invoke(segment);
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

        holds.Find(plan.Target)?.Owned.Dispose();
        holds.Keep(plan.Target, new PosixHold(segment, catalog), plan.SegmentBytes);
        return PublishOutcomes.Done(plan, payload.Length, plan.SegmentBytes);
    }

    private static PublishResult Overwrite(PublishPlan plan, ReadOnlyMemory<byte> payload) => Change(plan, segment =>
    {
        // Asked for before the first byte is written: half a picture would be worse than none.
        segment.Reserve(0, payload.Length);
        segment.Write(0, payload.Span);
        ClearRemains(segment, payload.Length);
        return PublishOutcomes.Done(plan, payload.Length, plan.SegmentBytes);
    });

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
