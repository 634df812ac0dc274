using System.Collections;
using System.Globalization;
using System.Resources;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using ShmDashboard.Web.Localization;

namespace ShmDashboard.Web.Tests.Localization;

/// <summary>Whatever health, maintenance, publishing and events can say, and what is wrong with segments, locks, pictures and requests, is translated, and nothing else.</summary>
public sealed partial class SentenceTranslationsTests
{
    private static readonly Dictionary<string, string> s_chinese = new ResourceManager(typeof(Sentences))
        .GetResourceSet(CultureInfo.GetCultureInfo("zh-Hans"), createIfNotExists: true, tryParents: false)!
        .Cast<DictionaryEntry>().ToDictionary(entry => (string)entry.Key, entry => (string)entry.Value!);

    private static readonly string[] s_health = [.. Sources("Health", "*Rules.cs")];
    private static readonly string[] s_maintenance = [.. Sources("Maintenance", "*.cs")];
    private static readonly string[] s_events = [.. Sources("Events", "*.cs")];
    private static readonly string[] s_meeting = [.. Sources("Meeting", "*.cs")];
    private static readonly string[] s_waiting = [.. Sources("Waiting", "*.cs")];
    private static readonly string[] s_publishing = [.. Sources("Publishing", "*.cs")];
    private static readonly string[] s_kernel = [.. Speaking("ShmDashboard.SharedMemory")];
    private static readonly string[] s_pictures = [.. Speaking("ShmDashboard.Imaging"), .. Speaking("ShmDashboard.Monitoring")];
    private static readonly string[] s_answers = [.. Speaking("ShmDashboard.Web")];

    [Fact]
    public void Sentences_OfEveryFolder_AreTranslatedAndNoOthers()
    {
        var health = s_health.SelectMany(SentencesInSource.In).ToHashSet();
        var maintenance = s_maintenance.SelectMany(SentencesInSource.In).ToHashSet();
        var publishing = s_publishing.SelectMany(SentencesInSource.In).ToHashSet();
        var events = s_events.SelectMany(SentencesInSource.In).ToHashSet();
        var meeting = s_meeting.SelectMany(SentencesInSource.In).ToHashSet();
        var waiting = s_waiting.SelectMany(SentencesInSource.In).ToHashSet();
        var kernel = s_kernel.SelectMany(SentencesInSource.MarkedIn).ToHashSet();
        var pictures = s_pictures.SelectMany(SentencesInSource.MarkedIn).ToHashSet();
        var answers = s_answers.SelectMany(SentencesInSource.MarkedIn).ToHashSet();
        var said = health.Union(waiting).Union(maintenance).Union(publishing).Union(events).Union(meeting).Union(kernel).Union(pictures).Union(answers).ToHashSet();

        Assert.True(health.Count > 120, "The sentences were not found in the rules.");
        Assert.True(maintenance.Count > 40, "The sentences were not found in what maintains.");
        Assert.True(events.Count > 15, "The sentences were not found in what notes events.");
        Assert.True(meeting.Count > 25, "The sentences were not found in what compares.");
        Assert.True(waiting.Count > 5, "The sentences were not found in what tells of rings.");
        Assert.True(publishing.Count > 20, "The sentences were not found in what publishes.");
        Assert.True(kernel.Count > 80, "The sentences were not found in what asks the kernel.");
        Assert.True(answers.Count > 50, "The sentences were not found in what answers programs.");
        Assert.True(pictures.Count > 100, "The sentences were not found in what reads pictures.");
        Assert.Empty(said.Except(s_chinese.Keys));
        Assert.Empty(s_chinese.Keys.Except(said));
    }

    [Fact]
    public void Sentences_OfEveryFolder_KeepTheirArgumentsApart() =>
        Assert.Empty(s_health.Concat(s_maintenance).Concat(s_waiting).Concat(s_publishing).Concat(s_events).Concat(s_meeting).Concat(s_answers).SelectMany(SentencesInSource.FilledInEarly));

    [Fact]
    public void Translations_HaveTheSamePlaceholders() => Assert.All(s_chinese, pair =>
        Assert.Equal(Placeholders(pair.Key), Placeholders(pair.Value)));

    [Fact]
    public void In_ConcatenationsAndHoles_AreReadAsTheCompilerDoes() => Assert.Equal(
        ["It is {0}, and {1}. Really {2} of {{3}}.", "No braces here, and more."],
        SentencesInSource.In("""
            x = Sentence.Of(
                $"It is {Of(row, "a b c")}, and {name}. " + $"Really {so} of {{3}}."); y = "no";
            // "A comment does not count."
            Explanation = "No braces here, " +
                "and more.", z = $"user {name} of something", Subject = "kernel.sem, fourth number (semmni)",
            """));

    [Fact]
    public void FilledInEarly_SentenceOfAnInterpolatedString_IsFound() => Assert.Equal(
        ["Cannot remove '{0}': it is in use."],
        SentencesInSource.FilledInEarly("""
            Problem = $"Cannot remove '{id}': " + $"it is in use.", x = Sentence.Of($"Its key is {key}."), y = $"{a}|{b}|",
            """));

    private static string Placeholders(string text) =>
        string.Join(' ', Placeholder().Matches(text).Select(match => match.Value).Order(StringComparer.Ordinal));

    [GeneratedRegex("""\{\d\}""")]
    private static partial Regex Placeholder();

    private static IEnumerable<string> Sources(string folder, string files, [CallerFilePath] string here = "") =>
        Directory.EnumerateFiles(Path.Combine(Path.GetDirectoryName(here)!, "../../../src/ShmDashboard.Monitoring", folder), files)
            .Select(File.ReadAllText);

    private static IEnumerable<string> Speaking(string project, [CallerFilePath] string here = "") =>
        Directory.EnumerateFiles(Path.Combine(Path.GetDirectoryName(here)!, "../../../src", project), "*.cs", SearchOption.AllDirectories)
            .Select(File.ReadAllText).Where(source => source.Contains("Sentence.Of(", StringComparison.Ordinal));
}
