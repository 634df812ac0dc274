using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using ShmDashboard.Peers.Tests.Dashboard;

namespace ShmDashboard.Peers.Tests.Browsing;

/// <summary>A logged-in browser tab. Scripts must not fail in it, and nothing may offend the content security policy.</summary>
internal sealed partial class Tab : IAsyncDisposable
{
    private const string CannotSend = "Cannot send data if the connection is not in the 'Connected' State";

    private readonly IBrowserContext _context;
    private readonly List<string> _faults = [];
    private bool _dashboardWasEnded;

    private Tab(IBrowserContext context, IPage page)
    {
        _context = context;
        Page = page;
        page.PageError += (_, fault) => _faults.Add(fault);
        page.Console += (_, message) =>
        {
            if (message.Text.Contains("Content Security Policy", StringComparison.Ordinal))
                _faults.Add(message.Text);
        };
    }

    public IPage Page { get; }

    /// <summary>Opens a tab by the address that the dashboard printed, as a user does.</summary>
    public static async Task<Tab> OpenAsync(Chromium browser, DashboardHost dashboard)
    {
        var context = await browser.NewContextAsync();
        var tab = new Tab(context, await context.NewPageAsync());
        await tab.Page.GotoAsync(dashboard.LoginAddress.AbsoluteUri);
        await Assertions.Expect(tab.Page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToBeVisibleAsync();
        return tab;
    }

    /// <summary>Goes to a segment's page.</summary>
    public Task GoToSegmentAsync(DashboardHost dashboard, string id) =>
        Page.GotoAsync(new Uri(dashboard.Root, "/segment/" + Uri.EscapeDataString(id)).AbsoluteUri);

    /// <summary>Remembers in the page that it is this page; <see cref="IsStillThatPageAsync"/> tells whether it was loaded anew.</summary>
    public Task MarkAsync() => Page.EvaluateAsync("() => { window.marked = true; }");

    /// <summary>Whether the page is the one that was marked.</summary>
    public Task<bool> IsStillThatPageAsync() => Page.EvaluateAsync<bool>("() => window.marked === true");

    /// <summary>
    /// Points at a place of the shown picture: which pixel the page says that is, which value it says it has, and which
    /// colour is really on the canvas there. Null while there is none.
    /// </summary>
    public async Task<PointedPixel?> PointAtAsync(float shareOfWidth, float shareOfHeight)
    {
        var stage = Page.Locator("[data-stage]");
        // While the page comes alive its parts are replaced once.
        if (await stage.BoundingBoxAsync() is not { } box)
            return null;
        var (x, y) = ((int)(box.Width * shareOfWidth), (int)(box.Height * shareOfHeight));
        await Page.Mouse.MoveAsync(box.X + x, box.Y + y);
        string position = await Page.Locator("[data-say=position]").InnerTextAsync();
        string value = await Page.Locator("[data-say=value]").InnerTextAsync();
        int[] drawn = await stage.Locator("canvas").EvaluateAsync<int[]>(
            """
            (canvas, at) => {
              const probe = new OffscreenCanvas(1, 1).getContext('2d');
              probe.drawImage(canvas, at.x, at.y, 1, 1, 0, 0, 1, 1);
              return [...probe.getImageData(0, 0, 1, 1).data];
            }
            """, new { x, y });
        var place = PositionPattern().Match(position);
        var colour = ValuePattern().Match(value);
        return place.Success && colour.Success
            ? new PointedPixel(
                Number(place, 1), Number(place, 2),
                (Number(colour, 1), Number(colour, 2), Number(colour, 3)), (drawn[0], drawn[1], drawn[2]))
            : null;
    }

    /// <summary>
    /// The dashboard was ended under the page: that Blazor's script could not send to it any more is no fault. It may say so
    /// late, when something it had waited for comes.
    /// </summary>
    public void ForgiveWhatHappened() => _dashboardWasEnded = true;

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _context.DisposeAsync();
        string[] faults = [.. _faults.Where(fault => !_dashboardWasEnded || !fault.Contains(CannotSend, StringComparison.Ordinal))];
        Assert.True(faults.Length == 0, $"In the browser went wrong: {string.Join(Environment.NewLine, faults)}");
    }

    private static int Number(Match match, int group) => int.Parse(match.Groups[group].Value, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"x\s+(\d+)\s+y\s+(\d+)")]
    private static partial Regex PositionPattern();

    [GeneratedRegex(@"R\s+(\d+)\s+G\s+(\d+)\s+B\s+(\d+)")]
    private static partial Regex ValuePattern();
}
