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
        // The Host header has passed the allow-list by now, so being equal to it means being us.
        if (request.Headers.Origin.Count > 0)
            return string.Equals(request.Headers.Origin, $"{request.Scheme}://{request.Host}", StringComparison.OrdinalIgnoreCase);
        return request.Headers["Sec-Fetch-Site"].ToString() is "" or "same-origin" or "none";
    }
}
