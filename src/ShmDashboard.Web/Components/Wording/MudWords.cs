using Microsoft.Extensions.Localization;
using MudBlazor;
using ShmDashboard.Web.Localization;

namespace ShmDashboard.Web.Components.Wording;

/// <summary>
/// MudBlazor's own words (labels of buttons that only show an icon, mostly) in the page's language. What is not among ours
/// stays as MudBlazor has it, in English.
/// </summary>
internal sealed class MudWords(IStringLocalizer<MudStrings> text) : MudLocalizer
{
    /// <inheritdoc/>
    public override LocalizedString this[string key] => text[key];

    /// <inheritdoc/>
    public override LocalizedString this[string key, params object[] arguments] => text[key, arguments];
}
