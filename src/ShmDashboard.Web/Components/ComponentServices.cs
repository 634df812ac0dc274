using Microsoft.Extensions.Localization;
using Radzen;
using ShmDashboard.Web.Components.Wording;
using ShmDashboard.Web.Localization;

namespace ShmDashboard.Web.Components;

/// <summary>What the pages need beside the monitor, the publisher, the options and the clock.</summary>
public static class ComponentServices
{
    /// <summary>Adds Blazor, Radzen's dialogs and notifications, and the two languages.</summary>
    public static IServiceCollection AddDashboardComponents(this IServiceCollection services)
    {
        services.AddRazorComponents().AddInteractiveServerComponents();
        services.AddRadzenComponents();
        services.AddLocalization();
        services.AddSingleton(provider => new SentenceWords(
            provider.GetRequiredService<IStringLocalizer<Sentences>>(), provider.GetRequiredService<IStringLocalizer<Strings>>()));
        return services;
    }
}
