using System.Collections.Immutable;
using ShmDashboard.Imaging.Layouts.PixelFormats;

namespace ShmDashboard.Imaging.Layouts.Finding;

/// <summary>What rows behind each other can be.</summary>
internal static class Arrangements
{
    // Of less there is too little to tell colour differences from anything smooth.
    private const int LeastChromaWidth = 48;

    private const int LargestPlainHeader = 256;

    private static readonly int[] s_slots = [2, 3, 4, 5, 6, 8, 10, 12, 16];

    /// <summary>The ways, the plain one first.</summary>
    /// <param name="bytes">The bytes.</param>
    /// <param name="layout">The rows as one picture.</param>
    /// <param name="guess">Its format.</param>
    /// <param name="period">Bytes of a pixel of it.</param>
    /// <param name="kinds">After how many bytes they repeat their kind, whatever the format is.</param>
    /// <param name="placement">Where the rows are.</param>
    public static List<Arrangement> Of(ReadOnlySpan<byte> bytes, PixelLayout layout, FormatGuess guess, int period, int kinds, in Placement placement)
    {
        var found = new List<Arrangement> { new(layout, guess.Weight, guess.Reasons) };
        if (guess.Format.Name == "gray")
        {
            AddChroma(bytes, layout, found);
            AddPlanes(bytes, layout, kinds, found);
        }
        else if (guess.Format.Name == "grayf32le")
        {
            AddPlanesOfFloats(bytes, layout, found);
        }

        if (placement.Slots > 1)
            return [.. found.Select(AsOneOf(placement))];
        foreach (var plain in found.ToArray())
            AddSlots(bytes, plain, period, kinds, placement.Fields, found);
        return found;
    }

    private static Func<Arrangement, Arrangement> AsOneOf(Placement placement) =>
        one => one with { Slots = placement.Slots, SlotBytes = placement.SlotBytes };

    private static void AddChroma(ReadOnlySpan<byte> bytes, PixelLayout layout, List<Arrangement> found)
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
                if (pairs is { } together)
                {
                    Add("nv12", luma, 1.12 - (0.2 * together));
                    Add("nv21", luma, 1.02 - (0.2 * together));
                }

