using ShmDashboard.Imaging.Layouts.PixelFormats;

namespace ShmDashboard.Imaging.Layouts.Finding;

/// <summary>Which formats explain rows whose bytes repeat their kind after a number of bytes.</summary>
internal static class FormatGuesser
{
    private static readonly LayoutReason s_smooth = new(ReasonKind.SmoothAsFormat);
    private static readonly LayoutReason s_assumed = new(ReasonKind.OrderAssumed);
    private static readonly LayoutReason s_floats = new(ReasonKind.FloatsPlausible);

    /// <summary>Formats, the likeliest first; bytes without period are grey.</summary>
    public static List<FormatGuess> Of(RowTable rows, int rowBytes, int period)
    {
        var guesses = period switch
        {
            1 => [FormatGuess.Of("gray", 0.7)],
            2 => TwoBytes(rows, rowBytes),
            3 => [FormatGuess.Of("bgr24", 0.8, new(ReasonKind.PixelsRepeat, 3), s_assumed), FormatGuess.Of("rgb24", 0.75, new(ReasonKind.PixelsRepeat, 3), s_assumed)],
            4 => FourBytes(rows, rowBytes),
            6 => SixBytes(rows, rowBytes),
            8 => EightBytes(rows, rowBytes),
            12 => Wide(rows, rowBytes, "rgbf32le", "bgrf32le", SampleType.F32, 3),
            _ => Wide(rows, rowBytes, "rgbaf32le", "bgraf32le", SampleType.F32, 4),
        };
        guesses.Sort((one, other) => other.Weight.CompareTo(one.Weight));
        return guesses;
    }

    private static List<FormatGuess> TwoBytes(RowTable rows, int rowBytes)
    {
        var guesses = new List<FormatGuess>();
        var little = SampleSmoothness.Of(rows, rowBytes, 0, 2, SampleType.U16);
        var big = SampleSmoothness.Of(rows, rowBytes, 0, 2, SampleType.U16, bigEndian: true);
        var even = SampleSmoothness.Of(rows, rowBytes, 0, 2, SampleType.U8);
        var odd = SampleSmoothness.Of(rows, rowBytes, 1, 2, SampleType.U8);
        bool bigWins = big.Roughness < 0.8 * little.Roughness && !(little.Max < 16384 && big.Max >= 16384 && little.Roughness < 0.5);
        var better = bigWins ? big : little;
        string end = bigWins ? "be" : "le";
        int bits = BitsOf(better.Max);
        guesses.Add(FormatGuess.Of($"gray16{end}", 0.78 - (0.2 * better.Roughness), s_smooth, new(ReasonKind.PixelsRepeat, 2)));
        if (bits is 10 or 12 or 14)
        {
            guesses.Add(FormatGuess.Of($"gray{bits}{end}", 0.84 - (0.2 * better.Roughness), new(ReasonKind.FewerBits, bits), s_smooth));
            if (HasHoles(rows, rowBytes, bigWins))
                guesses.Add(FormatGuess.Of($"gray16{end}", 0.87 - (0.2 * better.Roughness), new(ReasonKind.FewerBits, bits), s_smooth) with { Range = new(0, (1 << bits) - 1) });
        }

        if (!bigWins && little.Max >= 0x8000 && IsSigned(rows, rowBytes) is { } signed)
            guesses.Add(FormatGuess.Of("s16le", 0.74 - (0.2 * signed), s_smooth));
        AddHalves(rows, rowBytes, guesses);
        AddWords(rows, rowBytes, better.Roughness, guesses);
        AddPackedYuv(rows, rowBytes, even, odd, guesses);
        if (!bigWins && little.Roughness < 0.9)
            AddChannels(rows, rowBytes, SampleType.U16, guesses);
        return guesses;
    }

    /// <summary>
    /// How much the direction of steps from a sample to the next depends on the place within a pixel of so many channels: about
    /// 0 where there is one channel only, whatever edges there are.
    /// </summary>
    private static double Unevenness(RowTable rows, int rowBytes, SampleType type, int channels)
    {
        int size = type.Bytes(), samples = rowBytes / size;
        if (samples % channels != 0)
            return 0;
        Span<double> direction = stackalloc double[channels];
        Span<double> still = stackalloc double[channels];
        for (int i = 0; i < rows.Count; i++)
        {
            var row = rows.Row(i);
            double here = type.Read(row, false);
            for (int x = 0; x + 1 < samples; x++)
            {
                double next = type.Read(row[((x + 1) * size)..], false);
                direction[x % channels] += next > here ? 1 : next < here ? -1 : 0;
                still[x % channels] += next == here ? 1 : 0;
                here = next;
            }
        }

        double all = Math.Max(1, (double)rows.Count * samples / channels), most = 0;
        // Floating-point slopes move at every pixel; only colours stand still where they are even.
        double moved = all - (still.ToArray().Sum() / channels);
        double each = type == SampleType.F32 && moved > 0.002 * all ? moved : all;
        for (int i = 1; i < channels; i++)
        {
            most = Math.Max(most, Math.Abs(direction[i] - direction[0]) / each / 2);
            most = Math.Max(most, Math.Abs(still[i] - still[0]) / each);
        }

        return most;
    }

