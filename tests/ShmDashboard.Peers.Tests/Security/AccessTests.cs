using System.Net;
using ShmDashboard.Peers.Tests.Dashboard;
using ShmDashboard.Peers.Tests.Pictures;

namespace ShmDashboard.Peers.Tests.Security;

/// <summary>Who is let in, over the wire, against the started program.</summary>
public sealed class AccessTests(SharedDashboard shared) : PeerTest(shared)
{
    [Theory]
    [InlineData(null)]
    [InlineData("not the token")]
    public async Task Api_WithoutTheToken_401(string? token)
    {
        using var http = Dashboard.NewClient(token);

        using var list = await http.GetAsync("/api/segments");
        using var picture = await http.GetAsync(DashboardApi.AddressOf("qt:share", "/picture"));

        var problem = await DashboardApi.ProblemAsync(list, HttpStatusCode.Unauthorized);
        Assert.Contains("Bearer", problem.Detail, StringComparison.Ordinal);
        await DashboardApi.ProblemAsync(picture, HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task Put_WithoutTheToken_401AndNothingIsMade()
    {
        var key = NewKey();
        using var http = Dashboard.NewClient(token: null);

        await new DashboardApi(http).PutPictureInVainAsync(
            key.Id, PngPicture.Make(4, 4, PngKind.Rgb8, 1).File, HttpStatusCode.Unauthorized);

        Assert.Empty(key.Leftovers());
    }

    [Fact]
    public async Task Put_FromAPageOfAnotherSite_403AndNothingIsMade()
    {
        var key = NewKey();
        using var http = Dashboard.NewClient(Dashboard.Token);
        http.DefaultRequestHeaders.Add("Origin", "http://evil.example");

        var problem = await new DashboardApi(http).PutPictureInVainAsync(
            key.Id, PngPicture.Make(4, 4, PngKind.Rgb8, 1).File, HttpStatusCode.Forbidden);

        Assert.Contains("http://evil.example", problem.Detail, StringComparison.Ordinal);
        Assert.Empty(key.Leftovers());
    }

    [Fact]
    public async Task Put_FromOurOwnPage_IsAccepted()
    {
        var key = NewKey();
        using var http = Dashboard.NewClient(Dashboard.Token);
        http.DefaultRequestHeaders.Add("Origin", Dashboard.Root.GetLeftPart(UriPartial.Authority));

        var reply = await new DashboardApi(http).PutPictureAsync(key.Id, PngPicture.Make(4, 4, PngKind.Rgb8, 1).File);

        Assert.Equal("create", reply.Action);
    }

    [Theory]
    [InlineData("evil.example")]
    [InlineData("shmdashboard.example:80")]
    public async Task Api_AskedByAForeignHostName_400(string host)
    {
        using var http = Dashboard.NewClient(Dashboard.Token);
        http.DefaultRequestHeaders.Host = host;

        using var response = await http.GetAsync("/api/segments");

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
    }

    [Fact]
    public async Task Login_PrintedAddress_GivesACookieThatOpensTheRestAndHidesTheToken()
    {
        using var http = Dashboard.NewClient(token: null);

        using var login = await http.GetAsync(Dashboard.LoginAddress);
        string cookie = Assert.Single(login.Headers.GetValues("Set-Cookie"));

        Assert.Equal(HttpStatusCode.Found, login.StatusCode);
        Assert.Equal("/", login.Headers.Location?.OriginalString);
        Assert.Contains("httponly", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("samesite=strict", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain(Dashboard.Token, cookie, StringComparison.Ordinal);

        http.DefaultRequestHeaders.Add("Cookie", cookie.Split(';')[0]);
        Assert.NotNull(await new DashboardApi(http).ListAsync());
        using var page = await http.GetAsync("/");
        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
    }

    [Theory]
    [InlineData("/login?t=wrong-token")]
    [InlineData("/login")]
    public async Task Login_WithoutTheRightToken_401AndNoCookie(string address)
    {
        using var http = Dashboard.NewClient(token: null);

        using var login = await http.GetAsync(address);

        Assert.Equal(HttpStatusCode.Unauthorized, login.StatusCode);
        Assert.False(login.Headers.Contains("Set-Cookie"));
    }

    [Fact]
    public async Task Page_WithoutASession_IsTheLoginPage()
    {
        using var http = Dashboard.NewClient(token: null);
        http.DefaultRequestHeaders.Accept.ParseAdd("text/html");

        using var page = await http.GetAsync("/");

        Assert.Equal(HttpStatusCode.Unauthorized, page.StatusCode);
        Assert.Contains("action=\"/login\"", await page.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/_blazor/negotiate?negotiateVersion=1", "POST")]
    [InlineData("/_blazor", "GET")]
    public async Task Circuit_WithoutASession_401(string address, string method)
    {
        using var http = Dashboard.NewClient(token: null);

        using var response = await http.SendAsync(new HttpRequestMessage(new HttpMethod(method), address));

        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
    }

    [Fact]
    public void Port_ListensOnLoopbackOnly()
    {
        // /proc/net/tcp: local address in hex, state 0A = listening; 0100007F is 127.0.0.1.
        string port = Dashboard.Root.Port.ToString("X4", System.Globalization.CultureInfo.InvariantCulture);
        var listening = File.ReadLines("/proc/net/tcp").Concat(File.ReadLines("/proc/net/tcp6"))
            .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Where(fields => fields.Length > 3 && fields[3] == "0A" && fields[1].EndsWith(":" + port, StringComparison.Ordinal))
            .Select(fields => fields[1].Split(':')[0]);

        Assert.Equal(["0100007F"], listening);
    }
}
