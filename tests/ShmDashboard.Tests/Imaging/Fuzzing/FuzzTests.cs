using System.Diagnostics;
using System.Globalization;
using System.Text;
using ShmDashboard.Imaging.Formats;
using ShmDashboard.Imaging.Payloads;
using ShmDashboard.Imaging.Pictures;
using ShmDashboard.Tests.Imaging.Pictures;

namespace ShmDashboard.Tests.Imaging.Fuzzing;

public sealed class FuzzTests
{
    /// <summary>How many; raised by whoever wants certainty: <c>SHMDASHBOARD_FUZZ=1000000</c>. The result of a long run is
    /// written where <c>SHMDASHBOARD_FUZZ_REPORT</c> says.</summary>
    private static long Inputs => long.TryParse(Environment.GetEnvironmentVariable("SHMDASHBOARD_FUZZ"), out long count) ? count : 4000;

    [Fact]
    public void Seeds_AllPictures_AreRecognisedAndDecoded()
    {
        foreach (byte[] seed in Seeds.All)
        {
            var payload = PayloadIdentifier.Identify(seed, seed.Length);
            // Of the first three, and of TIFF, some samples are structure alone, or of a kind that is kept from the decoder.
            if (payload.Picture is { CanDecode: true, Id: not ("png" or "jpeg" or "webp") } && Rendering.Of(seed).Failure is not { Kind: PictureFailureKind.Unsupported })
                Assert.True(Rendering.Of(seed).Succeeded, $"{payload.Picture}: {Rendering.Of(seed).Failure?.Message}");
        }

        Assert.Equal(
            PictureFormats.All.Select(format => format.Name).Order(),
            Seeds.All.Select(seed => PayloadIdentifier.Identify(seed, seed.Length).Picture?.Name).OfType<string>().Distinct().Order());
    }

    [Fact]
    public void Take_DamagedPictures_NeverThrowHangOrBloat()
    {
        var run = new FuzzRun();
        var clock = Stopwatch.StartNew();

        run.Take(0, Inputs);

        if (Environment.GetEnvironmentVariable("SHMDASHBOARD_FUZZ_REPORT") is { Length: > 0 } report)
            File.WriteAllText(report, Describe(run, clock.Elapsed));
        Assert.Empty(run.Findings);
        Assert.True(run.Rendered > Inputs / 20, "Hardly any input was decoded: the damage does not reach what is tested.");
    }

    /// <summary>What long runs found, and what was mended then: made anew by its number.</summary>
    [Theory]
    [InlineData(533, "an interlaced PNG with too little data never ended")]
    [InlineData(69723, "a WebP chunk's claimed size was allocated")]
    [InlineData(232876, "a TIFF's directories lead back to themselves, 20 s")]
    [InlineData(241920, "the same, 3 s")]
    [InlineData(714136, "the same, 5 s")]
    public void Take_WhatWasFoundBefore_IsNoFindingAnyMore(long number, string what)
    {
        var run = new FuzzRun();

        run.Take(number, 1);

        Assert.True(run.Findings.Count == 0, $"{what}: {string.Join(", ", run.Findings)}");
    }

    private static string Describe(FuzzRun run, TimeSpan took)
    {
        var text = new StringBuilder();
        text.AppendLine(CultureInfo.InvariantCulture, $"| inputs | {Inputs:N0} |").AppendLine("|---|---|");
        text.AppendLine(CultureInfo.InvariantCulture, $"| decoded and encoded anew | {run.Rendered:N0} |");
        foreach (var (name, count) in run.Recognised.OrderByDescending(pair => pair.Value))
            text.AppendLine(CultureInfo.InvariantCulture, $"| recognised as {name} | {count:N0} |");
        text.AppendLine(CultureInfo.InvariantCulture, $"| longest | {run.Longest.TotalMilliseconds:N0} ms |");
        text.AppendLine(CultureInfo.InvariantCulture, $"| the same, of what is decoded unasked | {run.LongestUnasked.TotalMilliseconds:N0} ms |");
        text.AppendLine(CultureInfo.InvariantCulture, $"| most allocated (managed) | {run.MostBytes:N0} B |");
        text.AppendLine(CultureInfo.InvariantCulture, $"| the same, of what is decoded unasked | {run.MostBytesUnasked:N0} B |");
        using var self = Process.GetCurrentProcess();
        text.AppendLine(CultureInfo.InvariantCulture, $"| largest resident set of the process | {self.PeakWorkingSet64 >> 20} MiB |");
        text.AppendLine(CultureInfo.InvariantCulture, $"| time | {took.TotalSeconds:N0} s |");
        text.AppendLine(CultureInfo.InvariantCulture, $"| crashes, hangs, above a limit | {run.Findings.Count} |");
        foreach (string finding in run.Findings)
            text.AppendLine(finding);
        return text.ToString();
    }
}
