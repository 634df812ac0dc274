using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;
using ShmDashboard.Web.Api;
using ShmDashboard.Web.Configuration;
using ShmDashboard.Web.Hosting;

namespace ShmDashboard.Web.Security;

/// <summary>
/// Lets in who brings the token: as <c>Authorization: Bearer</c> (programs) or by the session cookie that
/// <c>/login?t=…</c> sets (browsers). Everybody, when logins are switched off.
/// </summary>
internal sealed class TokenAuthenticationHandler(
    IOptionsMonitor<AuthenticationSchemeOptions> options,
    ILoggerFactory logger,
    UrlEncoder encoder,
    DashboardOptions dashboard,
    SessionCookie cookie)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    public const string SchemeName = "ShmDashboardToken";

    private const string BearerPrefix = "Bearer ";

    protected override Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (!dashboard.TokenRequired)
            return Task.FromResult(Success("anybody"));

        string? authorization = Request.Headers.Authorization;
        if (authorization?.StartsWith(BearerPrefix, StringComparison.OrdinalIgnoreCase) == true)
        {
            return Task.FromResult(cookie.Token!.Matches(authorization[BearerPrefix.Length..].Trim())
                ? Success("program")
                : AuthenticateResult.Fail("The bearer token is not the one this dashboard was started with."));
        }

        return Task.FromResult(cookie.IsValid(Request) ? Success("browser") : AuthenticateResult.NoResult());
    }

    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        Response.Headers.WWWAuthenticate = "Bearer realm=\"ShmDashboard\"";
        return AsksForPage(Request)
            ? LoginPage.WriteAsync(
                Context, StatusCodes.Status401Unauthorized, cookie.IsOutdated(Request) ? LoginReason.Restarted : LoginReason.None,
                ReturnAddress.Of(Request))
            : Problems.Unauthorized().ExecuteAsync(Context);
    }

    private static AuthenticateResult Success(string name) => AuthenticateResult.Success(new AuthenticationTicket(
        new ClaimsPrincipal(new ClaimsIdentity([new Claim(ClaimTypes.Name, name)], SchemeName)), SchemeName));

    /// <summary>Whether a person looks at the answer.</summary>
    internal static bool AsksForPage(HttpRequest request) =>
        HttpMethods.IsGet(request.Method) && !request.Path.StartsWithSegments("/api", StringComparison.Ordinal) &&
        request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase);
}
