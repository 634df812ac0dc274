using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using ShmDashboard.Web.Configuration;
using ShmDashboard.Web.Hosting;
using ShmDashboard.Web.Tests.Hosting;

namespace ShmDashboard.Web.Tests.Browser;

/// <summary>The real host and its login, in a real browser: only one sends Origin, Referer and Sec-Fetch-Site as browsers do.</summary>
[Trait("Category", "Browser")]
public sealed class LoginInBrowserTests(BrowserFixture fixture) : IAsyncLifetime
{
    private readonly List<string> _complaints = [];
    private RunningDashboard _dashboard = Dashboard(0, RunningDashboard.Token);
    private IBrowserContext? _context;
    private IPage _page = null!;

    private string Root => $"http://localhost:{_dashboard.Root.Port}";

    public async ValueTask InitializeAsync()
    {
        Assert.SkipUnless(fixture.Browser is not null, "There is no Chromium here.");
        await _dashboard.InitializeAsync();
        _context = await fixture.Browser!.NewContextAsync();
        _page = await _context.NewPageAsync();
        _page.Console += (_, message) => { if (message.Type is "error") _complaints.Add(message.Text); };
    }

    public async ValueTask DisposeAsync()
    {
        if (_context is not null) await _context.DisposeAsync();
        await _dashboard.DisposeAsync();
    }

    [Fact]
    public async Task Form_WrongTokenThenRightOne_SaysSoThenOpensThePageThatWasAskedFor()
    {
        await _page.GotoAsync(Root + "/upload?target=qt%3Ashare");
        await EnterAsync("not-the-token");

        await _page.WaitForSelectorAsync("main >> text=That is not the token");

        await EnterAsync(RunningDashboard.Token);

        await _page.WaitForSelectorAsync("main[data-interactive]");
        Assert.Equal(Root + "/upload?target=qt%3Ashare", _page.Url);
    }

    [Fact]
    public async Task Form_PostedByAForeignPage_IsRefusedAndSetsNoCookie()
    {
        await using var foreign = await ForeignPageAsync($"""
            <form method="post" action="{Root}/login"><input name="t" value="{RunningDashboard.Token}"><button>Go</button></form>
            """);

        await _page.GotoAsync(AddressOf(foreign));
        var answer = await _page.RunAndWaitForResponseAsync(
            () => _page.ClickAsync("button"), response => response.Url.EndsWith("/login", StringComparison.Ordinal));

        Assert.Equal((int)HttpStatusCode.Forbidden, answer.Status);
        Assert.Empty(await _context!.CookiesAsync([Root]));
    }

    [Fact]
    public async Task Page_HostRestartedWithAnotherToken_LeadsToTheLoginAndBack()
    {
        await _page.GotoAsync($"{Root}/login?t={RunningDashboard.Token}");
        await _page.GotoAsync(Root + "/?show=pictures");
        await _page.WaitForSelectorAsync("main[data-interactive]");
        int port = _dashboard.Root.Port;

        await _dashboard.DisposeAsync();
        _dashboard = Dashboard(port, "another-token-now");
        await _dashboard.InitializeAsync();
        int complaints = _complaints.Count;
        await _page.Locator(".login-restarted").WaitForAsync();
        complaints = _complaints.Count - complaints;
        await EnterAsync("another-token-now");

        await _page.WaitForSelectorAsync("main[data-interactive]");
        Assert.EndsWith("/?show=pictures", _page.Url, StringComparison.Ordinal);
        Assert.InRange(complaints, 0, 20);
    }

    [Fact]
    public async Task Page_SessionCookieGone_LeadsToTheLogin()
    {
        await _page.GotoAsync($"{Root}/login?t={RunningDashboard.Token}");
        await _page.WaitForSelectorAsync("main[data-interactive]");

        await _context!.ClearCookiesAsync();

        await _page.WaitForSelectorAsync("form[action='/login']", new() { Timeout = 30_000 });
    }

    private static RunningDashboard Dashboard(int port, string token) => new(new DashboardOptions { Port = port, Token = token });

    private async Task EnterAsync(string token)
    {
        await _page.FillAsync("input[name=t]", token);
        await _page.ClickAsync("button[type=submit]");
    }

    private static async Task<WebApplication> ForeignPageAsync(string html)
    {
        var builder = WebApplication.CreateBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        app.MapGet("/", () => Results.Content(html, "text/html"));
        await app.StartAsync();
        return app;
    }

    private static string AddressOf(WebApplication app) =>
        app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
}
