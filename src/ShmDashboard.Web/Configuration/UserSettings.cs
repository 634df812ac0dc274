using System.Globalization;
using System.Web;

namespace ShmDashboard.Web.Configuration;

/// <summary>
/// What a browser chose for itself and keeps in a cookie, so that the first render knows it already. Theme and language have
/// stores of their own. Immutable.
/// </summary>
public sealed record UserSettings
{
    /// <summary>The cookie's name. Written by the settings page's script, read here.</summary>
    public const string CookieName = "shm-settings";

    /// <summary>The pages that can be the first.</summary>
    public static IReadOnlyList<string> StartPages { get; } = ["/", "/?view=wall", "/health", "/events", "/upload"];

    /// <summary>Two lines for each segment unless the address says otherwise.</summary>
    public bool Roomy { get; init; }

    /// <summary>Where the login and the name in the header lead.</summary>
    public string StartPage { get; init; } = "/";

    /// <summary>Reads the cookie's value. What is not understood is as if it were not there.</summary>
    public static UserSettings Parse(string? cookie)
    {
        if (string.IsNullOrEmpty(cookie) || cookie.Length > 1000) return new();
        var values = HttpUtility.ParseQueryString(cookie);
        return new()
        {
            Roomy = values["rows"] == "roomy",
            StartPage = values["start"] is { } start && StartPages.Contains(start) ? start : "/",
        };
    }

    /// <summary>The cookie's value.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"rows={(Roomy ? "roomy" : "compact")}&start={Uri.EscapeDataString(StartPage)}");
}
