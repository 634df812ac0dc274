namespace ShmDashboard.Web.Localization;

/// <summary>
/// Names the translations of MudBlazor's own words, by its keys: <c>MudStrings.zh-Hans.resx</c>. It brings the English ones
/// itself, so English needs no file.
/// </summary>
public sealed class MudStrings;
