using System.Net;
using System.Text.RegularExpressions;

namespace ShmDashboard.Web.Tests.Hosting;

/// <summary>What a browser gets on its first visit, from the real host.</summary>
public sealed partial class StaticFilesTests(RunningDashboard dashboard) : IClassFixture<RunningDashboard>
{
    private const int FirstLoadBytes = 600_000;

    [Fact]
    public async Task FirstPage_WithAllThatItLinks_IsSmallCompressedAndCached()
    {
        using var client = await LoggedInAsync();
        string page = await client.GetStringAsync("/", RunningDashboard.Stop);
        string[] links = [.. Links().Matches(page).Select(match => match.Groups["path"].Value).Where(path => path.Length > 0 && !path.StartsWith("http", StringComparison.Ordinal)).Distinct()];
        long transferred = 0;
        client.DefaultRequestHeaders.AcceptEncoding.ParseAdd("gzip, br");

        foreach (string link in links.Append(""))
        {
            using var response = await client.GetAsync("/" + link.TrimStart('/'), RunningDashboard.Stop);
            transferred += (await response.Content.ReadAsByteArrayAsync(RunningDashboard.Stop)).Length;
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
            if (link.Length > 0 && Fingerprint().IsMatch(link))
                Assert.True(response.Headers.CacheControl?.ToString().Contains("immutable", StringComparison.Ordinal), link + ": " + response.Headers.CacheControl);
            if (link.EndsWith(".css", StringComparison.Ordinal) || link.EndsWith(".js", StringComparison.Ordinal))
                Assert.Single(response.Content.Headers.ContentEncoding);
        }

        Assert.InRange(links.Length, 5, 60);
        Assert.InRange(transferred, 10_000, FirstLoadBytes);
    }

    [Theory]
    [InlineData("/no/such/page")]
    [InlineData("/segments/old")]
    public async Task Get_UnknownAddressInABrowser_IsAPageWithStatus404(string path)
    {
        using var client = await LoggedInAsync();

        using var response = await client.GetAsync(path, RunningDashboard.Stop);
        string page = await response.Content.ReadAsStringAsync(RunningDashboard.Stop);

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.Contains("<main", page, StringComparison.Ordinal);
        Assert.Contains("href=\"/\"", page, StringComparison.Ordinal);
    }

    private async Task<HttpClient> LoggedInAsync()
    {
        var client = dashboard.Client();
        client.DefaultRequestHeaders.Accept.ParseAdd("text/html");
        using var login = await client.GetAsync($"/login?t={RunningDashboard.Token}", RunningDashboard.Stop);
        client.DefaultRequestHeaders.Add("Cookie", login.Headers.GetValues("Set-Cookie").Single().Split(';')[0]);
        return client;
    }

    [GeneratedRegex("(?:href|src)=\"(?<path>[^\"#?]+\\.(?:css|js|svg|woff2))\"")]
    private static partial Regex Links();

    [GeneratedRegex("\\.[a-z0-9]{10}\\.")]
    private static partial Regex Fingerprint();
}
