using ShmDashboard.Web.Configuration;
using ShmDashboard.Web.Hosting;

namespace ShmDashboard.Web.Security;

/// <summary>The browser's proof that it was let in.</summary>
internal sealed class SessionCookie(DashboardOptions options)
{
    /// <summary>The token; null when logins are switched off.</summary>
    public AccessToken? Token { get; } = options.Token is { } token ? new AccessToken(token) : null;

    public bool IsValid(HttpRequest request) => Token?.MatchesSession(request.Cookies[NameFor(request)]) == true;

    /// <summary>Whether the browser was let in by an earlier start of the dashboard, with another token.</summary>
    public bool IsOutdated(HttpRequest request) =>
        Token is not null && request.Cookies[NameFor(request)] is { Length: > 0 } && !IsValid(request);

    public void Set(HttpResponse response) => response.Cookies.Append(
        NameFor(response.HttpContext.Request), Token!.Session,
        new CookieOptions { HttpOnly = true, SameSite = SameSiteMode.Strict, Path = "/", IsEssential = true });

    // Cookies ignore the port; the name keeps two dashboards on one machine apart.
    private static string NameFor(HttpRequest request) => $"shmdashboard-{request.Host.Port ?? 80}";
}
