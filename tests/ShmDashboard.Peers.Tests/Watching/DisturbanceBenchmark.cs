using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using ShmDashboard.Peers.Tests.Browsing;
using ShmDashboard.Peers.Tests.Dashboard;
using ShmDashboard.Peers.Tests.Machine;
using ShmDashboard.Peers.Tests.Programs;

namespace ShmDashboard.Peers.Tests.Watching;

/// <summary>
/// How much slower a Qt program is while its segment's page is open and sampled at the highest rate: pairs of runs, with the
/// dashboard and without, as ratios. For people, not for CI; it wants a machine that does nothing else, and writes
/// <c>tests/bench/results/disturbance.md</c>. Run it with
/// <c>dotnet run --project tests/ShmDashboard.Peers.Tests -- -explicit only -class '*DisturbanceBenchmark'</c>.
/// </summary>
[Collection(BrowserCollection.Name)]
public sealed class DisturbanceBenchmark(SharedDashboard shared, Chromium browser) : PeerTest(shared)
{
    private const int Pairs = 5;
    private const int Runs = 5;
    private const int Cycles = 2000;
    private const int SegmentBytes = 50_000;

    [Fact(Explicit = true)]
    public async Task Measure()
    {
        var table = new StringBuilder();
        // The dashboard of the other tests would look around too: alone is to mean alone.
        Signal.SendStop(Dashboard.Pid);
        try
        {
            foreach (var kind in new[] { PeerKind.Qt5, PeerKind.Qt6 })
            {
                table.AppendLine(await CompareAsync(kind, "create/lock/write/unlock/detach", MeasureWriterAsync));
                table.AppendLine(await CompareAsync(kind, "attach/lock/read/unlock/detach", MeasureReaderAsync));
            }
        }
        finally
        {
            Signal.SendContinue(Dashboard.Pid);
        }

        await File.WriteAllTextAsync(ResultFile(),
            $"""
            # What being watched costs the watched

            `dotnet run --project tests/ShmDashboard.Peers.Tests -- -explicit only -class '*DisturbanceBenchmark'`

            {Runs} times {Cycles:N0} cycles of a real Qt program: without any dashboard, with one that nobody looks at, and with the segment's
            page open in Chromium, sampled 120 times a second. Baseline is the run without, just before; a speed of 1.00 is undisturbed.
            {Environment.ProcessorCount} cores; the browser draws on them too.

            | program | cycle | alone, median | speed beside a dashboard: median of {Pairs} (range) | speed while watched: median of {Pairs} (range) | failed |
            |---|---|---|---|---|---|
            {table.ToString().TrimEnd()}

            """, new UTF8Encoding(false));
    }

    private async Task<string> CompareAsync(PeerKind kind, string cycle, Func<Peer, UniqueKey, Task<(long Microseconds, long Failed)>> measure)
    {
        var key = NewKey();
        var peer = await StartAsync(kind);
        var pairs = new List<(double Alone, double Beside, double Watched)>();
        long failed = 0;
        await RunsAsync();
        for (int pair = 0; pair < Pairs; pair++)
        {
            double alone = await RunsAsync();
            await using var dashboard = await DashboardHost.StartAsync(null, "--rate", "120");
            await ComeToRestAsync();
            double beside = await RunsAsync();
            await using var tab = await Tab.OpenAsync(browser, dashboard);
            await tab.GoToSegmentAsync(dashboard, key.Id);
            await ComeToRestAsync();
            pairs.Add((alone, beside, await RunsAsync()));
        }

        return string.Create(CultureInfo.InvariantCulture,
            $"| {peer.Name} {peer.Version} | {cycle} | {Median(pairs.Select(pair => pair.Alone)):0.0} µs | " +
            $"{Range(pairs.Select(pair => pair.Alone / pair.Beside))} | {Range(pairs.Select(pair => pair.Alone / pair.Watched))} | {failed} |");

        // Microseconds a cycle.
        async Task<double> RunsAsync()
        {
            long sum = 0;
            for (int run = 0; run < Runs; run++)
            {
                var (microseconds, failures) = await measure(peer, key);
                sum += microseconds;
                failed += failures;
            }

            return sum / (double)(Runs * Cycles);
        }

        // The page, and the just-in-time compiler, which meets each state of such a segment only while it churns.
        async Task ComeToRestAsync()
        {
            await Task.Delay(TimeSpan.FromSeconds(3), TimeProvider.System);
            await RunsAsync();
        }
    }

    private static async Task<(long Microseconds, long Failed)> MeasureWriterAsync(Peer peer, UniqueKey key)
    {
        long[] reply = await peer.AskNumbersAsync("churn", key, Cycles, SegmentBytes);
        return (reply[2], reply[0]);
    }

    private async Task<(long Microseconds, long Failed)> MeasureReaderAsync(Peer peer, UniqueKey key)
    {
        var writer = await StartAsync(PeerKind.Qt5);
        await writer.AskAsync("generate", 64, 48, "RGB32", 1);
        await writer.AskAsync("createexact", key);
        long[] reply = await peer.AskNumbersAsync("churnread", key, Cycles);
        await writer.QuitAsync();
        return (reply[2], reply[0]);
    }

    private static double Median(IEnumerable<double> values) => values.Order().ElementAt(Pairs / 2);

    private static string Range(IEnumerable<double> speeds)
    {
        double[] sorted = [.. speeds.Order()];
        return string.Create(CultureInfo.InvariantCulture, $"{sorted[Pairs / 2]:0.00} ({sorted[0]:0.00}–{sorted[^1]:0.00})");
    }

    private static string ResultFile([CallerFilePath] string thisFile = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(thisFile)!, "../../bench/results/disturbance.md"));
}
