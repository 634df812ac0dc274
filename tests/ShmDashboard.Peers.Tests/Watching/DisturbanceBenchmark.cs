using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using ShmDashboard.Display.Programs;
using ShmDashboard.Peers.Tests.Browsing;
using ShmDashboard.Peers.Tests.Dashboard;
using ShmDashboard.Peers.Tests.Machine;
using ShmDashboard.Peers.Tests.Programs;

namespace ShmDashboard.Peers.Tests.Watching;

/// <summary>
/// How much slower a Qt program is while its segment is watched at the highest rate: by a program that only counts what comes, and by
/// the segment's page, whose browser works on the same cores. Ratios of runs that follow each other, for people, not for CI; it wants
/// a machine that does nothing else, and writes <c>tests/bench/results/disturbance.md</c>. Run it with
/// <c>dotnet run --project tests/ShmDashboard.Peers.Tests -- -explicit only -class '*DisturbanceBenchmark'</c>; with
/// <c>DISTURBANCE_PAIRS</c> set it does only so many and tells what it found instead of writing it down.
/// </summary>
[Collection(BrowserCollection.Name)]
public sealed class DisturbanceBenchmark(SharedDashboard shared, Chromium browser) : PeerTest(shared)
{
    private const int Runs = 5;
    private const int Cycles = 2000;
    private const int SegmentBytes = 50_000;
    private const double LeastCounted = 0.98, LeastWatched = 0.95;

    private static readonly string? s_trial = Environment.GetEnvironmentVariable("DISTURBANCE_PAIRS");
    private static readonly int s_pairs = s_trial is null ? 9 : int.Parse(s_trial, CultureInfo.InvariantCulture);

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

        string text =
            $"""
            # What being watched costs the watched

            `dotnet run --project tests/ShmDashboard.Peers.Tests -- -explicit only -class '*DisturbanceBenchmark'`

            {Runs} times {Cycles:N0} cycles of a real Qt program: without any dashboard, with one that nobody looks at, with one whose stream a program
            reads that only counts the frames, and with the segment's page open in Chromium, sampled 120 times a second. Baseline are the runs
            without, just before and just after, with nothing else there; a speed of 1.00 is undisturbed. Asked for: {LeastCounted} and {LeastWatched}, and no call failed.
            {Environment.ProcessorCount} cores; counting program and browser draw on them too.

            | program | cycle | alone, median | speed beside a dashboard: median of {s_pairs} (range) | frames counted: median (range) | page open: median (range) | failed |
            |---|---|---|---|---|---|---|
            {table.ToString().TrimEnd()}

            """;
        if (s_trial is null)
            await File.WriteAllTextAsync(ResultFile(), text, new UTF8Encoding(false));
        else
            TestContext.Current.TestOutputHelper?.WriteLine(text);
    }

    private async Task<string> CompareAsync(PeerKind kind, string cycle, Func<Peer, UniqueKey, Task<(long Microseconds, long Failed)>> measure)
    {
        var key = NewKey();
        var peer = await StartAsync(kind);
        var pairs = new List<(double Alone, double Beside, double Counted, double Watched)>();
        long failed = 0;
        await RunsAsync();
        double before = await RunsAsync();
        for (int pair = 0; pair < s_pairs; pair++)
        {
            double beside, counted, watched;
            await using (var dashboard = await DashboardHost.StartAsync(null, "--rate", "120"))
            {
                await ComeToRestAsync();
                beside = await RunsAsync();
                await using (await CountingViewer.StartAsync(dashboard.Root, dashboard.Token, [key.Id], 680, 680))
                {
                    await ComeToRestAsync();
                    counted = await RunsAsync();
                }

                await using var tab = await Tab.OpenAsync(browser, dashboard);
                await tab.GoToSegmentAsync(dashboard, key.Id);
                await ComeToRestAsync();
                watched = await RunsAsync();
            }

            double after = await RunsAsync();
            pairs.Add(((before + after) / 2, beside, counted, watched));
            before = after;
        }

        return string.Create(CultureInfo.InvariantCulture,
            $"| {peer.Name} {peer.Version} | {cycle} | {Median(pairs.Select(pair => pair.Alone)):0.0} µs | " +
            $"{Range(pairs.Select(pair => pair.Alone / pair.Beside))} | {Range(pairs.Select(pair => pair.Alone / pair.Counted))} | " +
            $"{Range(pairs.Select(pair => pair.Alone / pair.Watched))} | {failed} |");

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

    private static double Median(IEnumerable<double> values) => values.Order().ElementAt(s_pairs / 2);

    private static string Range(IEnumerable<double> speeds)
    {
        double[] sorted = [.. speeds.Order()];
        return string.Create(CultureInfo.InvariantCulture, $"{sorted[s_pairs / 2]:0.00} ({sorted[0]:0.00}–{sorted[^1]:0.00})");
    }

    private static string ResultFile([CallerFilePath] string thisFile = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(thisFile)!, "../../bench/results/disturbance.md"));
}
