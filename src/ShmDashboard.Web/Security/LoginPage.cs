using System.Net.Mime;
using System.Text.Encodings.Web;

namespace ShmDashboard.Web.Security;

/// <summary>
/// What a browser without a session sees. Plain HTML without script: it must work before anything else is let through.
/// </summary>
internal static class LoginPage
{
    /// <summary>The form's field with the address to go back to.</summary>
    public const string BackField = "back";

    public static Task WriteAsync(HttpContext context, int status, LoginReason reason, string back)
    {
        bool chinese = context.Request.GetTypedHeaders().AcceptLanguage.MaxBy(language => language.Quality ?? 1)
            ?.Value.StartsWith("zh", StringComparison.OrdinalIgnoreCase) == true;
        var (lang, title, intro, label, button, wrong, restarted) = chinese
            ? ("zh-Hans", "登录", "启动时终端里打印了一个可直接打开的地址；也可以在这里粘贴其中的令牌。", "令牌", "进入",
                "令牌不对：它可能属于上一次启动。请使用终端里最新打印的地址。",
                "自您登录以来，仪表板已重新启动，令牌也换了。登录后会回到刚才的页面。")
            : ("en", "Log in", "The terminal printed an address ready to open when the dashboard started. Or paste its token here.",
                "Token", "Enter",
                "That is not the token: it may belong to an earlier start. Use the address that the terminal printed last.",
                "The dashboard was started anew since you logged in, with a new token. After the login you are back where you were.");
        string alert = reason switch
        {
            LoginReason.WrongToken => $"<p class=\"login-wrong\" role=\"alert\">{wrong}</p>",
            LoginReason.Restarted => $"<p class=\"login-restarted\" role=\"status\">{restarted}</p>",
            _ => "",
        };

        context.Response.StatusCode = status;
        context.Response.ContentType = MediaTypeNames.Text.Html + "; charset=utf-8";
        context.Response.Headers.CacheControl = "no-store";
        return context.Response.WriteAsync(
            $"""
            <!DOCTYPE html>
            <html lang="{lang}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
            <title>ShmDashboard · {title}</title><link rel="stylesheet" href="/css/tokens.css"><link rel="stylesheet" href="/css/login.css">
            <link rel="icon" href="/favicon.svg"></head>
            <body class="login"><main><h1>ShmDashboard</h1>{alert}<p>{intro}</p>
            <form method="post" action="/login"><input type="hidden" name="{BackField}" value="{HtmlEncoder.Default.Encode(back)}"><label>{label}<input name="t" type="password" autocomplete="current-password" required autofocus></label>
            <button type="submit">{button}</button></form></main></body></html>
            """);
    }
}