                if (planes is { } apart)
                {
                    Add("yuv420p", luma, 1.12 - (0.2 * apart));
                    Add("yv12", luma, 1.02 - (0.2 * apart));
                }
            }
        }

        if (layout.Height % 2 == 0 && layout.Width % 2 == 0 &&
            RowTable.Of(bytes, layout.Offset + (layout.Height / 2 * layout.StrideBytes), (int)layout.StrideBytes, layout.Height / 2) is { } lower)
        {
            var (pairs, planes) = ChromaOf(lower, layout.Width);
            if (planes is { } apart)
                Add("yuv422p", layout.Height / 2, 1.06 - (0.2 * apart));
            if (pairs is { } together)
                Add("nv16", layout.Height / 2, 1.02 - (0.2 * together));
        }

        void Add(string name, int height, double weight) => found.Add(new(
            layout with { Height = height, Format = RawFormats.Named(name) }, weight, [reason]));
    }

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

    private static void AddPlanes(ReadOnlySpan<byte> bytes, PixelLayout layout, int kinds, List<Arrangement> found)
    {
        if (layout.Height % 3 != 0)
            return;
        long plane = layout.Height / 3 * layout.StrideBytes;
        // From a byte to the next of its kind: the steps between others are alike wherever they are. Of a mosaic every second is.
        int step = kinds == 1 ? 1 : 2 * kinds;
        double first = Likeness.OfSteps(bytes, layout.Offset, plane, plane, step);
        double second = Likeness.OfSteps(bytes, layout.Offset, plane, 2 * plane, step);
        double difference = Likeness.Difference(bytes, layout.Offset, plane, plane);
        bool usual = UsualSizes.IsUsual(layout.Width, layout.Height / 3);
        if (Math.Min(first, second) < (usual ? 0.35 : 0.6) || difference < 2 || (!usual && layout.Offset > 256))
            return;
        foreach (var (name, weight) in ((string, double)[])[("rgbp", 1.1), ("bgrp", 1.0), ("gbrp", 0.98)])
        {
            found.Add(new(
                layout with { Height = layout.Height / 3, Format = RawFormats.Named(name) },
                weight - (0.2 * (1 - Math.Min(first, second))), [new(ReasonKind.PlanesAgree), new(ReasonKind.OrderAssumed)]));
        }
    }

    private static void AddPlanesOfFloats(ReadOnlySpan<byte> bytes, PixelLayout layout, List<Arrangement> found)
    {
        if (layout.Height % 3 != 0 || RowTable.Of(bytes, layout.Offset, (int)layout.StrideBytes, layout.Height) is not { } rows)
            return;
        // Shares of one, shares less their mean, or bytes: three pictures of distances are no colours.
        var values = SampleSmoothness.Of(rows, layout.Width * 4, 0, 4, SampleType.F32);
        if (values is not ({ Min: >= 0, Max: <= 1.0001 } or { Min: >= -4 and < 0, Max: <= 4 } or { Min: >= 0, Max: > 200 and < 255.001 }))
            return;
        long plane = layout.Height / 3 * layout.StrideBytes;
        double likeness = Math.Min(
            Likeness.OfFloats(bytes, layout.Offset, plane, plane), Likeness.OfFloats(bytes, layout.Offset, plane, 2 * plane));
        if (likeness < (UsualSizes.IsUsual(layout.Width, layout.Height / 3) ? 0.35 : 0.6))
            return;
        foreach (var (name, weight) in ((string, double)[])[("rgbpf32le", 1.3), ("bgrpf32le", 1.25)])
        {
            found.Add(new(
                layout with { Height = layout.Height / 3, Format = RawFormats.Named(name) },
                weight - (0.2 * (1 - likeness)), [new(ReasonKind.PlanesAgree), new(ReasonKind.FloatsPlausible), new(ReasonKind.OrderAssumed)]));
        }
    }

    private static void AddSlots(ReadOnlySpan<byte> bytes, Arrangement plain, int period, int kinds, SizeFields? fields, List<Arrangement> found)
    {
        var layout = plain.Layout;
        if (layout.Format is SampleFormat { IsPlanar: true })
            return;
        foreach (int slots in s_slots)
        {
            if (layout.Height % slots != 0 || layout.Height / slots < 16 || layout.Format is YuvFormat { IsPacked: false })
                continue;
            int height = layout.Height / slots;
            long pitch = height * layout.StrideBytes;
            double likeness = layout.Format.IsFloat && period == 4
                ? Likeness.OfFloats(bytes, layout.Offset, pitch, pitch)
                : Likeness.OfSteps(bytes, layout.Offset, pitch, pitch, period);
            double seam = Seam(bytes, layout, height, slots);
            bool usual = UsualSizes.IsUsual(layout.Width, height) && !UsualSizes.IsUsual(layout.Width, layout.Height);
            bool possible = slots <= 4 && Math.Max(layout.Width, height) < 3 * Math.Min(layout.Width, height);
            // Pixels hold numbers that look like sizes too, but hardly so near the beginning that they are in front of all others.
            bool told = fields is { } size && size.Width == layout.Width && size.Height == height && layout.Offset <= LargestPlainHeader;
            if (!told && (likeness < (usual ? 0.45 : 0.8) || (!usual && (seam < 2 || !possible))))
                continue;
            var reasons = likeness < 0.45 ? plain.Reasons : plain.Reasons.Insert(0, new(ReasonKind.FramesRepeat, slots));
            found.Add(new(layout with { Height = height }, plain.Weight + (0.15 * likeness) + Math.Min(0.1, 0.03 * seam), reasons, slots, pitch));
        }

        if (layout.Format.Name == "gray")
            AddPlanarSlots(bytes, layout, kinds, found);
    }

    // Frames of several planes: what is behind each other is all of them.
    private static void AddPlanarSlots(ReadOnlySpan<byte> bytes, PixelLayout layout, int kinds, List<Arrangement> found)
    {
        foreach (int slots in s_slots)
        {
            if (layout.Height % slots != 0 || layout.Height / slots < 24)
                continue;
            long pitch = layout.Height / slots * layout.StrideBytes;
            double likeness = Likeness.OfSteps(bytes, layout.Offset, pitch, pitch, 1);
            if (likeness < 0.5)
                continue;
            if (!UsualSizes.HasUsual(layout.Width, layout.Height / slots))
                continue;
            var parts = new List<Arrangement>();
            AddChroma(bytes, layout with { Height = layout.Height / slots }, parts);
            AddPlanes(bytes, layout with { Height = layout.Height / slots }, kinds, parts);
            found.AddRange(parts.Select(part => part with
            {
                Weight = part.Weight + (0.2 * likeness),
                Reasons = [new(ReasonKind.FramesRepeat, slots), .. part.Reasons],
                Slots = slots,
                SlotBytes = pitch,
            }));
        }
    }

    /// <summary>How much stronger the step is from the last row of a frame to the first of the next than between others.</summary>
    private static double Seam(ReadOnlySpan<byte> bytes, PixelLayout layout, int height, int slots)
    {
        double seams = 0, others = 0;
        int count = Math.Min(slots - 1, 4);
        for (int i = 1; i <= count; i++)
        {
            long at = layout.Offset + (((long)i * height) - 1) * layout.StrideBytes;
            seams += Likeness.Difference(bytes, at, layout.StrideBytes, layout.StrideBytes);
            others += Likeness.Difference(bytes, at - (height / 3 * layout.StrideBytes), layout.StrideBytes, layout.StrideBytes);
            others += Likeness.Difference(bytes, at - (height / 2 * layout.StrideBytes), layout.StrideBytes, layout.StrideBytes);
        }

        return (seams + 0.2) / ((others / 2) + 0.2);
    }
}
