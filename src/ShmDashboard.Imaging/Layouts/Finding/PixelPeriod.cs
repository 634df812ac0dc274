namespace ShmDashboard.Imaging.Layouts.Finding;

/// <summary>
/// After how many bytes the bytes of a row repeat their kind: by how much each place, counted modulo 48, differs from the
/// next one and from the one below it. Red is not like green, nor a high byte like a low one; but each is like its kind.
/// </summary>
internal static class PixelPeriod
{
    private const int Phases = 48;
    private const int Measures = 3;
    private const int Sums = Measures + 1;

    private static readonly int[] s_periods = [1, 2, 3, 4, 6, 8, 12, 16];

    /// <summary>
    /// Periods in bytes, of 1, 2, 3, 4, 6, 8, 12 and 16, the likeliest first: the shortest that explains the bytes, and where that
    /// is long, the best of the short ones too, since writing in a picture has periods of its own.
    /// </summary>
    public static int[] Of(RowTable rows, int rowBytes)
    {
        double[] one = new double[Sums * Phases];
        double[] other = new double[Sums * Phases];
        for (int i = 0; i < rows.Count; i++)
            Add(rows.Row(i)[..rowBytes], rows.Row(i ^ 1)[..rowBytes], (i & 2) == 0 ? one : other);
        double[] first = Kinds(one);
        double[] second = Kinds(other);
        double level = 0, noise = 0;
        for (int i = 0; i < first.Length; i++)
        {
            level += Math.Abs(first[i]) + Math.Abs(second[i]);
            noise += Math.Abs(first[i] - second[i]);
        }

        level /= 2 * first.Length;
        noise /= first.Length;
        double[] unlike = [.. s_periods.Select(period => Unlike(first, second, period))];
        double most = unlike.Max();
        int shortest = Array.FindIndex(unlike, value => value <= (0.12 * level) + Math.Min(noise, 0.3 * most) || value < (0.2 * most) - 0.01);
        if (shortest <= 0)
            return [1];
        if (shortest <= 3)
            return [s_periods[shortest], 1];
        int best = Enumerable.Range(1, 3).MinBy(i => unlike[i]);
        return [s_periods[shortest], s_periods[best], 1];
    }

    private static void Add(ReadOnlySpan<byte> row, ReadOnlySpan<byte> neighbour, double[] sums)
    {
        for (int x = 0, phase = 0; x + 1 < row.Length; x++)
        {
            int step = row[x + 1] - row[x];
            sums[phase] += step;
            sums[Phases + phase] += Math.Abs(step);
            sums[(2 * Phases) + phase] += Math.Abs(row[x] - neighbour[x]);
            sums[(Measures * Phases) + phase]++;
            phase = phase == Phases - 1 ? 0 : phase + 1;
        }
    }

    private static double[] Kinds(double[] sums)
    {
        double[] kinds = new double[Measures * Phases];
        for (int i = 0; i < kinds.Length; i++)
            kinds[i] = sums[i] / Math.Max(1, sums[(Measures * Phases) + (i % Phases)]);
        return kinds;
    }

    private static double Unlike(double[] first, double[] second, int period)
    {
        double sum = 0;
        for (int part = 0; part < Measures; part++)
        {
            for (int i = 0; i < Phases; i++)
            {
                int there = (part * Phases) + ((i + period) % Phases);
                int here = (part * Phases) + i;
                sum += Math.Abs(first[here] + second[here] - first[there] - second[there]) / 2;
            }
        }

        return sum / (Measures * Phases);
    }
}
