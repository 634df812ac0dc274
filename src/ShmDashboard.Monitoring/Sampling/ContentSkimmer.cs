using ShmDashboard.Imaging.Layouts;
using ShmDashboard.Imaging.Layouts.Display;
using ShmDashboard.Monitoring.Frames;
using ShmDashboard.SharedMemory.Segments;

namespace ShmDashboard.Monitoring.Sampling;

/// <summary>
/// Reads a raw picture once through: each piece is hashed, sampled and made smaller while it is in the processor's cache, and
/// forgotten. One for each reader; not thread-safe.
/// </summary>
/// <param name="large">Where memory of large pictures comes from.</param>
internal sealed class ContentSkimmer(LargeBuffers large)
{
    private const int MostAttempts = 3;

    private int _turn;

    /// <summary>Reads.</summary>
    /// <param name="view">The segment.</param>
    /// <param name="plan">How.</param>
    /// <param name="previous">What it held before.</param>
    /// <param name="isKept">Whether the writer was seen to keep to the sequence lock, where the layout has one.</param>
    /// <param name="isRaw">Asked with the first piece whether that still is what it was taken for.</param>
    /// <param name="hasLock">Asked between the two looks whether there is a lock.</param>
    /// <returns>
    /// What was found, and whether two looks agreed; null where it is another kind of content now, or has another size: to be copied.
    /// </returns>
    public (Content Content, LayoutMatch Match, bool Agreed)? Read(
        ISegmentView view, SkimPlan plan, Content previous, bool isKept, Func<ISegmentView, bool> isRaw, Func<bool> hasLock)
    {
        byte[] band = large.Band(Math.Max(plan.FirstBand, plan.Bands));
        var pictures = MakeRoom(plan);
        bool isGiven = false;
        try
        {
            for (int attempt = 1; ; attempt++)
            {
                long? before = HeaderSignal.SequenceOf(view, plan.Match);
                if (ReadThrough(view, plan, previous, band, pictures, isRaw) is not var (skim, match))
                    return null;
                bool isLocked = hasLock();
                bool agreed = match.Sequence is null || (match.Sequence == before && !match.IsSequenceOdd && HeaderSignal.SequenceOf(view, plan.Match) == before);
                // A sequence lock that moved since the last frame and not since is the writer's word; nothing tells more.
                bool isCompared = agreed && (isLocked || !isKept || match.Sequence == plan.Match.Sequence);
                if (isCompared)
                    agreed = isLocked ? AgreesAgain(view, plan, skim, band) : ChangeProbe.LooksSame(view, skim, plan.SizeBytes);
                if (!agreed && attempt < MostAttempts)
                    continue;
                isGiven = true;
                return (new Content(skim, plan.SizeBytes) { AgreedInPieces = agreed && isCompared && !isLocked }, match, agreed);
            }
        }
        finally
        {
            foreach (var picture in isGiven ? [] : pictures)
                picture.Rgba.Release();
        }
    }

