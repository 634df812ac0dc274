using ShmDashboard.Imaging.Layouts.PixelFormats;

namespace ShmDashboard.Imaging.Layouts.Finding;

/// <summary>Whether what is behind brightness are its colour differences.</summary>
internal static class ChromaPlanes
{
    // Of less there is too little to tell colour differences from anything smooth.
    private const int LeastChromaWidth = 48;

    /// <summary>Adds the ways of 8 bits.</summary>
    public static void Add(ReadOnlySpan<byte> bytes, PixelLayout layout, List<Arrangement> found)
    {
        if (layout.Width < LeastChromaWidth)
            return;
        var reason = new LayoutReason(ReasonKind.ChromaBehind);
        if (layout.Height % 3 == 0 && layout.Width % 2 == 0)
        {
            int luma = layout.Height / 3 * 2;
            long start = layout.Offset + (luma * layout.StrideBytes);
            if (luma % 2 == 0 && RowTable.Of(bytes, start, (int)layout.StrideBytes, layout.Height / 3) is { } rows)
            {
                var (pairs, planes) = ChromaOf(rows, layout.Width);
                double end = EndsAt(bytes, layout, luma);
                if (pairs is { } together)
                {
                    Add("nv12", luma, 1.12 + end - (0.2 * together));
                    Add("nv21", luma, 1.02 + end - (0.2 * together));
                }

                if (planes is { } apart)
                {
                    Add("yuv420p", luma, 1.12 + end - (0.2 * apart));
                    Add("yv12", luma, 1.02 + end - (0.2 * apart));
                }
            }
        }

        if (layout.Height % 2 == 0 && layout.Width % 2 == 0 &&
            RowTable.Of(bytes, layout.Offset + (layout.Height / 2 * layout.StrideBytes), (int)layout.StrideBytes, layout.Height / 2) is { } lower)
        {
            var (pairs, planes) = ChromaOf(lower, layout.Width);
            double end = EndsAt(bytes, layout, layout.Height / 2);
            if (planes is { } apart)
                Add("yuv422p", layout.Height / 2, 1.06 + end - (0.2 * apart));
            if (pairs is { } together)
                Add("nv16", layout.Height / 2, 1.02 + end - (0.2 * together));
        }

        void Add(string name, int height, double weight) => found.Add(new(
            layout with { Height = height, Format = RawFormats.Named(name) }, weight, [reason]));
    }

    /// <summary>Adds those of 10 bits, which lie in the upper ones of 16 where U and V are beside each other, and in the lower ones where each is by itself.</summary>
    public static void AddDeep(ReadOnlySpan<byte> bytes, PixelLayout layout, int bits, List<Arrangement> found)
    {
        int luma = layout.Height / 3 * 2;
        if (layout.Width < LeastChromaWidth || layout.Width % 2 != 0 || layout.Height % 3 != 0 || luma % 2 != 0 ||
            RowTable.Of(bytes, layout.Offset + (luma * layout.StrideBytes), (int)layout.StrideBytes, layout.Height / 3) is not { } rows)
        {
            return;
        }

        int bytesOfRow = layout.Width * 2;
        double whole = 1 << bits;
        var all = SampleSmoothness.Of(rows, bytesOfRow, 0, 2, SampleType.U16);
        var (u, v) = (SampleSmoothness.Of(rows, bytesOfRow, 0, 4, SampleType.U16), SampleSmoothness.Of(rows, bytesOfRow, 2, 4, SampleType.U16));
        if (!AreAround(u) || !AreAround(v))
            return;
        bool alternate = Math.Abs(u.Mean - v.Mean) > 0.008 * whole || all.Roughness > 1.4 * Math.Max(u.Roughness, v.Roughness);
        string name = bits == 10 ? "yuv420p10le" : HasLowBits(rows, bytesOfRow) ? "p016le" : "p010le";
        double end = EndsAt(bytes, layout, luma);
        if (alternate == (bits != 10) && (end > 0 || UsualSizes.IsUsual(layout.Width, luma)))
            found.Add(new(layout with { Height = luma, Format = RawFormats.Named(name) }, 1.1 + end, [new(ReasonKind.ChromaBehind)]));

        bool AreAround(SampleSmoothness part) => part.Mean > 0.34 * whole && part.Mean < 0.66 * whole && part.Deviation < 0.25 * whole && part.Roughness < 0.85;
    }

    private static bool HasLowBits(RowTable rows, int bytesOfRow)
    {
        for (int i = 0; i < rows.Count; i++)
        {
            var row = rows.Row(i)[..bytesOfRow];
            for (int x = 0; x < row.Length; x += 2)
            {
                if ((row[x] & 0x3F) != 0)
                    return true;
            }
        }

        return false;
    }

    // A little for a step where the brightness would end that is greater than those above it.
    private static double EndsAt(ReadOnlySpan<byte> bytes, PixelLayout layout, int rows) =>
        Likeness.StepAt(bytes, layout, rows - 1) > (2.5 * Likeness.StepsWithin(bytes, layout, 0, rows).Mean) + 2 ? 0.06 : 0;

    // U and V beside each other, or each by itself in rows half as long, of which two then lie in one row.
    private static (double? Pairs, double? Planes) ChromaOf(RowTable rows, int width)
    {
        var u = SampleSmoothness.Of(rows, width, 0, 2, SampleType.U8);
        var v = SampleSmoothness.Of(rows, width, 1, 2, SampleType.U8);
        var plain = SampleSmoothness.Of(rows, width, 0, 1, SampleType.U8);
        if (!FormatGuesser.IsChroma(u) || !FormatGuesser.IsChroma(v))
            return (null, null);
        double halves = 0;
        for (int i = 0; i < rows.Count; i++)
        {
            var row = rows.Row(i)[..width];
            for (int x = 0; x < width / 2; x++)
                halves += Math.Abs(row[x] - row[x + (width / 2)]);
        }

        halves /= rows.Count * Math.Max(1, width / 2);
        double together = Math.Max(u.Roughness, v.Roughness);
        bool flat = plain.Deviation < 2;
        bool alternate = Math.Abs(u.Mean - v.Mean) > 2 || plain.Roughness > 1.4 * together;
        double? pairs = flat || (alternate && together < 0.85) ? together : null;
        double? planes = flat || (!alternate && halves < 0.45 * plain.Deviation) ? halves / (plain.Deviation + 1) : null;
        return (pairs, planes);
    }
}
