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
/// the segment's page, whose browser works on the same cores. For people, not for CI; it wants a machine that does nothing else, and
/// writes <c>tests/bench/results/disturbance.md</c>. Run it with
/// <c>dotnet run --project tests/ShmDashboard.Peers.Tests -- -explicit only -class '*DisturbanceBenchmark'</c>; with
/// <c>DISTURBANCE_PAIRS</c> set it does only so many and tells what it found instead of writing it down.
/// </summary>
/// <remarks>
/// A virtual machine's own speed wanders by a third within seconds, so that a run beside a dashboard and one some seconds earlier tell
/// of the machine, not of the dashboard. The dashboard is therefore held and let go (SIGSTOP, SIGCONT) in turns of a second, and each run
/// beside it is compared with its two neighbours beside the held one, which does nothing at all. That a held dashboard costs nothing is
/// measured too, against none at all.
/// </remarks>
[Collection(BrowserCollection.Name)]
public sealed class DisturbanceBenchmark(SharedDashboard shared, Chromium browser) : PeerTest(shared)
{
    private const int Turns = 3;
    private const int HeldRuns = 3, LetGoRuns = 5;
    private const int WriterCycles = 2000, ReaderCycles = 800; // a fifth of a second, each
    private const int SegmentBytes = 50_000;
    private const double LeastCounted = 0.98, LeastWatched = 0.95;

    private static readonly TimeSpan s_settling = TimeSpan.FromMilliseconds(150);
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
                table.AppendLine(await CompareAsync(kind, reads: false));
                table.AppendLine(await CompareAsync(kind, reads: true));
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

            {LetGoRuns} runs of {WriterCycles:N0} cycles (reading: {ReaderCycles}) of a real Qt program beside a dashboard that nobody looks at, beside one whose stream a
            program reads that only counts the frames, and beside one with the segment's page open in Chromium, sampled 120 times a second.
            What is read is a picture in another program's segment, which stays. Baseline are {HeldRuns} runs just before and {HeldRuns} just after with that
            dashboard held by SIGSTOP; a speed of 1.00 is undisturbed. A pair is a dashboard started anew, and the mean of {Turns} such comparisons.
            The column *held* is the speed beside a held dashboard that nobody looks at against none at all, before its start and after its end:
            seconds apart, and so no more exact than the machine is steady.
            Asked for: {LeastCounted} and {LeastWatched}, and no call failed. {Environment.ProcessorCount} cores; counting program and browser draw on them too.

            | program | cycle | none, median | held | speed beside a dashboard: median of {s_pairs} (range) | frames counted: median (range) | page open: median (range) | failed |
            |---|---|---|---|---|---|---|---|
            {table.ToString().TrimEnd()}

            """;
        if (s_trial is null)
            await File.WriteAllTextAsync(ResultFile(), text, new UTF8Encoding(false));
        else
            TestContext.Current.TestOutputHelper?.WriteLine(text);
    }

    private async Task<string> CompareAsync(PeerKind kind, bool reads)
    {
        var key = NewKey();
        var (cycle, cycles) = reads ? ("attach/lock/read/unlock/detach", ReaderCycles) : ("create/lock/write/unlock/detach", WriterCycles);
        var peer = await StartAsync(kind);
        if (reads)
        {
            // Of a program that stays: what a page does when a segment comes and goes is what the other cycle is for.
            var writer = await StartAsync(PeerKind.Qt5);
            await writer.AskAsync("generate", 64, 48, "RGB32", 1);
            await writer.AskAsync("createexact", key);
        }

        var pairs = new List<(double None, double Held, double Beside, double Counted, double Watched)>();
        long failed = 0;
        await RunsAsync(LetGoRuns);
        double before = await RunsAsync(LetGoRuns);
        for (int pair = 0; pair < s_pairs; pair++)
        {
            (double Held, double Speed) beside, counted, watched;
            await using (var dashboard = await DashboardHost.StartAsync(null, "--rate", "120"))
            {
                beside = await TakeTurnsAsync(dashboard);
                await using (await CountingViewer.StartAsync(dashboard.Root, dashboard.Token, [key.Id], 680, 680))
                    counted = await TakeTurnsAsync(dashboard);
                await using var tab = await Tab.OpenAsync(browser, dashboard);
                await tab.GoToSegmentAsync(dashboard, key.Id);
                watched = await TakeTurnsAsync(dashboard);
            }

            double after = await RunsAsync(LetGoRuns);
            double none = (before + after) / 2;
            pairs.Add((none, none / beside.Held, beside.Speed, counted.Speed, watched.Speed));
            before = after;
        }

        return string.Create(CultureInfo.InvariantCulture,
            $"| {peer.Name} {peer.Version} | {cycle} | {Median(pairs.Select(pair => pair.None)):0.0} µs | " +
            $"{Range(pairs.Select(pair => pair.Held))} | {Range(pairs.Select(pair => pair.Beside))} | " +
            $"{Range(pairs.Select(pair => pair.Counted))} | {Range(pairs.Select(pair => pair.Watched))} | {failed} |");

        // Microseconds a cycle.
        async Task<double> RunsAsync(int runs)
        {
            long sum = 0;
            for (int run = 0; run < runs; run++)
            {
                long[] reply = reads
                    ? await peer.AskNumbersAsync("churnread", key, ReaderCycles)
                    : await peer.AskNumbersAsync("churn", key, WriterCycles, SegmentBytes);
                sum += reply[2];
                failed += reply[0];
            }

            return sum / (double)(runs * cycles);
        }

        // Microseconds a cycle beside the held dashboard, and the speed beside the one let go.
        async Task<(double Held, double Speed)> TakeTurnsAsync(DashboardHost dashboard)
        {
            // The page, and the just-in-time compiler, which meets each state of such a segment only while it churns.
            await Task.Delay(TimeSpan.FromSeconds(3), TimeProvider.System);
            await RunsAsync(LetGoRuns);
            double held = await HeldAsync(dashboard);
            double heldSum = held, speedSum = 0;
            for (int turn = 0; turn < Turns; turn++)
            {
                double letGo = await RunsAsync(LetGoRuns);
                double next = await HeldAsync(dashboard);
                speedSum += (held + next) / 2 / letGo;
                heldSum += next;
                held = next;
            }

            return (heldSum / (Turns + 1), speedSum / Turns);
        }

        async Task<double> HeldAsync(DashboardHost dashboard)
        {
            Signal.SendStop(dashboard.Pid);
            try
            {
                // What was under way in browser and counting program comes to its end.
                await Task.Delay(s_settling, TimeProvider.System);
                return await RunsAsync(HeldRuns);
            }
            finally
            {
                Signal.SendContinue(dashboard.Pid);
                await Task.Delay(s_settling, TimeProvider.System);
            }
        }
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
