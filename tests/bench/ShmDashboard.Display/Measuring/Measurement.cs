using System.Globalization;

namespace ShmDashboard.Display.Measuring;

/// <summary>What one run brought.</summary>
/// <param name="PaintedPerSecond">Different pictures that animation frames met, of one canvas.</param>
/// <param name="MedianMs">From the end of a write to the first animation frame that met its picture: the median.</param>
/// <param name="P95Ms">The same, 95 %.</param>
/// <param name="MainThreadIdle">Share of the time in which the page's main thread had nothing to do.</param>
/// <param name="HostCpu">Share of a core that the serving process used.</param>
internal readonly record struct Measurement(
    double PaintedPerSecond, double MedianMs, double P95Ms, double MainThreadIdle, double HostCpu)
{
    /// <summary>Matches what was seen with what was written.</summary>
    /// <param name="writes">End of each write, in milliseconds since the epoch.</param>
    /// <param name="seen">Canvas, number and moment.</param>
    /// <param name="cycle">After how many writes the numbers repeat.</param>
    /// <param name="canvases">How many canvases there are.</param>
    /// <param name="seconds">How long it was looked at.</param>
    /// <param name="idle">See <see cref="MainThreadIdle"/>.</param>
    /// <param name="hostCpu">See <see cref="HostCpu"/>.</param>
    public static Measurement Of(
        IReadOnlyList<double> writes, IEnumerable<double[]> seen, int cycle, int canvases, double seconds, double idle, double hostCpu)
    {
        var latencies = new List<double>();
        foreach (double[] sight in seen)
        {
            if (LastBefore(writes, sight[2], (int)sight[1], cycle) is { } written)
                latencies.Add(sight[2] - written);
        }

        latencies.Sort();
        return new Measurement(
            latencies.Count / seconds / canvases, Percentile(latencies, .5), Percentile(latencies, .95), idle, hostCpu);
    }

    /// <summary>A row of the table.</summary>
    public string ToRow(string what, string by) => string.Create(CultureInfo.InvariantCulture,
        $"| {what} | {by} | {PaintedPerSecond:0.0} | {MedianMs:0.0} | {P95Ms:0.0} | {Share(MainThreadIdle)} | {Share(HostCpu)} |");

    // A native viewer has no page and no host.
    private static string Share(double share) => double.IsNaN(share) ? "" : string.Create(CultureInfo.InvariantCulture, $"{100 * share:0} %");

    private static double? LastBefore(IReadOnlyList<double> writes, double moment, int number, int cycle)
    {
        for (int i = writes.Count - 1; i >= 0; i--)
        {
            if (writes[i] <= moment && i % cycle == number)
                return writes[i];
        }

        return null;
    }

    private static double Percentile(List<double> sorted, double share) =>
        sorted.Count == 0 ? double.NaN : sorted[Math.Min(sorted.Count - 1, (int)(sorted.Count * share))];
}
