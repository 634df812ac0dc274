using System.Net.Mime;

namespace ShmDashboard.Web.Security;

/// <summary>
/// What a browser without a session sees. Plain HTML without script: it must work before anything else is let through.
/// </summary>
internal static class LoginPage
{
    public static Task WriteAsync(HttpContext context, int status, bool wrongToken)
    {
        bool chinese = context.Request.GetTypedHeaders().AcceptLanguage.MaxBy(language => language.Quality ?? 1)
            ?.Value.StartsWith("zh", StringComparison.OrdinalIgnoreCase) == true;
        var (lang, title, intro, label, button, wrong) = chinese
            ? ("zh-Hans", "登录", "启动时终端里打印了一个可直接打开的地址;也可以在这里粘贴其中的令牌。", "令牌", "进入",
                "令牌不对:它可能属于上一次启动。请使用终端里最新打印的地址。")
            : ("en", "Log in", "The terminal printed an address ready to open when the dashboard started. Or paste its token here.",
                "Token", "Enter",
                "That is not the token: it may belong to an earlier start. Use the address that the terminal printed last.");
        string alert = wrongToken ? $"<p class=\"login-wrong\" role=\"alert\">{wrong}</p>" : "";

        context.Response.StatusCode = status;
        context.Response.ContentType = MediaTypeNames.Text.Html + "; charset=utf-8";
        context.Response.Headers.CacheControl = "no-store";
        return context.Response.WriteAsync(
            $"""
            <!DOCTYPE html>
            <html lang="{lang}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
            <title>ShmDashboard · {title}</title><link rel="stylesheet" href="/css/tokens.css"><link rel="stylesheet" href="/css/login.css">
            <link rel="icon" href="/favicon.svg"></head>
            <body class="login"><main><h1>ShmDashboard</h1><p>{intro}</p>{alert}
            <form method="post" action="/login"><label>{label}<input name="t" type="password" autocomplete="current-password" required autofocus></label>
            <button type="submit">{button}</button></form></main></body></html>
            """);
    }
}
