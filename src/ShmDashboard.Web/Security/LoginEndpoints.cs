using Microsoft.AspNetCore.Mvc;

namespace ShmDashboard.Web.Security;

/// <summary><c>/login</c>: turns the token into a session and forgets it from the address bar.</summary>
internal static class LoginEndpoints
{
    public static void MapLogin(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/login", (HttpContext context, SessionCookie cookie, string? t) => LogIn(context, cookie, t))
            .AllowAnonymous()
            .ExcludeFromDescription();
        routes.MapPost("/login", (HttpContext context, SessionCookie cookie, [FromForm] string? t) => LogIn(context, cookie, t))
            .AllowAnonymous()
            .DisableAntiforgery()
            .ExcludeFromDescription();
    }

    private static Task LogIn(HttpContext context, SessionCookie cookie, string? token)
    {
        if (cookie.Token is null || cookie.Token.Matches(token))
        {
            if (cookie.Token is not null)
                cookie.Set(context.Response);
            context.Response.Headers.CacheControl = "no-store";
            context.Response.Redirect("/");
            return Task.CompletedTask;
        }

        return LoginPage.WriteAsync(context, StatusCodes.Status401Unauthorized, wrongToken: !string.IsNullOrEmpty(token));
    }
}
