using System.Collections.Immutable;
using ShmDashboard.Imaging.Layouts.Objects;
using ShmDashboard.Imaging.Layouts.PixelFormats;

namespace ShmDashboard.Imaging.Layouts.Finding;

/// <summary>
/// Proposes layouts for bytes that nothing explains. Pictures betray themselves: rows resemble the rows below them at one
/// distance only, pixels the pixels beside them, and header, rows and frames add up to the segment's size. Stateless and safe
/// for all threads; the time is bounded whatever the bytes are.
/// </summary>
public static class LayoutFinder
{
    /// <summary>Bytes below which nothing is proposed: too few to tell a picture from anything else.</summary>
    public const int SmallestBytes = 512;

    /// <summary>Most candidates.</summary>
    public const int MostCandidates = 8;

    private const int MostObjects = 4;
    private const int MostStrides = 14;
    private const int MostPlacements = 66;
    private const double NameTells = 0.04;
    private const double SoundLike = 0.72;
    private const double TableLike = 0.88;

    /// <summary>Proposes layouts, the likeliest first; none where the bytes do not look like a picture.</summary>
    /// <param name="copy">The whole segment, or its beginning where it is too large to copy.</param>
    /// <param name="name">The segment's name, which may say what the bytes cannot: whether red or blue is first.</param>
    public static ImmutableArray<LayoutCandidate> Find(ReadOnlySpan<byte> copy, string name = "")
    {
        var found = InObjects(copy) is { Count: > 0 } candidates ? Rank(candidates, 0) : FindIn(copy);
        return OrderIn(name) is { } order ? Rank([.. found.Select(candidate => InOrder(candidate, order))], 0) : found;
    }

    private static string? OrderIn(string name)
    {
        bool isRgb = name.Contains("rgb", StringComparison.OrdinalIgnoreCase), isBgr = name.Contains("bgr", StringComparison.OrdinalIgnoreCase);
        return isRgb == isBgr ? null : isRgb ? "rgb" : "bgr";
    }

    private static LayoutCandidate InOrder(LayoutCandidate candidate, string order)
    {
        var assumed = new LayoutReason(ReasonKind.OrderAssumed);
        return candidate.Layout.Format.Name.StartsWith(order, StringComparison.Ordinal) && candidate.Reasons.Contains(assumed)
            ? candidate with { Score = Math.Min(1, candidate.Score + NameTells), Reasons = candidate.Reasons.Replace(assumed, new(ReasonKind.NameTellsOrder)) }
            : candidate;
    }

    // The largest first: what is small beside it is what the program counts with.
    private static List<LayoutCandidate> InObjects(ReadOnlySpan<byte> copy)
    {
        var candidates = new List<LayoutCandidate>();
        foreach (var named in ManagedSegment.Find(copy).Where(named => named.ContentBytes >= SmallestBytes).OrderByDescending(named => named.ContentBytes).Take(MostObjects))
        {
            foreach (var candidate in FindIn(copy.Slice((int)named.ContentOffset, (int)named.ContentBytes)))
            {
                candidates.Add(candidate with
                {
                    Layout = candidate.Layout with { Offset = candidate.Layout.Offset + named.ContentOffset },
                    Reasons = [.. candidate.Reasons, new LayoutReason(ReasonKind.InObject, named.ContentOffset)],
                });
            }
        }

        return candidates;
    }

    private static ImmutableArray<LayoutCandidate> FindIn(ReadOnlySpan<byte> copy)
    {
        long used = copy.LastIndexOfAnyExcept((byte)0) + 1;
        if (copy.Length < SmallestBytes || used < SmallestBytes / 2 || NoPicture.Is(copy) || RowCurve.Of(copy) is not { } curve)
            return [];

        var fields = SizeFields.Find(copy);
        var judged = new List<LayoutCandidate>();
        var seen = new HashSet<(long, int, long, long)>();
        foreach (var placement in Worthwhile(curve, Told(curve, fields, copy, used), copy.Length, used))
        {
            if (seen.Add((placement.Offset, placement.Stride, placement.Rows, placement.SlotBytes)))
                judged.AddRange(PlacementJudge.Judge(copy, curve, placement));
            if (seen.Count >= MostPlacements)
                break;
        }

        return Rank(judged, curve.IsTable() ? TableLike : NoPicture.MayBeSound(copy) ? SoundLike : PlacementJudge.Proposed);
    }

