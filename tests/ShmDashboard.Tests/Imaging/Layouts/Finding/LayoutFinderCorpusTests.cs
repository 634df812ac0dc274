using System.Diagnostics;
using System.Globalization;
using System.Text;
using ShmDashboard.Imaging.Layouts.Finding;

namespace ShmDashboard.Tests.Imaging.Layouts.Finding;

/// <summary>
/// The whole corpus, for whoever changes the finder: <c>SHMDASHBOARD_FINDER_REPORT=tests/bench/results/layout-finder.md</c>
/// names the file that the result is written to. A minute of one core, and so not among the ordinary tests.
/// </summary>
[Trait("Category", "Bench")]
public sealed class LayoutFinderCorpusTests
{
    private const int Pictures = 220;
    private const int Others = 120;

    private static string? ReportPath => Environment.GetEnvironmentVariable("SHMDASHBOARD_FINDER_REPORT");

    [Fact]
    public void Find_InTheWholeCorpus_IsRightAsOftenAsPromised()
    {
        Assert.SkipWhen(ReportPath is null, "Set SHMDASHBOARD_FINDER_REPORT to the file that the result is written to.");
        int first = 0, three = 0, proposed = 0;
        var missed = new StringBuilder();
        var times = new List<double>();
        for (int i = 0; i < Pictures; i++)
        {
            var item = LayoutCorpus.Picture(i);
            long started = Stopwatch.GetTimestamp();
            var found = LayoutFinder.Find(item.Bytes);
            times.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
            int place = found.ToList().FindIndex(candidate => candidate.Layout == item.Layout);
            first += place == 0 ? 1 : 0;
            three += place is >= 0 and < 3 ? 1 : 0;
            if (place != 0)
                missed.AppendLine(CultureInfo.InvariantCulture, $"| {item.Name} | {(place < 0 ? "not proposed" : $"{place + 1}")} | {(found.IsEmpty ? "nothing" : found[0].Layout)} |");
        }

        for (int i = 0; i < Others; i++)
            proposed += LayoutFinder.Find(LayoutCorpus.Other(i).Bytes).IsEmpty ? 0 : 1;
        times.Sort();
        File.WriteAllText(ReportPath, string.Create(CultureInfo.InvariantCulture, $"""
            # The layout finder on its corpus

            {Pictures} segments with pictures and {Others} without, generated from seeds by `LayoutCorpus` (tests/ShmDashboard.Tests/Imaging/Layouts/Finding):
            photograph-like scenes, charts, gradients, depth maps and screenshots in 21 formats, with and without padding, headers, footers, noise and several
            frames; random bytes, text, sound of two kinds, zeros and tables of records. All of it is made by the generator: none is a camera's own. Made anew with
            `SHMDASHBOARD_FINDER_REPORT=$PWD/tests/bench/results/layout-finder.md dotnet test tests/ShmDashboard.Tests --filter Category=Bench`.

            | | |
            |---|---|
            | right layout first | {first} of {Pictures} ({100.0 * first / Pictures:0.0} %) |
            | among the first three | {three} of {Pictures} ({100.0 * three / Pictures:0.0} %) |
            | proposed where there is no picture | {proposed} of {Others} |
            | time, one core: median, slowest | {times[times.Count / 2]:0} ms, {times[^1]:0} ms (0.1 to 8.3 MB) |

            A layout is right when offset, width, height, stride and format are all as the generator wrote them. Red and blue first cannot be told
            from the bytes: BGR is assumed, and most of what is second is that.

            | segment | place | first proposed |
            |---|---|---|
            {missed}
            """));
        Assert.True(first >= 0.85 * Pictures, $"First in {first} of {Pictures}.");
        Assert.True(three >= 0.95 * Pictures, $"Among the first three in {three} of {Pictures}.");
        Assert.True(proposed < 0.02 * Others, $"Proposed for {proposed} of {Others} without a picture.");
    }
}
