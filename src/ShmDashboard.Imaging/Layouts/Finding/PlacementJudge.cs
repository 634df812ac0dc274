using System.Collections.Immutable;
using ShmDashboard.Imaging.Layouts.PixelFormats;

namespace ShmDashboard.Imaging.Layouts.Finding;

/// <summary>How well rows at a place explain a segment, and as pixels of which format.</summary>
internal static class PlacementJudge
{
    /// <summary>Scores below this are not proposed.</summary>
    public const double Proposed = 0.5;

    private const int MostAside = 512;

    /// <summary>Judges one placement; several candidates come of it where several formats explain the rows.</summary>
    public static IEnumerable<LayoutCandidate> Judge(ReadOnlySpan<byte> bytes, RowCurve curve, Placement placement)
    {
        if (placement.Rows < 4 || placement.Rows > int.MaxValue || RowTable.Of(bytes, placement.Offset, placement.Stride, placement.Rows) is not { } rows)
            return [];
        var upper = RowTable.Of(bytes, placement.Offset, placement.Stride, Math.Max(4, placement.Rows / 2)) ?? rows;
        var found = new List<LayoutCandidate>();
        int turn = 0;
        int[] periods = PixelPeriod.Of(upper, placement.Stride);
        double ground = Ground(curve, placement.Stride, rows, periods[0]);
        double mosaicGround = Ground(curve, 2 * placement.Stride, rows, periods[0]);
        double side = SideOf(bytes, curve, placement);
        foreach (int period in periods)
        {
            int padding = PaddingOf(rows, placement, period);
            int rowBytes = placement.Stride - padding;
            foreach (var guess in Formats(upper, rowBytes, period))
            {
                int width = WidthOf(guess.Format, rowBytes);
                if (width < 8)
                    continue;
                var layout = new PixelLayout
                {
                    Offset = placement.Offset, Width = width, Height = (int)placement.Rows, StrideBytes = placement.Stride, Format = guess.Format,
                    Range = guess.Range,
                };
                var weighed = guess with { Weight = guess.Weight - (0.12 * turn) };
                foreach (var arranged in Arrangements.Of(bytes, layout, weighed, period, periods[0], placement))
                    AddScored(found, bytes.Length, placement, arranged, side + (guess.Format is BayerFormat ? mosaicGround : ground));
            }

            turn++;
        }

        return found;
    }

    private static List<FormatGuess> Formats(RowTable rows, int rowBytes, int period)
    {
        var guesses = FormatGuesser.Of(rows, rowBytes, period);
        if (period <= 2)
            AddMosaics(rows, rowBytes, SampleType.U8, guesses);
        if (period is 2 or 4 && !guesses.Exists(guess => guess.Reasons.Any(reason => reason.Kind == ReasonKind.AlphaConstant)))
            AddMosaics(rows, rowBytes, SampleType.U16, guesses);
        return guesses;
    }

    private static void AddMosaics(RowTable rows, int rowBytes, SampleType type, List<FormatGuess> guesses)
    {
        string[] orders = Mosaic.Orders(rows, rowBytes, type);
        if (orders.Length == 0)
            return;
        string depth = type == SampleType.U8 ? "8"
            : SampleSmoothness.Of(rows, rowBytes, 0, 2, type).Max switch { < 1024 => "10le", < 4096 => "12le", _ => "16le" };
        for (int i = 0; i < orders.Length; i++)
            guesses.Add(FormatGuess.Of($"bayer_{orders[i]}{depth}", 0.95 - (0.05 * i), new LayoutReason(ReasonKind.Mosaic)));
    }

    private static int PaddingOf(RowTable rows, Placement placement, int period)
    {
        int stride = placement.Stride;
        if (placement.Fields is { } fields)
        {
            int row = fields.Width * period;
            if (row <= stride && stride - row < 256)
                return stride - row;
        }

        int dense = stride % period;
        int unused = rows.Padding();
        int heightOfAll = (int)Math.Min(placement.Rows, int.MaxValue);
        if (unused > dense && unused < 256 && (stride - unused) % period == 0 && UsualSizes.IsUsual((stride - unused) / period, heightOfAll))
            return unused;
        if (unused <= dense || (dense == 0 && UsualSizes.IsUsual(stride / period, heightOfAll)))
            return dense;
        foreach (int alignment in (ReadOnlySpan<int>)[4, 8, 16, 32, 64, 128, 256])
        {
            // The last pixels may be of the colour of the padding: up to one alignment is padding, more is picture.
            if (stride % alignment == 0 && unused < alignment)
                return unused - ((stride - unused) % period == 0 ? 0 : (period - ((stride - unused) % period)) % period);
        }

        return dense;
    }

