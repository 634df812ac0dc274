using System.Net;
using System.Net.Http.Headers;
using System.Net.WebSockets;
using ShmDashboard.Web.Configuration;
using ShmDashboard.Web.Hosting;
using ShmDashboard.Web.Tests.Hosting;

namespace ShmDashboard.Web.Tests.Security;

public sealed class AccessTests(RunningDashboard dashboard) : IClassFixture<RunningDashboard>
{
    public static TheoryData<string> Protected =>
        ["/", "/upload", "/segment/qt%3Ashare", "/api/segments", "/api/segments/qt%3Ashare", "/api/segments/qt%3Ashare/picture",
            "/api/segments/qt%3Ashare/bytes", "/api/health", "/api/waiting", "/api/events", "/api/trash", "/api/actions", "/api/openapi.json", "/_blazor/negotiate", "/stream", "/hub/segments", "/no/such/page", "/culture?c=en", "/session"];

    [Theory]
    [MemberData(nameof(Protected))]
    public async Task Get_WithoutToken_Is401(string path)
    {
        using var client = dashboard.Client();

        using var response = await client.GetAsync(path, RunningDashboard.Stop);

        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
    }

    [Theory]
    [InlineData("PUT", "/api/segments/qt%3Ashare/picture")]
    [InlineData("PUT", "/api/segments/qt%3Ashare/text")]
    [InlineData("DELETE", "/api/segments/qt%3Ashare/hold")]
    [InlineData("POST", "/_blazor/negotiate")]
    public async Task Write_WithoutToken_Is401(string method, string path)
    {
        using var client = dashboard.Client();

        using var response = await client.SendAsync(new HttpRequestMessage(new HttpMethod(method), path), RunningDashboard.Stop);

        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
    }

