using System.Text.RegularExpressions;
using MudBlazor;
using ShmDashboard.Web.Components.Layout;

namespace ShmDashboard.Web.Tests.Components.Layout;

/// <summary>Colours have one home, <c>tokens.css</c>: the theme in code and MudBlazor's variables only repeat it.</summary>
public sealed partial class DashboardThemeTests
{
    private static readonly string s_styles = Path.Combine(Root(), "wwwroot", "css");

    public static TheoryData<bool> Themes => [false, true];

    [Theory]
    [MemberData(nameof(Themes))]
    public void Palette_EveryColourThatIsMapped_IsTheToken(bool dark)
    {
        var palette = dark ? DashboardTheme.Theme.PaletteDark : DashboardTheme.Theme.PaletteLight;
        var tokens = Tokens(dark);
        var mapped = Mapped();

        Assert.InRange(mapped.Count, 30, 60);
        foreach (var property in typeof(Palette).GetProperties())
        {
            string variable = Variable(property.Name);
            if (property.GetValue(palette) is MudBlazor.Utilities.MudColor colour && mapped.TryGetValue(variable, out string? token))
                Assert.True(colour == new MudBlazor.Utilities.MudColor(tokens[token]), $"{property.Name} is {colour}, --{token} is {tokens[token]}");
        }
    }

    private static Dictionary<string, string> Mapped() =>
        Mapping().Matches(File.ReadAllText(Path.Combine(s_styles, "mudblazor.css")))
            .ToDictionary(match => match.Groups["variable"].Value, match => match.Groups["token"].Value);

    private static Dictionary<string, string> Tokens(bool dark)
    {
        string[] parts = File.ReadAllText(Path.Combine(s_styles, "tokens.css")).Split("[data-theme=\"dark\"] {");
        return Token().Matches(parts[dark ? 1 : 0]).ToDictionary(match => match.Groups["name"].Value, match => match.Groups["colour"].Value);
    }

    // MudBlazor's names of its variables (MudThemeProvider.GenerateTheme, 9.12).
    private static string Variable(string property) => property == "TextPrimary" ? "text-primary"
        : Capital().Replace(property.Replace("ContrastText", "Text", StringComparison.Ordinal), "-$1").TrimStart('-').ToLowerInvariant();

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder!.FullName, "ShmDashboard.sln")))
            folder = folder.Parent;
        return folder.FullName;
    }

    [GeneratedRegex("--mud-palette-(?<variable>[a-z-]+): var\\(--(?<token>[a-z0-9-]+)\\)")]
    private static partial Regex Mapping();

    [GeneratedRegex("--(?<name>[a-z0-9-]+): (?<colour>#[0-9a-f]{6})")]
    private static partial Regex Token();

    [GeneratedRegex("([A-Z])")]
    private static partial Regex Capital();
}
