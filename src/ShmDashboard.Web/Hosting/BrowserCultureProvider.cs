using Microsoft.AspNetCore.Localization;

namespace ShmDashboard.Web.Hosting;

/// <summary>The browser's preferred language, where any kind of Chinese means the Chinese we have.</summary>
internal sealed class BrowserCultureProvider : RequestCultureProvider
{
    public override Task<ProviderCultureResult?> DetermineProviderCultureResult(HttpContext httpContext)
    {
        foreach (var language in httpContext.Request.GetTypedHeaders().AcceptLanguage.OrderByDescending(item => item.Quality ?? 1))
        {
            if (language.Value.StartsWith("zh", StringComparison.OrdinalIgnoreCase))
                return Task.FromResult<ProviderCultureResult?>(new ProviderCultureResult("zh-Hans"));
            if (language.Value.StartsWith("en", StringComparison.OrdinalIgnoreCase))
                return Task.FromResult<ProviderCultureResult?>(new ProviderCultureResult("en"));
        }

        return NullProviderCultureResult;
    }
}