    private static void AddChannels(RowTable rows, int rowBytes, SampleType type, List<FormatGuess> guesses)
    {
        double three = Unevenness(rows, rowBytes, type, 3), four = Unevenness(rows, rowBytes, type, 4);
        if (Math.Max(three, four) < (type == SampleType.F32 ? 0.12 : 0.2))
            return;
        int channels = three >= four ? 3 : 4;
        var (first, second) = (type, channels) switch
        {
            (SampleType.F32, 3) => ("rgbf32le", "bgrf32le"),
            (SampleType.F32, _) => ("rgbaf32le", "bgraf32le"),
            (_, 3) when AreShares(rows, rowBytes, 3) => ("rgbf16le", "bgrf16le"),
            (_, 4) when AreShares(rows, rowBytes, 4) => ("rgbaf16le", "bgraf16le"),
            (_, 3) => ("bgr48le", "rgb48le"),
            _ => ("rgba64le", "bgra64le"),
        };
        double best = guesses.Max(guess => guess.Weight);
        guesses.Add(FormatGuess.Of(first, best + 0.1, new(ReasonKind.PixelsRepeat, channels * type.Bytes()), s_assumed));
        guesses.Add(FormatGuess.Of(second, best + 0.05, new(ReasonKind.PixelsRepeat, channels * type.Bytes()), s_assumed));
    }

    // A distance that was not measured is 0, and none that was is near it: no number of bits is behind how large they get.
    private static bool HasHoles(RowTable rows, int rowBytes, bool bigEndian)
    {
        int holes = 0, all = 0;
        double least = double.PositiveInfinity, most = 0;
        for (int i = 0; i < rows.Count; i++)
        {
            var row = rows.Row(i);
            for (int x = 0; x + 1 < rowBytes; x += 2, all++)
            {
                double value = SampleType.U16.Read(row[x..], bigEndian);
                holes += value == 0 ? 1 : 0;
                least = value > 0 ? Math.Min(least, value) : least;
                most = Math.Max(most, value);
            }
        }

        return holes > 0.0005 * all && least > 0.02 * most;
    }

    private static double? IsSigned(RowTable rows, int rowBytes)
    {
        var signed = SampleSmoothness.Of(rows, rowBytes, 0, 2, SampleType.S16);
        var unsigned = SampleSmoothness.Of(rows, rowBytes, 0, 2, SampleType.U16);
        double step = signed.Roughness * signed.Deviation, plain = unsigned.Roughness * unsigned.Deviation;
        return signed.Min < 0 && step < 0.7 * plain ? signed.Roughness : null;
    }

    private static int BitsOf(double max) => max < 256 ? 16 : max < 1024 ? 10 : max < 4096 ? 12 : max < 16384 ? 14 : 16;

    private static void AddHalves(RowTable rows, int rowBytes, List<FormatGuess> guesses)
    {
        var halves = SampleSmoothness.Of(rows, rowBytes, 0, 2, SampleType.F16);
        // Up to 1 and hardly beyond: of all numbers of 16 bits few end there by chance.
        if (halves is { Implausible: < 0.01, Min: >= 0, Max: <= 1.0001 and > 0.9 } && halves.Roughness < 0.5)
            guesses.Add(FormatGuess.Of("grayf16le", 0.88 - (0.2 * halves.Roughness), s_floats));
    }

