namespace ShmDashboard.Web.Security;

/// <summary>What every answer tells the browser to forbid.</summary>
internal sealed class SecurityHeaders(RequestDelegate next)
{
    public Task InvokeAsync(HttpContext context)
    {
        var headers = context.Response.Headers;
        // Styles: MudBlazor's theme and Blazor's reconnect notice set style attributes. Scripts: files of ours only, never inline.
        headers.ContentSecurityPolicy =
            "default-src 'none'; script-src 'self'; worker-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' blob: data:; " +
            $"font-src 'self'; connect-src 'self' ws://{context.Request.Host}; manifest-src 'self'; base-uri 'self'; " +
            "form-action 'self'; frame-ancestors 'none'";
        headers.XContentTypeOptions = "nosniff";
        // Not "no-referrer": with it a browser sends "Origin: null" along with our own form (Fetch Standard, "serializing a
        // request origin"), which then looks like a foreign one.
        headers["Referrer-Policy"] = "same-origin";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        return next(context);
    }
}