    private static IEnumerable<Placement> Worthwhile(RowCurve curve, List<Placement> told, long size, long used)
    {
        // What fills the segment exactly with a usual size comes before what needs a header nobody has seen.
        var strides = Strides(curve, size);
        foreach (int stride in UsualStrides(curve, size).OrderBy(stride => curve[stride]).Concat(strides).Where(stride => size % stride == 0).Take(24).ToArray())
            yield return new Placement(0, stride, size / stride, 0, true);
        foreach (var placement in told)
            yield return placement;
        foreach (int stride in strides)
        {
            foreach (var placement in Placements.Of(stride, size, used))
                yield return placement;
        }
    }

    // Pixels hold numbers that look like sizes as well: those at which rows agree best, and not more of them than of others.
    private static List<Placement> Told(RowCurve curve, List<SizeFields> fields, ReadOnlySpan<byte> copy, long used)
    {
        var told = new List<Placement>();
        foreach (var pair in fields)
            told.AddRange(Placements.Of(pair, copy, used).Where(placement => curve[placement.Stride] < 0.8f * curve.Unrelated));
        return [.. told.OrderBy(placement => curve[placement.Stride]).Take(MostPlacements / 3)];
    }

    /// <summary>Distances at which rows resemble each other, without multiples of others that do as well.</summary>
    private static List<int> Strides(RowCurve curve, long size)
    {
        var strides = new List<int>();
        foreach (int stride in curve.Minima(160).OrderBy(stride => curve[stride] + (size % stride == 0 ? 0 : 0.03f * curve.Unrelated)))
        {
            bool isMultiple = false;
            for (int part = 2; part <= 8 && !isMultiple; part++)
                isMultiple = stride % part == 0 && curve[stride / part] <= (1.3f * curve[stride]) + 0.15f && strides.Contains(stride / part);
            if (!isMultiple && !strides.Contains(stride))
                strides.Add(stride);
            // Behind a mosaic of filters every second row agrees better, and so do lines of writing.
            for (int part = 2; part <= 12; part++)
            {
                int shorter = stride / part;
                if (stride % part == 0 && shorter >= 16 && !strides.Contains(shorter) && (part == 2 || (size % shorter == 0 && curve.IsMinimum(shorter))))
                    strides.Add(shorter);
            }

            if (strides.Count >= MostStrides)
                break;
        }

        return strides;
    }

    // Smooth pictures agree at many distances; among those the ones that a usual size would have are tried as well.
    private static IEnumerable<int> UsualStrides(RowCurve curve, long size)
    {
        for (int stride = 16; stride < curve.Limit; stride++)
        {
            if (size % stride != 0 || curve[stride] > 0.85f * curve.Unrelated || (curve[stride] > 0.5f * curve.Unrelated && !curve.IsMinimum(stride)))
                continue;
            if (UsualSizes.OfAnyPixels(stride, size / stride, UsualSizes.HasUsual))
                yield return stride;
        }
    }

    private static ImmutableArray<LayoutCandidate> Rank(List<LayoutCandidate> judged, double least)
    {
        var best = new List<LayoutCandidate>();
        foreach (var candidate in judged.Where(candidate => candidate.Score > least).OrderByDescending(candidate => candidate.Score))
        {
            if (best.Count < MostCandidates && !best.Exists(known => known.Layout == candidate.Layout))
                best.Add(candidate);
        }

        return [.. best];
    }
}
