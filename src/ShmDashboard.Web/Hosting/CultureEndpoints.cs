using Microsoft.AspNetCore.Localization;
using ShmDashboard.Web.Api;
using ShmDashboard.Wording;

namespace ShmDashboard.Web.Hosting;

/// <summary><c>/culture?c=zh-Hans&amp;returnUrl=/</c>: remembers the language and goes back.</summary>
internal static class CultureEndpoints
{
    public static void MapCulture(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/culture", (HttpContext context, string c, string? returnUrl) =>
        {
            if (c is not ("en" or "zh-Hans"))
                return (IResult)Problems.BadRequest(Sentence.Of($"Cannot switch to language '{c}': this dashboard speaks en and zh-Hans."));

            context.Response.Cookies.Append(
                CookieRequestCultureProvider.DefaultCookieName,
                CookieRequestCultureProvider.MakeCookieValue(new RequestCulture(c)),
                new CookieOptions { SameSite = SameSiteMode.Strict, HttpOnly = true, MaxAge = TimeSpan.FromDays(365) });
            return TypedResults.LocalRedirect(IsLocal(returnUrl) ? returnUrl! : "/");
        }).ExcludeFromDescription();

    private static bool IsLocal(string? url) =>
        url is ['/', ..] && !url.StartsWith("//", StringComparison.Ordinal) && !url.StartsWith("/\\", StringComparison.Ordinal);
}
