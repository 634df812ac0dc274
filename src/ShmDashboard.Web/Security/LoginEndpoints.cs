using Microsoft.AspNetCore.Mvc;
using ShmDashboard.Web.Configuration;

namespace ShmDashboard.Web.Security;

/// <summary><c>/login</c>: turns the token into a session and forgets it from the address bar.</summary>
internal static class LoginEndpoints
{
    public static void MapLogin(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/login", (HttpContext context, SessionCookie cookie, string? t) => LogIn(context, cookie, t, null))
            .AllowAnonymous()
            .ExcludeFromDescription();
        routes.MapPost("/login", (HttpContext context, SessionCookie cookie, [FromForm] string? t, [FromForm(Name = LoginPage.BackField)] string? back) =>
                LogIn(context, cookie, t, back))
            .AllowAnonymous()
            .DisableAntiforgery()
            .ExcludeFromDescription();
        // For pages that are open: 204 while their browser is let in, 401 (by the fallback policy) when it is no longer.
        routes.MapGet("/session", () => TypedResults.NoContent()).ExcludeFromDescription();
    }

    private static Task LogIn(HttpContext context, SessionCookie cookie, string? token, string? back)
    {
        if (cookie.Token is null || cookie.Token.Matches(token))
        {
            if (cookie.Token is not null)
                cookie.Set(context.Response);
            context.Response.Headers.CacheControl = "no-store";
            context.Response.Redirect(string.IsNullOrEmpty(back) ? UserSettings.Parse(context.Request.Cookies[UserSettings.CookieName]).StartPage : ReturnAddress.Checked(back));
            return Task.CompletedTask;
        }

        return LoginPage.WriteAsync(context, StatusCodes.Status401Unauthorized, string.IsNullOrEmpty(token) ? LoginReason.None : LoginReason.WrongToken, ReturnAddress.Checked(back));
    }
}