    [Fact]
    public async Task Get_PageInABrowserWithoutSession_ShowsTheLogin()
    {
        using var client = dashboard.Client();
        client.DefaultRequestHeaders.Accept.ParseAdd("text/html");

        using var response = await client.GetAsync("/", RunningDashboard.Stop);

        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
        Assert.Contains("action=\"/login\"", await response.Content.ReadAsStringAsync(RunningDashboard.Stop), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/css/tokens.css")]
    [InlineData("/css/login.css")]
    [InlineData("/favicon.svg")]
    public async Task Get_WhatTheLoginPageLinks_AnswersWithoutToken(string path)
    {
        using var client = dashboard.Client();

        using var response = await client.GetAsync(path, RunningDashboard.Stop);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Fact]
    public async Task Get_ApiWithoutToken_SaysWhatToDo()
    {
        using var client = dashboard.Client();

        using var response = await client.GetAsync("/api/segments", RunningDashboard.Stop);

        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        Assert.Contains("Open the address printed at start, or send the token from it.",
            await response.Content.ReadAsStringAsync(RunningDashboard.Stop), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a-token-for-test")]
    [InlineData("")]
    [InlineData("A-TOKEN-FOR-TESTS")]
    public async Task Get_WrongToken_Is401(string token)
    {
        using var client = dashboard.Client();
        client.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", "Bearer " + token);

        using var response = await client.GetAsync("/api/segments", RunningDashboard.Stop);

        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
    }

    [Fact]
    public async Task Login_RightToken_SetsAStrictCookieThatOpensThePages()
    {
        using var client = dashboard.Client();

        using var login = await client.GetAsync($"/login?t={RunningDashboard.Token}", RunningDashboard.Stop);
        string cookie = Assert.Single(login.Headers.GetValues("Set-Cookie"));
        client.DefaultRequestHeaders.Add("Cookie", cookie.Split(';')[0]);
        using var page = await client.GetAsync("/", RunningDashboard.Stop);

        Assert.Equal((HttpStatusCode.Redirect, "/"), (login.StatusCode, login.Headers.Location?.OriginalString));
        Assert.Contains("httponly", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("samesite=strict", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain(RunningDashboard.Token, cookie, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
    }

    [Fact]
    public async Task Login_WrongToken_SaysSoAndSetsNoCookie()
    {
        using var client = dashboard.Client();

        using var login = await client.GetAsync("/login?t=something", RunningDashboard.Stop);

        Assert.Equal(HttpStatusCode.Unauthorized, login.StatusCode);
        Assert.False(login.Headers.Contains("Set-Cookie"));
        Assert.Contains("That is not the token", await login.Content.ReadAsStringAsync(RunningDashboard.Stop), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("evil.example")]
    [InlineData("localhost.evil.example")]
    [InlineData("192.168.0.1")]
    public async Task Get_ForeignHost_Is400(string host)
    {
        using var client = dashboard.Client(RunningDashboard.Token);
        client.DefaultRequestHeaders.Host = $"{host}:{dashboard.Root.Port}";

        using var response = await client.GetAsync("/api/segments", RunningDashboard.Stop);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
    }

    [Theory]
    [InlineData("http://evil.example", null)]
    [InlineData("null", null)]
    [InlineData("http://localhost:1", null)]
    [InlineData(null, "cross-site")]
    [InlineData(null, "same-site")]
    public async Task Put_FromAnotherSitesPage_Is403(string? origin, string? fetchSite)
    {
        using var client = dashboard.Client(RunningDashboard.Token);
        if (origin is not null)
            client.DefaultRequestHeaders.Add("Origin", origin);
        if (fetchSite is not null)
            client.DefaultRequestHeaders.Add("Sec-Fetch-Site", fetchSite);

        using var response = await client.PutAsync("/api/segments/qt%3Ashare/text", new StringContent("x"), RunningDashboard.Stop);

        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
    }

    [Fact]
    public async Task WebSocket_FromAnotherSitesPage_IsRefused()
    {
        using var socket = new ClientWebSocket();
        socket.Options.SetRequestHeader("Authorization", "Bearer " + RunningDashboard.Token);
        socket.Options.SetRequestHeader("Origin", "http://evil.example");
        socket.Options.CollectHttpResponseDetails = true;

        await Assert.ThrowsAsync<WebSocketException>(() =>
            socket.ConnectAsync(new Uri($"ws://127.0.0.1:{dashboard.Root.Port}/_blazor"), RunningDashboard.Stop));

        Assert.Equal(HttpStatusCode.Forbidden, socket.HttpStatusCode);
    }

    [Fact]
    public async Task WebSocket_WithoutSession_IsRefused()
    {
        using var socket = new ClientWebSocket();
        socket.Options.CollectHttpResponseDetails = true;

        await Assert.ThrowsAsync<WebSocketException>(() =>
            socket.ConnectAsync(new Uri($"ws://127.0.0.1:{dashboard.Root.Port}/_blazor"), RunningDashboard.Stop));

        Assert.Equal(HttpStatusCode.Unauthorized, socket.HttpStatusCode);
    }

    [Fact]
    public async Task Get_AnyPage_ForbidsInlineScriptAndFraming()
    {
        using var client = dashboard.Client(RunningDashboard.Token);

        using var response = await client.GetAsync("/", RunningDashboard.Stop);
        string policy = Assert.Single(response.Headers.GetValues("Content-Security-Policy"));

        Assert.Contains("script-src 'self';", policy, StringComparison.Ordinal);
        Assert.Contains("frame-ancestors 'none'", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe-eval", policy, StringComparison.Ordinal);
        Assert.Equal("nosniff", Assert.Single(response.Headers.GetValues("X-Content-Type-Options")));
        string html = await response.Content.ReadAsStringAsync(RunningDashboard.Stop);
        Assert.DoesNotMatch("<script(?![^>]*\\ssrc=)[^>]*>", html);
    }

    [Fact]
    public async Task Get_WithoutTokenWhenLoginsAreOff_Answers()
    {
        await using var open = new RunningDashboard(new DashboardOptions { Port = 0 });
        await open.InitializeAsync();
        using var client = open.Client();

        using var response = await client.GetAsync("/api/segments", RunningDashboard.Stop);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Fact]
    public void Listen_ByDefault_IsLoopbackOnly() => Assert.Equal("127.0.0.1", dashboard.Root.Host);
}
