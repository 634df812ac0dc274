using System.Collections.Immutable;
using ShmDashboard.Imaging.Layouts.PixelFormats;

namespace ShmDashboard.Imaging.Layouts.Finding;

/// <summary>What rows behind each other can be.</summary>
internal static class Arrangements
{
    // Of less there is too little to tell colour differences from anything smooth.
    private const int LeastChromaWidth = 48;

    private const int LargestPlainHeader = 256;
    private const int RowsWithin = 12;

    private static readonly int[] s_slots = [2, 3, 4, 5, 6, 8, 10, 12, 16];
    private static readonly (string Format, int PixelBytes)[] s_companions = [("gray16le", 2), ("grayf32le", 4), ("gray", 1)];
    private static readonly int[] s_batches = [2, 3, 4, 5, 6, 8, 10, 12, 16, 24, 32, 64];

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
        else if (guess.Format.Name is "gray16le" or "gray10le" && guess.Range is null)
        {
            AddDeepChroma(bytes, layout, guess.Format.BitsPerSample, found);
        }

        if (placement.Slots == 1 && placement.Behind == 0 && period is 3 or 4 && guess.Format.BytePlaces is not null)
            AddCompanion(bytes, layout, guess, period, placement.Fields, found);
        if (placement.Slots > 1 && placement.Fields is null && !AreFrames(bytes, layout, period, placement))
            return [];
        if (placement.Slots > 1)
            return [.. found.Where(IsTold(placement.Fields)).Select(AsOneOf(placement))];
        bool hasPlanes = found.Exists(other => other.Layout.Format is SampleFormat { IsPlanar: true } or YuvFormat { IsPacked: false });
        foreach (var plain in found.ToArray())
            AddSlots(bytes, plain, period, kinds, hasPlanes, placement.Fields, found);
        return found;
    }

    private static Func<Arrangement, bool> IsTold(SizeFields? fields) =>
        one => fields is not null || UsualSizes.IsUsual(one.Layout.Width, one.Layout.Height);

    private static Func<Arrangement, Arrangement> AsOneOf(Placement placement) =>
        one => one with
        {
            Slots = placement.Slots, SlotBytes = placement.SlotBytes,
            Reasons = placement.Fields is null ? one.Reasons.Insert(0, new(ReasonKind.FramesBehind, placement.Slots)) : one.Reasons,
        };

    // Nothing tells of them but themselves: they are like each other, or the one breaks off where the next begins.
    private static bool AreFrames(ReadOnlySpan<byte> bytes, PixelLayout layout, int period, Placement placement)
    {
        long stride = layout.StrideBytes, length = layout.Height * stride;
        double likeness = Likeness.OfSteps(bytes, layout.Offset, length, placement.SlotBytes, period);
        if (likeness > 0.6 && likeness > Likeness.OfSteps(bytes, layout.Offset, length, length, period) + 0.1)
            return true;
        double within = Likeness.Difference(bytes, layout.Offset, length - stride, stride);
        for (int i = 1; i < placement.Slots; i++)
        {
            long last = layout.Offset + length - stride + ((i - 1) * placement.SlotBytes);
            if (Likeness.Difference(bytes, last, stride, placement.SlotBytes - length + stride) < (2.5 * within) + 4)
                return false;
        }

        return true;
    }

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

    // Of 10 bits, which lie in the upper ones of 16 where U and V are beside each other, and in the lower ones where each is by itself.
    private static void AddDeepChroma(ReadOnlySpan<byte> bytes, PixelLayout layout, int bits, List<Arrangement> found)
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
    private static double EndsAt(ReadOnlySpan<byte> bytes, PixelLayout layout, int rows)
    {
        double within = 0;
        for (int part = 1; part < RowsWithin; part++)
            within += StepAt(bytes, layout, (rows * part / RowsWithin) + (part & 1));
        return StepAt(bytes, layout, rows - 1) > (2.5 * within / (RowsWithin - 1)) + 2 ? 0.06 : 0;
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

    // Colours, and behind them distances or a mask of the same size: there other rows agree than here.
    private static void AddCompanion(ReadOnlySpan<byte> bytes, PixelLayout layout, FormatGuess guess, int period, SizeFields? fields, List<Arrangement> found)
    {
        long stride = layout.StrideBytes, all = layout.Height * stride;
        if (stride != (long)layout.Width * period)
            return;
        foreach (var (format, pixelBytes) in s_companions)
        {
            long area = all / (period + pixelBytes), other = area * pixelBytes;
            int height = (int)(area / layout.Width);
            bool isTold = fields is { } size && size.Width == layout.Width && size.Height == height;
            if (all % (period + pixelBytes) != 0 || area % layout.Width != 0 || height < 16 || !(isTold || UsualSizes.IsUsual(layout.Width, height)))
                continue;
            long behind = layout.Offset + (height * stride), row = (long)layout.Width * pixelBytes;
            double here = Likeness.Difference(bytes, layout.Offset, (height - 1) * stride, stride);
            if (period == 4 && AreFloats(bytes, layout.Offset, (int)stride, height))
                continue;
            if (here > Likeness.Difference(bytes, layout.Offset, (height - 1) * stride, row) || !AreRows(bytes, behind, (int)row, height, (int)stride, pixelBytes))
                continue;
            found.Add(new(layout with { Height = height }, guess.Weight + 1, guess.Reasons.Insert(0, new(ReasonKind.PictureBehind, pixelBytes))));
            found.Add(new(
                layout with { Offset = behind, Height = height, StrideBytes = row, Format = RawFormats.Named(format) }, guess.Weight + 0.6, [new(ReasonKind.PictureInFront, period)]));
        }
    }

    // Whether rows of this length agree better than those of another; of floating-point numbers only the highest bytes would.
    private static bool AreRows(ReadOnlySpan<byte> bytes, long start, int row, int height, int other, int pixelBytes)
    {
        if (pixelBytes == 4)
            return AreFloats(bytes, start, row, height);
        // The higher one of two bytes: the other is noise even where the picture is smooth.
        long first = start + pixelBytes - 1, length = ((long)row * height) - Math.Max(row, other) - pixelBytes;
        return Likeness.Difference(bytes, first, length, row, pixelBytes) < 0.6 * Likeness.Difference(bytes, first, length, other, pixelBytes);
    }

    private static bool AreFloats(ReadOnlySpan<byte> bytes, long start, int row, int height) =>
        RowTable.Of(bytes, start, row, height) is { } rows &&
        SampleSmoothness.Of(rows, row, 0, 4, SampleType.F32) is { Implausible: < 0.02, Roughness: < 0.6, Deviation: > 0 };

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
        if (usual && difference >= 2 && AreDifferences(bytes, layout))
            found.Add(new(layout with { Height = layout.Height / 3, Format = RawFormats.Named("yuv444p") }, 1.1, [new(ReasonKind.ChromaBehind)]));
        if (Math.Min(first, second) < (usual ? 0.35 : 0.6) || difference < 2 || (!usual && layout.Offset > 256))
            return;
        foreach (var (name, weight) in ((string, double)[])[("rgbp", 1.1), ("bgrp", 1.0), ("gbrp", 0.98)])
        {
            found.Add(new(
                layout with { Height = layout.Height / 3, Format = RawFormats.Named(name) },
                weight - (0.2 * (1 - Math.Min(first, second))), [new(ReasonKind.PlanesAgree), new(ReasonKind.OrderAssumed)]));
        }
    }

    // Planes of colour differences, as large as that of the brightness: calmer than it, each around 128.
    private static bool AreDifferences(ReadOnlySpan<byte> bytes, PixelLayout layout)
    {
        int height = layout.Height / 3;
        Span<double> deviations = stackalloc double[3];
        for (int i = 0; i < 3; i++)
        {
            if (RowTable.Of(bytes, layout.Offset + (i * height * layout.StrideBytes), (int)layout.StrideBytes, height) is not { } rows)
                return false;
            var plane = SampleSmoothness.Of(rows, layout.Width, 0, 1, SampleType.U8);
            if (i > 0 && (!FormatGuesser.IsChroma(plane) || plane.Roughness > 0.6))
                return false;
            deviations[i] = plane.Deviation;
        }

        return deviations[1] > 0.5 && Math.Max(deviations[1], deviations[2]) < 0.8 * deviations[0];
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

    private static void AddSlots(ReadOnlySpan<byte> bytes, Arrangement plain, int period, int kinds, bool hasPlanes, SizeFields? fields, List<Arrangement> found)
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
            // One plane breaks off where the next begins as well.
            bool breaksOff = usual && !hasPlanes && likeness < 0.45 && layout.Offset <= LargestPlainHeader && BreaksOff(bytes, layout, height, slots);
            bool possible = slots <= 4 && Math.Max(layout.Width, height) < 3 * Math.Min(layout.Width, height);
            // Pixels hold numbers that look like sizes too, but hardly so near the beginning that they are in front of all others.
            bool told = fields is { } size && size.Width == layout.Width && size.Height == height && layout.Offset <= LargestPlainHeader;
            if (!told && !breaksOff && (likeness < (usual ? 0.45 : 0.8) || (!usual && (seam < 2 || !possible))))
                continue;
            var reasons = breaksOff ? plain.Reasons.Insert(0, new(ReasonKind.BreaksOff, height))
                : likeness < 0.45 ? plain.Reasons
                : plain.Reasons.Insert(0, new(ReasonKind.FramesRepeat, slots));
            found.Add(new(layout with { Height = height }, plain.Weight + (breaksOff ? 0.2 : 0.15 * likeness) + Math.Min(0.1, 0.03 * seam), reasons, slots, pitch));
        }

        if (layout.Format.Name == "gray")
            AddPlanarSlots(bytes, layout, kinds, found);
        else if (layout.Format.Name == "grayf32le")
            AddBatch(bytes, layout, found);
    }

    // Tensors of several pictures, which need not be like each other: each has planes that are.
    private static void AddBatch(ReadOnlySpan<byte> bytes, PixelLayout layout, List<Arrangement> found)
    {
        foreach (int slots in s_batches)
        {
            int rows = layout.Height / slots;
            if (layout.Height % slots != 0 || rows % 3 != 0 || !UsualSizes.IsUsual(layout.Width, rows / 3))
                continue;
            long pitch = rows * layout.StrideBytes;
            var (first, last) = (new List<Arrangement>(), new List<Arrangement>());
            AddPlanesOfFloats(bytes, layout with { Height = rows }, first);
            AddPlanesOfFloats(bytes, layout with { Height = rows, Offset = layout.Offset + ((slots - 1) * pitch) }, last);
            if (last.Count > 0)
                found.AddRange(first.Select(one => one with { Reasons = one.Reasons.Insert(0, new(ReasonKind.FramesBehind, slots)), Slots = slots, SlotBytes = pitch }));
        }
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

    // Different pictures behind each other: at every end of one the step to the next row is greater than any within.
    private static bool BreaksOff(ReadOnlySpan<byte> bytes, PixelLayout layout, int height, int slots)
    {
        double weakest = double.PositiveInfinity, strongest = 0, sum = 0;
        for (int i = 1; i < slots; i++)
            weakest = Math.Min(weakest, StepAt(bytes, layout, (i * height) - 1));
        int count = 0;
        for (int i = 0; i < slots; i++)
        {
            for (int part = 1; part < RowsWithin; part++, count++)
            {
                double step = StepAt(bytes, layout, (i * height) + (height * part / RowsWithin) + (part & 1));
                strongest = Math.Max(strongest, step);
                sum += step;
            }
        }

        return weakest > Math.Max(1.3 * strongest, 2.5 * sum / count) && weakest > 4;
    }

    private static double StepAt(ReadOnlySpan<byte> bytes, PixelLayout layout, int row) =>
        Likeness.Difference(bytes, layout.Offset + (row * layout.StrideBytes), layout.StrideBytes, layout.StrideBytes);
}
