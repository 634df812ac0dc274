using System.Globalization;
using System.Web;

namespace ShmDashboard.Web.Configuration;

/// <summary>
/// What a browser chose for itself and keeps in a cookie, so that the first render knows it already. Theme and language have
/// stores of their own. Immutable.
/// </summary>
public sealed record UserSettings
{
    /// <summary>The cookie's name. Written by the pages' scripts (<c>js/settings.js</c>), read here and there.</summary>
    public const string CookieName = "shm-settings";

    /// <summary>The pages that can be the first.</summary>
    public static IReadOnlyList<string> StartPages { get; } = ["/", "/?view=wall", "/health", "/events", "/upload"];

    /// <summary>How often a second pages are drawn anew at most; 0 for as often as there is something new.</summary>
    public static IReadOnlyList<int> Rates { get; } = [0, 30, 10, 1];

    /// <summary>Two lines for each segment unless the address says otherwise.</summary>
    public bool Roomy { get; init; }

    /// <summary>Where the login and the name in the header lead.</summary>
    public string StartPage { get; init; } = "/";

    /// <summary>One of <see cref="Rates"/>.</summary>
    public int Rate { get; init; }

    /// <summary>What sizes are counted in.</summary>
    public SizeUnit Units { get; init; }

    /// <summary>How long to wait between two renders of what is watched.</summary>
    /// <param name="usual">As long as that without a choice.</param>
    public TimeSpan Pace(TimeSpan usual) => Rate > 0 && TimeSpan.FromSeconds(1.0 / Rate) is var chosen && chosen > usual ? chosen : usual;

    /// <summary>Reads the cookie's value. What is not understood is as if it were not there.</summary>
    public static UserSettings Parse(string? cookie)
    {
        if (string.IsNullOrEmpty(cookie) || cookie.Length > 1000) return new();
        var values = HttpUtility.ParseQueryString(cookie);
        return new()
        {
            Roomy = values["rows"] == "roomy",
            StartPage = values["start"] is { } start && StartPages.Contains(start) ? start : "/",
            Rate = int.TryParse(values["rate"], NumberStyles.None, CultureInfo.InvariantCulture, out int rate) && Rates.Contains(rate) ? rate : 0,
            Units = values["units"] switch { "decimal" => SizeUnit.Decimal, "bytes" => SizeUnit.Bytes, _ => SizeUnit.Binary },
        };
    }

    /// <summary>The cookie's value.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"rows={(Roomy ? "roomy" : "compact")}&start={Uri.EscapeDataString(StartPage)}&rate={Rate}&units={Units switch { SizeUnit.Decimal => "decimal", SizeUnit.Bytes => "bytes", _ => "binary" }}");
}
