using Microsoft.Playwright;
using ShmDashboard.Web.Tests.Preview;

namespace ShmDashboard.Web.Tests.Browser;

public sealed class ConnectionInBrowserTests(BrowserFixture fixture) : BrowserTest(fixture)
{
    [Fact]
    public async Task Host_Restarted_ThePageSaysSoAndComesBackByItself()
    {
        MayLoseConnection = true;
        await OpenAsync("/?show=pictures");
        int port = new Uri(Address).Port;

        await Host.StopAsync();
        await Host.DisposeAsync();
        await Page.WaitForSelectorAsync("text=The connection to the dashboard was lost");
        await Assertions.Expect(Page.Locator(".live")).ToHaveTextAsync("reconnecting…", new() { UseInnerText = true });

        Host = await PreviewHost.StartAsync(Monitor, Publisher, Scene, port);
        await Page.WaitForFunctionAsync(
            "() => document.querySelector('#components-reconnect-modal').className === '' && document.querySelector('main[data-interactive]')");
        Assert.EndsWith("/?show=pictures", Page.Url, StringComparison.Ordinal);
    }
}
