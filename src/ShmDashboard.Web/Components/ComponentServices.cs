using Microsoft.Extensions.Localization;
using MudBlazor;
using MudBlazor.Services;
using ShmDashboard.Web.Components.Overview;
using ShmDashboard.Web.Components.Wording;
using ShmDashboard.Web.Localization;

namespace ShmDashboard.Web.Components;

/// <summary>The pages, and what they need beside the monitor, the publisher, the options and the clock.</summary>
public static class ComponentServices
{
    /// <summary>Adds Blazor, MudBlazor's dialogs and notices, and the two languages.</summary>
    public static IServiceCollection AddDashboardComponents(this IServiceCollection services)
    {
        services.AddRazorComponents().AddInteractiveServerComponents();
        services.AddMudServices(mud =>
        {
            mud.SnackbarConfiguration.PositionClass = Defaults.Classes.Position.BottomRight;
            mud.SnackbarConfiguration.PreventDuplicates = false;
            mud.SnackbarConfiguration.ShowTransitionDuration = 120;
            mud.SnackbarConfiguration.HideTransitionDuration = 120;
        });
        services.AddTransient<MudLocalizer, MudWords>();
        services.AddLocalization();
        // A circuit's own: what its browser chose. Requests of programs have them as they are without a choice.
        services.AddScoped<SizeWords>();
        services.AddScoped<ListPlace>();
        services.AddScoped(provider => new SentenceWords(
            provider.GetRequiredService<IStringLocalizer<Sentences>>(), provider.GetRequiredService<IStringLocalizer<Strings>>(), provider.GetRequiredService<SizeWords>()));
        return services;
    }

    /// <summary>Maps the pages.</summary>
    public static void MapDashboardComponents(this IEndpointRouteBuilder app) => app.MapRazorComponents<App>().AddInteractiveServerRenderMode(mode => mode.ContentSecurityFrameAncestorsPolicy = null);
}
