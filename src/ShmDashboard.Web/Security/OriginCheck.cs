using ShmDashboard.Web.Api;

namespace ShmDashboard.Web.Security;

/// <summary>
/// Refuses what another site's page sends through the user's browser: everything that changes state, and the opening of
/// a WebSocket. Programs send neither Origin nor Sec-Fetch-Site and pass; browsers always send them on such requests
/// (Fetch Standard, "Origin header").
/// </summary>
internal sealed class OriginCheck(RequestDelegate next)
{
    public Task InvokeAsync(HttpContext context)
    {
        var request = context.Request;
        return ChangesState(request) && !IsSameOrigin(request)
            ? Problems.ForeignOrigin(request.Headers.Origin.ToString(), $"{request.Scheme}://{request.Host}").ExecuteAsync(context)
            : next(context);
    }

    private static bool ChangesState(HttpRequest request) =>
        !(HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method) || HttpMethods.IsOptions(request.Method)) ||
        request.Headers.Upgrade.Count > 0 || IsExtendedConnect(request);

    private static bool IsExtendedConnect(HttpRequest request) => HttpMethods.IsConnect(request.Method);

    private static bool IsSameOrigin(HttpRequest request)
    {
        string site = request.Headers["Sec-Fetch-Site"].ToString();
        // The Host header has passed the allow-list by now, so being equal to it means being us. "null" is an origin that the
        // browser withholds (a sandboxed frame, a page that asks for it): then only its own word for who asks is good enough.
        return request.Headers.Origin.ToString() switch
        {
            "" => site is "" or "same-origin" or "none",
            "null" => site is "same-origin",
            var origin => string.Equals(origin, $"{request.Scheme}://{request.Host}", StringComparison.OrdinalIgnoreCase),
        };
    }
}