    // Fields of a word are each smooth only if they are fields: of a number's bits, the lower ones are noise.
    private static void AddWords(RowTable rows, int rowBytes, double wholeRoughness, List<FormatGuess> guesses)
    {
        foreach (var (name, big, red, green, blue) in Words)
        {
            double roughness = 0, worst = 0;
            bool full = true;
            foreach (var field in (ReadOnlySpan<BitField>)[red, green, blue])
            {
                bool bigEndian = big;
                var part = SampleSmoothness.Of(rows, rowBytes, 0, 2, at => field.Of((uint)SampleType.U16.Read(at, bigEndian)));
                roughness += part.Roughness / 3;
                worst = Math.Max(worst, part.Roughness);
                full &= part.Max >= 1 << (field.Bits - 1) && part.Deviation > 0.5;
            }

            var whole = SampleSmoothness.Of(rows, rowBytes, 0, 2, SampleType.U16, big);
            bool topBitUnused = whole.Max < 0x8000;
            bool fits = name.Contains("555", StringComparison.Ordinal) == topBitUnused;
            if (worst < 0.75 && fits && full && roughness < (1.8 * Math.Min(wholeRoughness, whole.Roughness)) + 0.02)
                guesses.Add(FormatGuess.Of(name, 0.9 - (0.3 * roughness), s_smooth));
        }
    }

    private static (string Name, bool Big, BitField Red, BitField Green, BitField Blue)[] Words { get; } =
    [
        ("rgb565le", false, new(11, 5), new(5, 6), new(0, 5)),
        ("rgb565be", true, new(11, 5), new(5, 6), new(0, 5)),
        ("rgb555le", false, new(10, 5), new(5, 5), new(0, 5)),
    ];

    private static void AddPackedYuv(
        RowTable rows, int rowBytes, SampleSmoothness even, SampleSmoothness odd, List<FormatGuess> guesses)
    {
        foreach (var (name, luma, chroma, at) in ((string, SampleSmoothness, SampleSmoothness, int)[])
            [("yuyv422", even, odd, 1), ("uyvy422", odd, even, 0)])
        {
            if (luma.Roughness > 0.75 || !IsChroma(chroma) || chroma.Deviation > 2 * luma.Deviation || !Alternates(rows, rowBytes, at))
                continue;
            var u = SampleSmoothness.Of(rows, rowBytes, at, 4, SampleType.U8);
            var v = SampleSmoothness.Of(rows, rowBytes, at + 2, 4, SampleType.U8);
            if (IsChroma(u) && IsChroma(v) && Math.Max(u.Roughness, v.Roughness) < 0.75)
                guesses.Add(FormatGuess.Of(name, 0.97 - (0.35 * luma.Roughness), new LayoutReason(ReasonKind.ChromaBehind)));
        }
    }

    // U and V are two things, each like its kind two pixels on; or there is no colour at all.
    private static bool Alternates(RowTable rows, int rowBytes, int start)
    {
        double beside = 0, next = 0, flat = 0;
        int count = 0;
        for (int i = 0; i < rows.Count; i++)
        {
            var row = rows.Row(i)[..rowBytes];
            for (int x = start; x + 4 < rowBytes; x += 4, count++)
            {
                beside += Math.Abs(row[x] - row[x + 2]);
                next += Math.Abs(row[x] - row[x + 4]);
                flat += Math.Abs(row[x] - 128);
            }
        }

        return flat < 2 * count || beside > (1.5 * next) + count;
    }

    /// <summary>Whether bytes are as colour differences are: around 128, never near the ends of their range.</summary>
    public static bool IsChroma(SampleSmoothness bytes) =>
        bytes.Mean is > 88 and < 168 && bytes.Deviation < 64 && bytes.Min >= 8 && bytes.Max <= 248;

    private static List<FormatGuess> FourBytes(RowTable rows, int rowBytes)
    {
        var guesses = new List<FormatGuess>();
        var parts = new SampleSmoothness[4];
        for (int i = 0; i < 4; i++)
            parts[i] = SampleSmoothness.Of(rows, rowBytes, i, 4, SampleType.U8);
        AddFour(parts, guesses);
        if (parts[0] is not { Min: 255, Max: 255 } && parts[3] is not { Min: 255, Max: 255 })
            AddFloats(rows, rowBytes, guesses);
        if (parts[3] is { Min: 0, Max: 0 } && parts[2] is { Max: < 32 } && parts[0].Max > 0)
            guesses.Add(FormatGuess.Of("s32le", parts[2].Max == 0 ? 0.95 : 0.6, s_smooth));
        AddTenBits(rows, rowBytes, guesses);
        bool yuyv = Alike(parts[0], parts[2]) && parts[0].Roughness < 0.8 && IsChroma(parts[1]) && IsChroma(parts[3]);
        bool uyvy = Alike(parts[1], parts[3]) && parts[1].Roughness < 0.8 && IsChroma(parts[0]) && IsChroma(parts[2]);
        if (yuyv)
            guesses.Add(FormatGuess.Of("yuyv422", 0.95, new LayoutReason(ReasonKind.ChromaBehind)));
        if (uyvy)
            guesses.Add(FormatGuess.Of("uyvy422", 0.95, new LayoutReason(ReasonKind.ChromaBehind)));
        return guesses;
    }

