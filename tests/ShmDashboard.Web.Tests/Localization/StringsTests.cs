using System.Globalization;
using System.Resources;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using ShmDashboard.Web.Localization;

namespace ShmDashboard.Web.Tests.Localization;

/// <summary>Both languages say the same things, and the pages say nothing that is not there.</summary>
public sealed partial class StringsTests
{
    private static readonly Dictionary<string, string> s_english = Load(CultureInfo.InvariantCulture);
    private static readonly Dictionary<string, string> s_chinese = Load(CultureInfo.GetCultureInfo("zh-Hans"));

    [Fact]
    public void Languages_HaveTheSameKeys()
    {
        Assert.Equal(s_english.Keys.Order(StringComparer.Ordinal), s_chinese.Keys.Order(StringComparer.Ordinal));
        Assert.True(s_english.Count > 200);
    }

    [Fact]
    public void Languages_HaveTheSamePlaceholders() => Assert.All(s_english, pair =>
        Assert.Equal((pair.Key, Placeholders(pair.Value)), (pair.Key, Placeholders(s_chinese[pair.Key]))));

    [Fact]
    public void Chinese_IsTranslated()
    {
        // What is the same in both: names and signs.
        string[] same = ["Process.More", "Payload.QString"];
        var untranslated = s_english.Where(pair => pair.Value.Any(char.IsAsciiLetter) && s_chinese[pair.Key] == pair.Value).Select(pair => pair.Key);
        Assert.Empty(untranslated.Except(same));
    }

    [Fact]
    public void Pages_UseOnlyKeysThatExist_AndAllOfThem()
    {
        var used = new HashSet<string>();
        foreach (string file in Directory.EnumerateFiles(Components(), "*", SearchOption.AllDirectories)
            .Where(file => file.EndsWith(".razor", StringComparison.Ordinal) || file.EndsWith(".cs", StringComparison.Ordinal)))
        {
            foreach (Match match in Key().Matches(File.ReadAllText(file))) used.Add(match.Groups[1].Value);
        }

        Assert.Empty(used.Except(s_english.Keys));
        Assert.Empty(s_english.Keys.Except(used));
    }

    [GeneratedRegex("""\b(?:L|text)\["([A-Za-z0-9.]+)"[\],]""")]
    private static partial Regex Key();

    [GeneratedRegex("""\{\d\}""")]
    private static partial Regex Placeholder();

    private static string Placeholders(string text) =>
        string.Join(' ', Placeholder().Matches(text).Select(match => match.Value).Order(StringComparer.Ordinal));

    private static Dictionary<string, string> Load(CultureInfo culture)
    {
        var set = new ResourceManager(typeof(Strings)).GetResourceSet(culture, createIfNotExists: true, tryParents: false)!;
        return set.Cast<System.Collections.DictionaryEntry>().ToDictionary(entry => (string)entry.Key, entry => (string)entry.Value!);
    }

    private static string Components([CallerFilePath] string here = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "../../../src/ShmDashboard.Web/Components"));
}