    private (Skim Skim, LayoutMatch Match)? ReadThrough(
        ISegmentView view, SkimPlan plan, Content previous, byte[] band, ReducedPicture[] pictures, Func<ISegmentView, bool> isRaw)
    {
        var pixels = plan.Match.Pixels;
        int size = plan.SizeBytes, stride = (int)pixels.StrideBytes, row = 0;
        LayoutMatch? match = null;
        long[] offsets = plan.Offsets((_turn++ * 2053) & int.MaxValue);
        var skim = new Skim
        {
            Head = new byte[Skim.EdgeBytes],
            Tail = new byte[Skim.EdgeBytes],
            Offsets = offsets,
            Pieces = new byte[offsets.Length * Skim.PieceBytes],
            Hashes = new ulong[1 + ((size - plan.FirstBand + plan.Bands - 1) / plan.Bands)],
            FirstBand = plan.FirstBand,
            Bands = plan.Bands,
            Pictures = pictures,
        };
        RowReduction[] reductions = [.. pictures.Select(picture =>
            new RowReduction(pixels, picture.Region, picture.Width, picture.Height, picture.Rgba.WritableMemory))];
        try
        {
            for (int at = 0, i = 0; at < size; i++)
            {
                int length = Math.Min(i == 0 ? plan.FirstBand : plan.Bands, size - at), start = i == 0 ? (int)pixels.Offset : 0;
                var bytes = band.AsSpan(0, length);
                if (view.Read(at, bytes) != length)
                    return null;
                if (i == 0 && (match = MatchOf(new BandView(view, band.AsMemory(0, length)), plan, previous, bytes, isRaw)) is null)
                    return null;
                skim.Hashes[i] = ContentHashes.Of(bytes);
                Keep(skim, at, bytes, size);
                int rows = Math.Min(plan.RowsInBand, pixels.Height - row);
                foreach (var reduction in rows > 0 ? reductions : [])
                    reduction.Add(row, rows, bytes[start..], stride);
                row += rows;
                at += length;
            }

            return (skim, match!);
        }
        finally
        {
            foreach (var reduction in reductions)
                reduction.Dispose();
        }
    }

    // By the very bytes that are shown: the same picture in the same place, and nothing that would be taken for something else.
    private static LayoutMatch? MatchOf(ISegmentView view, SkimPlan plan, Content previous, ReadOnlySpan<byte> first, Func<ISegmentView, bool> isRaw)
    {
        var head = previous.Skim is { } known ? known.Head : previous.Buffer!.Bytes.Span;
        return plan.Match.HasSameHead(head, first) && plan.Match.Again(first, plan.SizeBytes) is { } match && match.Pixels == plan.Match.Pixels &&
            isRaw(view) ? match : null;
    }

    private static void Keep(Skim skim, int at, ReadOnlySpan<byte> bytes, int size)
    {
        if (at < Skim.EdgeBytes)
            bytes[..Math.Min(bytes.Length, Skim.EdgeBytes - at)].CopyTo(skim.Head.AsSpan(at));
        int tail = size - Skim.EdgeBytes, from = Math.Max(tail, at);
        if (from < at + bytes.Length)
            bytes[(from - at)..].CopyTo(skim.Tail.AsSpan(from - tail));
        int next = skim.Offsets.AsSpan().BinarySearch((long)at);
        for (int i = next < 0 ? ~next : next; i < skim.Offsets.Length && skim.Offsets[i] < at + bytes.Length; i++)
        {
            // One that a piece's end cuts is put together of both.
            int start = (int)(skim.Offsets[i] - at), length = Math.Min(Skim.PieceBytes, bytes.Length - start);
            bytes.Slice(start, length).CopyTo(skim.Pieces.AsSpan(i * Skim.PieceBytes));
        }

        int cut = (next < 0 ? ~next : next) - 1;
        if (cut >= 0 && at - skim.Offsets[cut] is > 0 and < Skim.PieceBytes and var missing)
            bytes[..(int)(Skim.PieceBytes - missing)].CopyTo(skim.Pieces.AsSpan((int)((cut * Skim.PieceBytes) + missing)));
    }

    private static bool AgreesAgain(ISegmentView view, SkimPlan plan, Skim skim, byte[] band)
    {
        for (int at = 0, i = 0; at < plan.SizeBytes; i++)
        {
            var bytes = band.AsSpan(0, Math.Min(i == 0 ? plan.FirstBand : plan.Bands, plan.SizeBytes - at));
            if (view.Read(at, bytes) != bytes.Length || ContentHashes.Of(bytes) != skim.Hashes[i])
                return false;
            at += bytes.Length;
        }

        return true;
    }

    private ReducedPicture[] MakeRoom(SkimPlan plan) => [.. plan.Wishes.Select(wish =>
    {
        var (region, width, height) = wish.PartOf(plan.Match.Pixels);
        var rgba = FrameBuffer.Rent(width * height * 4, large);
        rgba.Length = width * height * 4;
        return new ReducedPicture(wish, region, width, height, rgba);
    })];
}