    private static bool Alike(SampleSmoothness one, SampleSmoothness other) =>
        Math.Abs(one.Mean - other.Mean) < 3 + (0.05 * one.Deviation) && Math.Abs(one.Deviation - other.Deviation) < 3 + (0.1 * one.Deviation);

    private static void AddFour(SampleSmoothness[] parts, List<FormatGuess> guesses)
    {
        var repeat = new LayoutReason(ReasonKind.PixelsRepeat, 4);
        if (parts[3].Min == parts[3].Max && parts[3].Max is 255 or 0)
        {
            var alpha = new LayoutReason(ReasonKind.AlphaConstant, (long)parts[3].Max);
            bool opaque = parts[3].Max == 255;
            guesses.Add(FormatGuess.Of(opaque ? "bgra" : "bgr0", 0.9, alpha, s_assumed));
            guesses.Add(FormatGuess.Of(opaque ? "rgba" : "rgb0", 0.85, alpha, s_assumed));
        }
        else if (parts[0].Min == parts[0].Max && parts[0].Max is 255 or 0)
        {
            var alpha = new LayoutReason(ReasonKind.AlphaConstant, (long)parts[0].Max);
            bool opaque = parts[0].Max == 255;
            guesses.Add(FormatGuess.Of(opaque ? "argb" : "0rgb", 0.88, alpha, s_assumed));
            guesses.Add(FormatGuess.Of(opaque ? "abgr" : "0bgr", 0.8, alpha, s_assumed));
        }
        else
        {
            double roughness = parts.Average(part => part.Roughness);
            guesses.Add(FormatGuess.Of("bgra", 0.75 - (0.3 * roughness), repeat, s_assumed));
            guesses.Add(FormatGuess.Of("rgba", 0.72 - (0.3 * roughness), repeat, s_assumed));
        }
    }

    // Ten bits for each colour and two for nothing, as screens of 30 bits have them.
    private static void AddTenBits(RowTable rows, int rowBytes, List<FormatGuess> guesses)
    {
        double roughness = 0;
        foreach (int at in (ReadOnlySpan<int>)[0, 10, 20])
        {
            var field = new BitField(at, 10);
            var part = SampleSmoothness.Of(rows, rowBytes, 0, 4, pixel => field.Of((uint)SampleType.U32.Read(pixel, false)));
            if (part.Roughness > 0.6 || part.Max < 512 || part.Deviation < 8)
                return;
            roughness += part.Roughness / 3;
        }

        var rest = SampleSmoothness.Of(rows, rowBytes, 0, 4, pixel => (uint)SampleType.U32.Read(pixel, false) >> 30);
        if (rest.Min != rest.Max || rest.Max is not (0 or 3))
            return;
        double best = guesses.Count == 0 ? 0.8 : guesses.Max(guess => guess.Weight);
        guesses.Add(FormatGuess.Of("x2rgb10le", Math.Max(0.9, best + 0.05) - (0.1 * roughness), s_smooth, s_assumed));
        guesses.Add(FormatGuess.Of("x2bgr10le", Math.Max(0.85, best) - (0.1 * roughness), s_smooth, s_assumed));
    }

    private static void AddFloats(RowTable rows, int rowBytes, List<FormatGuess> guesses)
    {
        var floats = SampleSmoothness.Of(rows, rowBytes, 0, 4, SampleType.F32);
        if (floats is { Implausible: < 0.3, Roughness: < 0.8 } && Math.Abs(floats.Max) < 1e9)
        {
            guesses.Add(FormatGuess.Of("grayf32le", 0.97 - (0.3 * floats.Implausible) - (0.1 * floats.Roughness), s_floats, s_smooth));
            AddChannels(rows, rowBytes, SampleType.F32, guesses);
        }
    }

    private static List<FormatGuess> SixBytes(RowTable rows, int rowBytes)
    {
        var guesses = Wide(rows, rowBytes, "bgr48le", "rgb48le", SampleType.U16, 3);
        if (!AreShares(rows, rowBytes, 3))
            return guesses;
        return
        [
            FormatGuess.Of("rgbf16le", guesses[0].Weight + 0.1, s_floats, new(ReasonKind.PixelsRepeat, 6), s_assumed),
            FormatGuess.Of("bgrf16le", guesses[0].Weight + 0.05, s_floats, new(ReasonKind.PixelsRepeat, 6), s_assumed),
            .. guesses,
        ];
    }

