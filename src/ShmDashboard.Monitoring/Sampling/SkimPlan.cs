using System.Collections.Immutable;
using ShmDashboard.Imaging.Layouts;
using ShmDashboard.Imaging.Layouts.Display;
using ShmDashboard.Monitoring.Frames;
using ShmDashboard.SharedMemory.Segments;

namespace ShmDashboard.Monitoring.Sampling;

/// <summary>
/// How a raw picture is read once through, in pieces that stay in the processor's cache, for those who only show it smaller.
/// Immutable.
/// </summary>
internal sealed class SkimPlan
{
    /// <summary>Smaller segments are copied: there is nothing to save.</summary>
    public const int LeastBytes = 1 << 20;

    // In the cache of one core, beside what is made of them.
    private const int BandBytes = 256 << 10;

    // Samples are so far apart.
    private const int PieceDistance = Skim.EdgeBytes;

    private const int MostPictures = 8;

    private SkimPlan(LayoutMatch match, int sizeBytes, ImmutableArray<PictureWish> wishes)
    {
        Match = match;
        SizeBytes = sizeBytes;
        Wishes = wishes;
        RowsInBand = (int)Math.Clamp(BandBytes / match.Pixels.StrideBytes, 1, match.Pixels.Height);
        Bands = checked(RowsInBand * (int)match.Pixels.StrideBytes);
        FirstBand = Math.Min(sizeBytes, (int)match.Pixels.Offset + Bands);
    }

    /// <summary>By which layout, as of the content before.</summary>
    public LayoutMatch Match { get; }

    /// <summary>The segment's size.</summary>
    public int SizeBytes { get; }

    /// <summary>How the picture is shown.</summary>
    public ImmutableArray<PictureWish> Wishes { get; }

    /// <summary>Rows of one piece.</summary>
    public int RowsInBand { get; }

    /// <summary>Bytes of the first piece: what lies before the pixels, and so many rows as in the others.</summary>
    public int FirstBand { get; }

    /// <summary>Bytes of each other piece.</summary>
    public int Bands { get; }

    /// <summary>The plan; null where the content has to be copied: somebody needs its bytes, or its pixels are none of this kind.</summary>
    /// <param name="segment">The segment.</param>
    /// <param name="previous">What it held before.</param>
    /// <param name="match">What that was; null for no raw picture.</param>
    /// <param name="wishes">How it is shown by all who show it.</param>
    public static SkimPlan? For(SegmentFacts segment, Content? previous, LayoutMatch? match, ImmutableArray<PictureWish> wishes)
    {
        if (match is null || wishes.IsDefaultOrEmpty || wishes.Length > MostPictures || previous is null or { Buffer: null, Skim: null } ||
            previous.Length != segment.SizeBytes || segment.SizeBytes < LeastBytes || !match.IsToldBeforePixels ||
            match.Pixels is not { Offset: <= Skim.EdgeBytes, StrideBytes: <= BandBytes } pixels)
        {
            return null;
        }

        foreach (var wish in wishes)
        {
            var (region, width, height) = wish.PartOf(pixels);
            if (!RowReduction.Serves(pixels, region, width, height))
                return null;
        }

        return new SkimPlan(match, previous.Length, wishes);
    }

    /// <summary>Where samples are taken.</summary>
    /// <param name="shift">Moves them from look to look, so that small changes are met before long.</param>
    public long[] Offsets(int shift)
    {
        long first = Skim.EdgeBytes + (shift % (PieceDistance - Skim.PieceBytes));
        int count = (int)Math.Max(0, (SizeBytes - Skim.EdgeBytes - Skim.PieceBytes - first + PieceDistance) / PieceDistance);
        long[] offsets = new long[count];
        for (int i = 0; i < count; i++)
            offsets[i] = first + ((long)i * PieceDistance);
        return offsets;
    }
}
