using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Playwright;
using ShmDashboard.Web.Tests.Fakes;

namespace ShmDashboard.Web.Tests.Preview;

/// <summary>
/// For people, not for CI: <c>Serve</c> runs the pages over the scripted scene until stopped, <c>Screenshots</c> takes
/// every page in both themes and two widths (of a running dashboard, if PREVIEW_URL says where). Run one with
/// <c>dotnet run --project tests/ShmDashboard.Web.Tests -- -explicit only -method '*Screenshots'</c>.
/// </summary>
public sealed class PreviewTests
{
    private static readonly string s_folder = Environment.GetEnvironmentVariable("PREVIEW_FOLDER") ?? Path.Combine(Path.GetTempPath(), "shm-preview");

    [Fact(Explicit = true)]
    public async Task Serve()
    {
        int port = int.Parse(Environment.GetEnvironmentVariable("PREVIEW_PORT") ?? "5199", CultureInfo.InvariantCulture);
        await using var app = await StartAsync(port);
        await app.WaitForShutdownAsync();
    }

    [Fact(Explicit = true)]
    public async Task Screenshots()
    {
        string? running = Environment.GetEnvironmentVariable("PREVIEW_URL");
        await using var app = running is null ? await StartAsync(0) : null;
        string address = running ?? app!.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        string[] only = (Environment.GetEnvironmentVariable("PREVIEW_ONLY") ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries);
        Directory.CreateDirectory(s_folder);
        using var playwright = await Playwright.CreateAsync();
        await using var browser = await playwright.Chromium.LaunchAsync(new()
        {
            ExecutablePath = "/usr/bin/chromium", Args = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
        });
        (string Name, string Path)[] pages =
        [
            ("segments", "/"), ("wall", "/?view=wall"), ("segment", "/segment/qt%3Ashare"), ("torn", "/segment/qt%3Atorn"),
            ("text", "/segment/qt%3AMyUniqueKey"), ("stale", "/segment/sysv%3A65541"), ("alpha", "/segment/qt%3AGr%C3%B6%C3%9Fe%20%E5%9B%BE%E7%89%87%20%231"),
            ("absent", "/segment/qt%3Anobody-made-this"), ("upload", "/upload?target=qt%3Ashare"), ("nothing-found", "/?q=zebra"), ("demo", "/segment/qt%3Ademo"),
            ("health", "/health"), ("events", "/events"), ("meet", "/meet?one=share&other=demo"), ("settings", "/settings"), ("about", "/about"), ("grouped", "/?group=process"), ("process", "/process/4312"), ("remove", "/segment/posix%3Acam0"), ("locks", "/segment/posix%3Acom.example.instrumentation.oscilloscope.channel-0.waveform"), ("line", "/segment/qt%3Ashare?window=60s"),
            ("release", "/segment/qt%3AGr%C3%B6%C3%9Fe%20%E5%9B%BE%E7%89%87%20%231"),
        ];
        foreach (string language in (string[])["en", "zh-Hans"])
        foreach (string theme in (string[])["light", "dark"])
        foreach (int width in (int[])[1280, 400])
        {
            await using var context = await browser.NewContextAsync(new()
            {
                ViewportSize = new() { Width = width, Height = 860 },
                ColorScheme = theme == "dark" ? ColorScheme.Dark : ColorScheme.Light,
            });
            await context.AddCookiesAsync([new() { Name = ".AspNetCore.Culture", Value = $"c%3D{language}%7Cuic%3D{language}", Url = address }]);
            var page = await context.NewPageAsync();
            page.Console += (_, message) => { if (message.Type is "error" or "warning") TestContext.Current.SendDiagnosticMessage($"{page.Url} {message.Type}: {message.Text}"); };
            page.PageError += (_, error) => TestContext.Current.SendDiagnosticMessage($"{page.Url} threw: {error}");
            foreach (var (name, path) in pages)
            {
                string file = $"{name}-{theme}-{width}-{language}";
                if (only.Length > 0 && !only.Any(file.Contains)) continue;
                await page.GotoAsync(address + path);
                await page.WaitForTimeoutAsync(1600);
                if (name == "upload")
                {
                    await page.SetInputFilesAsync("input[type=file]", new FilePayload[]
                    {
                        new() { Name = "sunset.png", MimeType = "image/png", Buffer = Png.Draw(320, 200, 3, (x, y) => (x, y * 0.7, 0.6, 1)) },
                        new() { Name = "notes.pdf", MimeType = "application/pdf", Buffer = "%PDF-1.7"u8.ToArray() },
                    });
                    await page.WaitForTimeoutAsync(900);
                }

                if (name == "release")
                {
                    await page.ClickAsync(".actions button");
                    await page.WaitForTimeoutAsync(500);
                }

                if (name == "remove")
                {
                    await page.ClickAsync(".actions button");
                    await page.WaitForTimeoutAsync(500);
                }

                int overflow = await page.EvaluateAsync<int>("document.documentElement.scrollWidth - document.documentElement.clientWidth");
                if (overflow > 0) TestContext.Current.SendDiagnosticMessage($"{file}: {overflow} px too wide");
                // A tall window instead of a stitched page: what is out of sight is not painted at all.
                int height = await page.EvaluateAsync<int>("document.documentElement.scrollHeight");
                await page.SetViewportSizeAsync(width, Math.Max(860, name.StartsWith("segment") && name != "segments" ? 860 : height));
                await page.WaitForTimeoutAsync(250);
                if (name == "line")
                {
                    var strip = (await page.Locator("canvas[data-strip]").BoundingBoxAsync())!;
                    await page.Mouse.MoveAsync(strip.X + strip.Width * .62f, strip.Y + 30);
                    await page.WaitForTimeoutAsync(200);
                }

                await page.ScreenshotAsync(new() { Path = Path.Combine(s_folder, file + ".png"), FullPage = true });
                await page.SetViewportSizeAsync(width, 860);
            }
        }
    }

    private static async Task<WebApplication> StartAsync(int port)
    {
        var monitor = new FakeSegmentMonitor();
        var publisher = new FakeSegmentPublisher();
        var scene = new PreviewScene(monitor, publisher);
        scene.Begin();
        var app = await PreviewHost.StartAsync(monitor, publisher, scene, port);
        _ = PlayAsync(scene, app);
        return app;
    }

    private static async Task PlayAsync(PreviewScene scene, WebApplication app)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(60));
        for (int step = 1; await timer.WaitForNextTickAsync(app.Lifetime.ApplicationStopping); step++) scene.Step(step);
    }
}