    private static int WidthOf(RawFormat format, int rowBytes)
    {
        long one = format.RowBytes(format.WidthStep);
        return (int)(rowBytes / one * format.WidthStep);
    }

    // What the rows themselves are worth, 0 to 0.6: how much more they agree than other bytes, and than at other distances.
    private static double Ground(RowCurve curve, int distance, RowTable rows, int period)
    {
        double agreement = 1 - Math.Min(1, curve[distance] / curve.Unrelated);
        double around = curve.Around(distance, period);
        double outstanding = around <= 0.01 ? 0 : 1 - Math.Min(1, curve[distance] / around);
        double edge = Math.Clamp((rows.Edge(period) - 1) / 3, 0, 1);
        return (0.22 * agreement) + (0.28 * outstanding) + (0.1 * edge);
    }

    // What is too much may be in front of the pixels or behind them: it is at the end that does not resemble the row beside it, if only one does.
    private static double SideOf(ReadOnlySpan<byte> bytes, RowCurve curve, Placement placement)
    {
        long extra = placement.Offset + placement.Behind;
        if (placement.Fields is not null || extra is < 8 or > MostAside || (placement.Offset > 0) == (placement.Behind > 0) || extra + placement.Stride > bytes.Length / 2)
            return 0;
        int length = (int)extra, last = bytes.Length - length;
        double front = Likeness.Difference(bytes[..length], bytes.Slice(placement.Stride, length));
        double end = Likeness.Difference(bytes[last..], bytes.Slice(last - placement.Stride, length));
        double usual = curve[placement.Stride];
        bool isFront = front > (3 * usual) + 8, isEnd = end > (3 * usual) + 8;
        return isFront == isEnd ? 0 : isFront == placement.Offset > 0 ? 0.05 : -0.05;
    }

    private static void AddScored(
        List<LayoutCandidate> found, long size, Placement placement, Arrangement arranged, double ground)
    {
        var layout = arranged.Layout;
        if (layout.Check(size) is not null)
            return;
        var reasons = ImmutableArray.CreateBuilder<LayoutReason>();
        double score = ground;
        bool told = placement.Fields is { } fields && fields.Width == layout.Width && fields.Height == layout.Height;
        if (told)
        {
            reasons.Add(new(ReasonKind.HeaderTells, placement.Fields!.Value.WidthAt, placement.Fields.Value.HeightAt));
            score += 0.22;
        }

        score += Fit(placement, told, size, reasons);
        if (UsualSizes.IsUsual(layout.Width, layout.Height))
        {
            reasons.Add(new(ReasonKind.UsualSize));
            score += 0.09;
        }
        else
        {
            score += UsualSizes.IsUsualWidth(layout.Width) ? 0.03 : layout.Width % 16 == 0 ? 0.02 : layout.Width % 4 == 0 ? 0.01 : 0;
        }

        double shape = Math.Max((double)layout.Width / layout.Height, (double)layout.Height / layout.Width);
        score -= shape > 3 ? 0.06 * Math.Log2(shape / 3) + 0.03 : 0;
        reasons.Add(new(ReasonKind.RowsAgree, layout.StrideBytes));
        if (layout.PaddingBytes > 0)
        {
            reasons.Add(new(ReasonKind.RowsPadded, layout.PaddingBytes));
            score -= told ? 0 : 0.02;
        }

        score += 0.2 * arranged.Weight;
        reasons.AddRange(arranged.Reasons);
        found.Add(new LayoutCandidate(layout, Squeezed(score), reasons.ToImmutable(), arranged.Slots, arranged.SlotBytes));
    }

    // What is nearly certain stays in order, and below 1.
    private static double Squeezed(double score) =>
        score <= 0.9 ? Math.Max(0, score) : 0.9 + (0.1 * (1 - Math.Exp((0.9 - score) / 0.3)));

    private static double Fit(Placement placement, bool told, long size, ImmutableArray<LayoutReason>.Builder reasons)
    {
        if (placement.Behind > 0)
        {
            reasons.Add(new(placement.BehindIsZeros ? ReasonKind.ZerosBehind : ReasonKind.FooterBehind, placement.Behind));
            return told ? 0.06 : placement.BehindIsZeros ? 0.02 : -0.03;
        }

        reasons.Add(new(ReasonKind.FitsExactly, size));
        if (placement.Offset == 0)
            return 0.14;
        reasons.Add(new(ReasonKind.HeaderInFront, placement.Offset));
        return told ? 0.12 : placement.Offset <= 256 ? 0.03 : -0.04;
    }
}
