using System.Collections;
using System.Globalization;
using System.Resources;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using MudBlazor;
using ShmDashboard.Web.Components.Wording;
using ShmDashboard.Web.Localization;
using ShmDashboard.Web.Tests.Components;

namespace ShmDashboard.Web.Tests.Localization;

/// <summary>The words that MudBlazor's components say themselves are Chinese on a Chinese page.</summary>
public sealed partial class MudStringsTests : ComponentTest
{
    private static readonly Dictionary<string, string> s_library = Load(new ResourceManager("MudBlazor.Resources.LanguageResource", typeof(MudButton).Assembly), CultureInfo.InvariantCulture);
    private static readonly Dictionary<string, string> s_chinese = Load(new ResourceManager(typeof(MudStrings)), CultureInfo.GetCultureInfo("zh-Hans"));

    [Fact]
    public void Keys_AreMudBlazors() => Assert.Empty(s_chinese.Keys.Except(s_library.Keys));

    [Fact]
    public void Words_OfEveryComponentInUse_AreTranslated()
    {
        var used = Directory.EnumerateFiles(Components(), "*.razor", SearchOption.AllDirectories)
            .SelectMany(file => Component().Matches(File.ReadAllText(file))).Select(match => match.Groups[1].Value).ToHashSet(StringComparer.Ordinal);
        Assert.Contains("MudTable", used);
        string[] brought = ["MudSnackbar", "MudInput", "MudFormComponent", "Converter"];

        var needed = s_library.Keys.Where(key => used.Concat(brought).Contains(key[..key.IndexOf('_', StringComparison.Ordinal)]));

        Assert.Empty(needed.Except(s_chinese.Keys));
    }

    [Fact]
    public void Words_HaveTheSamePlaceholders() => Assert.All(s_chinese, pair =>
        Assert.Equal(Placeholders(s_library[pair.Key]), Placeholders(pair.Value)));

    [Fact]
    public void Words_OnAChinesePage_AreChinese()
    {
        CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo("zh-Hans");
        Services.AddTransient<MudLocalizer, MudWords>();

        Assert.Equal("关闭", Services.GetRequiredService<MudLocalizer>()["MudSnackbar_Close"].Value);
        Assert.True(Services.GetRequiredService<MudLocalizer>()["MudCarousel_Next"].ResourceNotFound);
    }

    [GeneratedRegex("<(Mud[A-Za-z]+)")]
    private static partial Regex Component();

    [GeneratedRegex("""\{\d\}""")]
    private static partial Regex Placeholder();

    private static string Placeholders(string text) =>
        string.Join(' ', Placeholder().Matches(text).Select(match => match.Value).Order(StringComparer.Ordinal));

    private static Dictionary<string, string> Load(ResourceManager resources, CultureInfo culture) =>
        resources.GetResourceSet(culture, createIfNotExists: true, tryParents: false)!.Cast<DictionaryEntry>()
            .ToDictionary(entry => (string)entry.Key, entry => (string)entry.Value!);

    private static string Components([CallerFilePath] string here = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "../../../src/ShmDashboard.Web/Components"));
}
