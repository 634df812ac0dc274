using System.Collections.Immutable;
using ShmDashboard.Imaging.Layouts.PixelFormats;

namespace ShmDashboard.Imaging.Layouts.Finding;

/// <summary>What rows behind each other can be.</summary>
internal static class Arrangements
{
    private const int LargestPlainHeader = 256;

    private static readonly int[] s_batches = [.. UsualSizes.Slots, 24, 32, 64];

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
            ChromaPlanes.Add(bytes, layout, found);
            AddPlanes(bytes, layout, kinds, found);
        }
        else if (guess.Format.Name == "grayf32le")
        {
            AddPlanesOfFloats(bytes, layout, found);
        }
        else if (guess.Format.Name is "gray16le" or "gray10le" && guess.Range is null)
        {
            ChromaPlanes.AddDeep(bytes, layout, guess.Format.BitsPerSample, found);
        }

        if (placement.Slots == 1 && placement.Behind == 0 && period is 3 or 4 && guess.Format.BytePlaces is not null)
            Companions.Add(bytes, layout, guess, period, placement.Fields, found);
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
        foreach (int slots in UsualSizes.Slots)
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
        foreach (int slots in UsualSizes.Slots)
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
            ChromaPlanes.Add(bytes, layout with { Height = layout.Height / slots }, parts);
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
            weakest = Math.Min(weakest, Likeness.StepAt(bytes, layout, (i * height) - 1));
        for (int i = 0; i < slots; i++)
        {
            var (mean, most) = Likeness.StepsWithin(bytes, layout, i * height, height);
            strongest = Math.Max(strongest, most);
            sum += mean;
        }

        return weakest > Math.Max(1.3 * strongest, 2.5 * sum / slots) && weakest > 4;
    }
}
