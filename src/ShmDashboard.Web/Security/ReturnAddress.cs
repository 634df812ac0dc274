namespace ShmDashboard.Web.Security;

/// <summary>Where a browser goes after the login. It comes with the form, so it may be anything.</summary>
internal static class ReturnAddress
{
    private const int MaxLength = 2000;

    /// <summary>The address if it leads to a page of this host; "/" otherwise.</summary>
    /// <remarks>Browsers take "//" and "/\" for the beginning of another host, and drop control characters.</remarks>
    public static string Checked(string? address) =>
        address is ['/', ..] and not ['/', '/' or '\\', ..] && address.Length <= MaxLength && !address.Any(char.IsControl)
            ? address
            : "/";

    /// <summary>Path and query of what was asked for.</summary>
    public static string Of(HttpRequest request) => Checked(request.Path.ToUriComponent() + request.QueryString.ToUriComponent());
}