    // Numbers of 16 bits of which, as floating-point ones, none is beyond 1 and some are near it.
    private static bool AreShares(RowTable rows, int rowBytes, int channels)
    {
        double most = 0;
        for (int i = 0; i < channels; i++)
        {
            var halves = SampleSmoothness.Of(rows, rowBytes, 2 * i, 2 * channels, SampleType.F16);
            if (halves is not { Implausible: < 0.01, Min: >= 0, Max: <= 1.0001 })
                return false;
            most = Math.Max(most, halves.Max);
        }

        return most > 0.5;
    }

    private static List<FormatGuess> EightBytes(RowTable rows, int rowBytes)
    {
        var (first, second) = (SampleSmoothness.Of(rows, rowBytes, 0, 8, SampleType.F32), SampleSmoothness.Of(rows, rowBytes, 4, 8, SampleType.F32));
        var doubles = SampleSmoothness.Of(rows, rowBytes, 0, 8, SampleType.F64);
        // The lower half of a number of 8 bytes is noise; as a number of its own it is smooth where there are two of them.
        if (first is { Implausible: < 0.02, Roughness: < 0.6, Deviation: > 0 } && second is { Implausible: < 0.02, Roughness: < 0.6, Deviation: > 0 } &&
            Math.Max(Math.Abs(first.Max), Math.Abs(second.Max)) < 1e7)
        {
            return [FormatGuess.Of("CV_32FC2", 0.97, s_floats, s_smooth), FormatGuess.Of("f64le", 0.8, s_floats)];
        }

        if (doubles is { Implausible: < 0.3, Roughness: < 0.8 })
            return [FormatGuess.Of("f64le", 0.95, s_floats, s_smooth)];
        var upper = SampleSmoothness.Of(rows, rowBytes, 4, 8, SampleType.S32);
        if (upper is { Min: >= -1, Max: <= 0 } && SampleSmoothness.Of(rows, rowBytes, 2, 8, SampleType.U16) is { Max: < 32 })
            return [FormatGuess.Of("s64le", 0.95, s_smooth)];
        var alpha = SampleSmoothness.Of(rows, rowBytes, 6, 8, SampleType.F16);
        var red = SampleSmoothness.Of(rows, rowBytes, 0, 8, SampleType.F16);
        if (alpha is { Min: 1, Max: 1 } && red is { Implausible: < 0.02, Max: < 16 })
            return [FormatGuess.Of("rgbaf16le", 0.93, s_floats, new(ReasonKind.AlphaConstant, 1))];
        return Wide(rows, rowBytes, "rgba64le", "bgra64le", SampleType.U16, 4);
    }

    private static List<FormatGuess> Wide(
        RowTable rows, int rowBytes, string first, string second, SampleType type, int channels)
    {
        int step = channels * type.Bytes();
        double roughness = 0;
        for (int i = 0; i < channels; i++)
        {
            var part = SampleSmoothness.Of(rows, rowBytes, i * type.Bytes(), step, type);
            roughness += part.Implausible > 0.3 ? 2 : part.Roughness;
        }

        roughness /= channels;
        double weight = 0.85 - (0.4 * roughness) - (roughness > 0.5 ? 0.4 : 0) - (type == SampleType.U16 && AreBytes(rows, rowBytes) ? 0.3 : 0);
        return
        [
            FormatGuess.Of(first, weight, s_smooth, new(ReasonKind.PixelsRepeat, step), s_assumed),
            FormatGuess.Of(second, weight - 0.05, s_smooth, new(ReasonKind.PixelsRepeat, step), s_assumed),
        ];
    }

    // The two halves of a number are of different kinds, unless it was made of a byte: then they are the same.
    private static bool AreBytes(RowTable rows, int rowBytes)
    {
        int same = 0, all = 0;
        for (int i = 0; i < rows.Count; i++)
        {
            var row = rows.Row(i);
            for (int x = 0; x + 1 < rowBytes; x += 2, all++)
                same += row[x] == row[x + 1] ? 1 : 0;
        }

        return same < 0.9 * all && Alike(
            SampleSmoothness.Of(rows, rowBytes, 0, 2, SampleType.U8), SampleSmoothness.Of(rows, rowBytes, 1, 2, SampleType.U8));
    }
}
