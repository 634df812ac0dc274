using System.Globalization;
using ShmDashboard.Monitoring;
using ShmDashboard.Monitoring.Frames;
using ShmDashboard.Monitoring.Sampling;
using ShmDashboard.Monitoring.Segments;
using ShmDashboard.SharedMemory.Reading;

namespace ShmDashboard.Tests.Monitoring.Sampling;

/// <summary>
/// The promise that what is called consistent is whole, against a writer that tears on purpose, watched as closely as
/// can be by both ways of reading System V.
/// </summary>
[Collection(SharedMemory.KernelCollection.Name)]
[Trait("Category", "Kernel")]
public sealed class TornFramesTests
{
    private static readonly TimeSpan s_rest = TimeSpan.FromMilliseconds(1.5);

    [Theory]
    [InlineData(true, ReadRoute.PeerMemory)]
    [InlineData(false, ReadRoute.LockedAttach)]
    public async Task Watch_PngTornInEveryManner_NeverCallsItConsistent(bool allowPeerMemory, ReadRoute route)
    {
        await using var bench = Bench(allowPeerMemory);
        using var writer = TearingWriter.Start(bench.Key, png: true);
        using var labels = new Labels(bench);

        await writer.WriteAsync("LLLLHUWSMN", 5_000, s_rest);
        var seen = labels.Stop();

        AssertTorn(seen, least: 50);
        AssertHonest(seen, least: 200);
        AssertRoute(seen, route);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Watch_RawWriterThatNeverTakesTheLock_IsToldAndNeverCalledConsistent(bool allowPeerMemory)
    {
        await using var bench = Bench(allowPeerMemory);
        using var writer = TearingWriter.Start(bench.Key, png: false);
        await TouchAll(bench, writer, "W");
        using var labels = new Labels(bench);

        await writer.WriteAsync("U", 800, s_rest);
        var seen = labels.Stop();

        AssertTorn(seen, least: 50);
        Assert.True(Count(seen, (_, verdict) => verdict == VerdictKind.WriterIgnoresLock) > 50, Describe(seen));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Watch_RawWriterThatKeepsToTheLock_IsBelievedOnceThatWasSeen(bool allowPeerMemory)
    {
        await using var bench = Bench(allowPeerMemory);
        using var writer = TearingWriter.Start(bench.Key, png: false);
        await TouchAll(bench, writer, "L");
        using var labels = new Labels(bench);

        // The kernel dates the lock's operations by the second: reading without the lock needs some of them to see.
        await writer.WriteAsync("LLLH", allowPeerMemory ? 2_000 : 300, s_rest);
        var first = labels.Take();
        await writer.WriteAsync("LLLH", 1_000, s_rest);
        var seen = labels.Stop();

        AssertTorn(first, least: 0);
        AssertTorn(seen, least: 0);
        AssertHonest(seen, least: 50);
    }

    // What no format explains is read as far as memory has been touched, by the last sweep.
    private static async Task TouchAll(Workbench bench, TearingWriter writer, string manner)
    {
        await writer.WriteAsync(manner, 1, TimeSpan.Zero);
        bench.Monitor.RememberQtKey(bench.Key);
        await bench.Monitor.LookAroundAsync(Workbench.Token);
    }

    private static void AssertTorn(Dictionary<(ReadRoute, char?, VerdictKind), int> seen, int least)
    {
        TestContext.Current.TestOutputHelper?.WriteLine(Describe(seen));
        Assert.True(Count(seen, (manner, _) => manner is null) >= least, "too little was seen: " + Describe(seen));
        Assert.Equal(0, Count(seen, (manner, verdict) => manner is null && verdict == VerdictKind.Consistent));
    }

    private static void AssertHonest(Dictionary<(ReadRoute, char?, VerdictKind), int> seen, int least)
    {
        int honest = Count(seen, (manner, _) => manner is 'L' or 'H');
        int doubted = Count(seen, (manner, verdict) => manner is 'L' or 'H' && verdict != VerdictKind.Consistent);
        Assert.True(honest >= least, "too little was seen: " + Describe(seen));
        Assert.True(doubted < honest * 0.01, Describe(seen));
    }

    private static void AssertRoute(Dictionary<(ReadRoute Route, char?, VerdictKind), int> seen, ReadRoute route) => Assert.True(
        seen.Where(pair => pair.Key.Route == route).Sum(pair => pair.Value) > seen.Values.Sum() / 2, Describe(seen));

    private static int Count(
        Dictionary<(ReadRoute, char? Manner, VerdictKind Verdict), int> seen, Func<char?, VerdictKind, bool> wanted) =>
        seen.Where(pair => wanted(pair.Key.Manner, pair.Key.Verdict)).Sum(pair => pair.Value);

    private static Workbench Bench(bool allowPeerMemory) => new(new MonitorOptions
    {
        AllowPeerMemory = allowPeerMemory,
        SampleInterval = TimeSpan.FromMilliseconds(1),
        MaxIdleShare = 1,
    });

    /// <summary>Every label that a frame is given, also a second one for the same bytes.</summary>
    private sealed class Labels : IDisposable
    {
        private readonly Dictionary<(ReadRoute, char?, VerdictKind), int> _seen = [];
        private readonly ISegmentWatch _watch;
        private readonly IDisposable _subscription;
        private readonly SegmentTracker _tracker;
        private (long, VerdictKind) _last;

        public Labels(Workbench bench)
        {
            _watch = bench.Monitor.Watch(bench.Id);
            _tracker = bench.Monitor.Registry.TryFind(bench.Id)!;
            _subscription = _watch.Subscribe(Note);
        }

        public Dictionary<(ReadRoute, char?, VerdictKind), int> Stop()
        {
            Dispose();
            return Take();
        }

        /// <summary>What was seen since the last time.</summary>
        public Dictionary<(ReadRoute, char?, VerdictKind), int> Take()
        {
            lock (_seen)
            {
                var taken = new Dictionary<(ReadRoute, char?, VerdictKind), int>(_seen);
                _seen.Clear();
                return taken;
            }
        }

        public void Dispose()
        {
            _subscription.Dispose();
            _watch.Dispose();
        }

        // Called by the sampler in the midst of publishing: row and bytes belong together.
        private void Note()
        {
            if (_watch.Row is not { Frame: { } frame } || _last == (frame.Sequence, frame.Verdict.Kind))
                return;
            _last = (frame.Sequence, frame.Verdict.Kind);
            using var lease = _tracker.Lease(TimeSpan.MaxValue);
            if (lease is null || lease.Info != frame || lease.Bytes.Length < TearingWriter.RowsAt + (TearingWriter.Rows * TearingWriter.RowBytes))
                return;
            var key = (frame.Route, TearingWriter.MannerOf(lease.Bytes.Span), frame.Verdict.Kind);
            lock (_seen)
                _seen[key] = _seen.GetValueOrDefault(key) + 1;
        }
    }

    private static string Describe(Dictionary<(ReadRoute Route, char? Manner, VerdictKind Verdict), int> seen) => string.Join(", ",
        seen.OrderBy(pair => pair.Key.Manner).ThenBy(pair => pair.Key.Verdict).Select(pair => string.Create(
            CultureInfo.InvariantCulture, $"{pair.Key.Manner?.ToString() ?? "torn"} {pair.Key.Verdict} by {pair.Key.Route}: {pair.Value}")));
}
