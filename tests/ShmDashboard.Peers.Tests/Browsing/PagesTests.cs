using System.Diagnostics;
using Microsoft.Playwright;
using ShmDashboard.Peers.Tests.Dashboard;
using ShmDashboard.Peers.Tests.Machine;
using ShmDashboard.Peers.Tests.Pictures;
using ShmDashboard.Peers.Tests.Programs;

namespace ShmDashboard.Peers.Tests.Browsing;

/// <summary>What a user sees in a real browser while other programs do things.</summary>
[Collection(BrowserCollection.Name)]
[Trait("Category", "Browser")]
public sealed class PagesTests(SharedDashboard shared, Chromium browser) : PeerTest(shared)
{
    [Theory]
    [InlineData(PeerKind.Qt5)]
    [InlineData(PeerKind.Qt6)]
    public async Task Segments_PeerCreatesAndRemoves_RowComesAndGoesWithoutReload(PeerKind kind)
    {
        var key = NewKey();
        var writer = await StartAsync(kind);
        await Api.FindAsync(key.Id);
        var tab = await OpenAsync();
        await tab.MarkAsync();
        var row = tab.Page.GetByRole(AriaRole.Row).Filter(new() { HasText = key.Text });
        await Assertions.Expect(row).ToHaveCountAsync(0);

        await writer.AskAsync("generate", 120, 90, "RGB32", 1);
        await writer.AskAsync("createexact", key);

        await Assertions.Expect(row).ToBeVisibleAsync();
        await Assertions.Expect(row).ToContainTextAsync(writer.Name);
        await Eventually.SeeAsync("the thumbnail is painted", () => row.Locator("canvas").EvaluateAsync<bool>("""
            canvas => {
              if (!('painted' in canvas.dataset)) return false;
              const copy = new OffscreenCanvas(canvas.width, canvas.height).getContext('2d');
              copy.drawImage(canvas, 0, 0);
              return copy.getImageData(0, 0, canvas.width, canvas.height).data.some(value => value !== 0);
            }
            """), painted => painted);

        await writer.AskAsync("detach");
        await Assertions.Expect(row).ToHaveCountAsync(0);
        Assert.True(await tab.IsStillThatPageAsync());
    }

    [Theory]
    [InlineData(PeerKind.Qt5)]
    [InlineData(PeerKind.Qt6)]
    public async Task Segment_PeerWritesAgain_CanvasShowsItsPixelsWithoutReload(PeerKind kind)
    {
        var key = NewKey();
        var writer = await StartAsync(kind);
        await writer.AskAsync("create", key, 100_000);
        await writer.AskAsync("generate", 120, 90, "RGB32", 2);
        await writer.AskAsync("write");
        var tab = await OpenAsync();
        await tab.GoToSegmentAsync(Dashboard, key.Id);
        await tab.MarkAsync();

        await Eventually.SeeAsync("the first picture", () => tab.PointAtAsync(0.4f, 0.6f), pixel => pixel?.IsOfPattern(2) == true);
        await writer.AskAsync("generate", 120, 90, "RGB32", 77);
        await writer.AskAsync("write");
        await Eventually.SeeAsync("the second picture", () => tab.PointAtAsync(0.4f, 0.6f), pixel => pixel?.IsOfPattern(77) == true);
        await writer.AskAsync("generate", 60, 120, "RGB32", 3);
        await writer.AskAsync("write");
        await Eventually.SeeAsync("a picture of another shape", () => tab.PointAtAsync(0.5f, 0.3f), pixel => pixel?.IsOfPattern(3) == true);

        Assert.True(await tab.IsStillThatPageAsync());
    }

    [Fact]
    public async Task Segment_CutJpegAtRest_IsShownAsFarAsItGoesAndSaidToBeCut()
    {
        string id = Own(await PosixFile.WriteAsync(JpegPicture.File[..^2])).Id;
        var tab = await OpenAsync();
        await tab.GoToSegmentAsync(Dashboard, id);

        await Assertions.Expect(tab.Page.GetByText("Shown as far as it goes.")).ToBeVisibleAsync();
        await Assertions.Expect(tab.Page.GetByText($"at offset {JpegPicture.File.Length - 2}").First).ToBeVisibleAsync();
        await Eventually.SeeAsync("what is there", () => tab.PointAtAsync(0.3f, 0.45f),
            pixel => pixel is not null && Math.Abs(pixel.Said.Red - JpegPicture.Colour[0]) < 8);
    }

    [Fact]
    public async Task Segment_QtStreamLongerThanItsSegment_IsNotCalledBeingWritten()
    {
        byte[] stream = [0, 0, 0, 1, .. PngPicture.Make(61, 43, PngKind.Rgb8, 3).File];
        string id = Own(await PosixFile.WriteAsync(stream[..^1000])).Id;
        var tab = await OpenAsync();
        await tab.GoToSegmentAsync(Dashboard, id);

        await Assertions.Expect(tab.Page.GetByText("of the picture are missing behind its end: it was made too small")).ToBeVisibleAsync();
        await Assertions.Expect(tab.Page.GetByText("probably being written")).ToHaveCountAsync(0);
    }

    [Theory]
    [InlineData(PeerKind.Qt5)]
    [InlineData(PeerKind.Qt6)]
    public async Task Segment_PageOpenWhilePeerLoadsTwoHundredImages_EveryCreateSucceedsAndTheLastIsShown(PeerKind kind)
    {
        var key = NewKey();
        var writer = await StartAsync(kind);
        var tab = await OpenAsync();
        await tab.GoToSegmentAsync(Dashboard, key.Id);

        string reply = await writer.AskAsync("press", key, 200, 10);

        Assert.StartsWith("0 ", reply, StringComparison.Ordinal);
        await Eventually.SeeAsync("the last picture", () => tab.PointAtAsync(0.5f, 0.5f), pixel => pixel?.IsOfPattern(199) == true);
        await writer.QuitAsync();
        Assert.Empty(key.Leftovers());
    }

    [Theory]
    [InlineData(PeerKind.Qt5)]
    [InlineData(PeerKind.Qt6)]
    public async Task Segment_PeerWritesText_TextIsShownAndFollows(PeerKind kind)
    {
        var key = NewKey();
        var writer = await StartAsync(kind);
        await writer.AskAsync("create", key, 1000);
        await writer.AskAsync("writetext", "utf8", "Hello, Client!");
        var tab = await OpenAsync();
        await tab.GoToSegmentAsync(Dashboard, key.Id);

        await Assertions.Expect(tab.Page.GetByText("Hello, Client!").First).ToBeVisibleAsync();
        await writer.AskAsync("writetext", "qstring", "Größe 图片 <b>€</b>");

        await Assertions.Expect(tab.Page.GetByText("Größe 图片 <b>€</b>").First).ToBeVisibleAsync();
    }

    [Theory]
    [InlineData(PeerKind.Qt5)]
    [InlineData(PeerKind.Qt6)]
    public async Task Segment_PeerTakesTheLockAndAnotherWaits_PageNamesBoth(PeerKind kind)
    {
        var key = NewKey();
        var holder = await StartAsync(kind);
        var waiter = await StartAsync(kind);
        await holder.AskAsync("create", key, 1000);
        var tab = await OpenAsync();
        await tab.GoToSegmentAsync(Dashboard, key.Id);
        await holder.AskAsync("lock");
        var waiting = waiter.AskAsync("attach", key, "ro");

        var side = tab.Page.GetByRole(AriaRole.Complementary);
        await Assertions.Expect(side).ToContainTextAsync($"{holder.Pid}");
        await Assertions.Expect(side).ToContainTextAsync($"{waiter.Pid}");

        await holder.AskAsync("unlock");
        await waiting;
    }

    [Theory]
    [InlineData(PeerKind.Qt5)]
    [InlineData(PeerKind.Qt6)]
    public async Task Upload_Png_ArrivesUntouchedInQt(PeerKind kind)
    {
        var key = NewKey();
        var reader = await StartAsync(kind);
        var picture = PngPicture.Make(61, 43, PngKind.Rgba16, 4);
        var tab = await OpenAsync();

        await UploadAsync(tab, key, "deep.png", "image/png", picture.File);

        Assert.Equal(picture.PixelHash, (await reader.AskPictureAsync("read", key)).PixelHash);
        Assert.Equal(picture.File, await Api.PictureAsync(key.Id));
    }

    [Theory]
    [InlineData(PeerKind.Qt5)]
    [InlineData(PeerKind.Qt6)]
    public async Task Upload_Jpeg_ArrivesAsAPngThatQtReads(PeerKind kind)
    {
        var key = NewKey();
        var reader = await StartAsync(kind);
        var tab = await OpenAsync();

        await UploadAsync(tab, key, "photo.jpg", "image/jpeg", JpegPicture.File);

        var read = await reader.AskPictureAsync("read", key);
        long[] colour = await reader.AskNumbersAsync("pixel", 5, 3);
        Assert.Equal((JpegPicture.Width, JpegPicture.Height), (read.Width, read.Height));
        Assert.All(colour.Take(3).Zip(JpegPicture.Colour), pair => Assert.InRange(pair.First, pair.Second - 4, pair.Second + 4));
        Assert.Equal("image/png", (await Api.ShowAsync(key.Id)).Picture?.MediaType);
    }

    [Fact]
    public async Task Segments_DashboardStartedAgain_PageIsLiveAgainByItself()
    {
        var key = NewKey();
        var writer = await StartAsync(PeerKind.Qt5);
        var first = await StartDashboardAsync();
        var tab = Own(await Tab.OpenAsync(browser, first));
        var row = tab.Page.GetByRole(AriaRole.Row).Filter(new() { HasText = key.Text });
        await first.Api.FindAsync(key.Id);
        await writer.AskAsync("create", key, 1000);
        await Assertions.Expect(row).ToBeVisibleAsync();
        await first.StopAsync();
        await writer.AskAsync("detach");

        var second = Own(await first.StartAgainAsync());

        await Assertions.Expect(row).ToHaveCountAsync(0, new() { Timeout = 30_000 });
        await second.Api.FindAsync(key.Id);
        await writer.AskAsync("create", key, 1000);
        await Assertions.Expect(row).ToBeVisibleAsync();
        tab.ForgiveWhatHappened();
    }

    [Fact]
    public async Task Sigterm_PagesOpen_EndsSoonWithZeroAndReleasesWhatItHolds()
    {
        var key = NewKey();
        var host = await StartDashboardAsync();
        await host.Api.PutPictureAsync(key.Id, PngPicture.Make(61, 43, PngKind.Rgb8, 5).File);
        var list = Own(await Tab.OpenAsync(browser, host));
        var segment = Own(await Tab.OpenAsync(browser, host));
        await segment.GoToSegmentAsync(host, key.Id);
        await Eventually.SeeAsync("the picture", () => segment.PointAtAsync(0.5f, 0.5f), pixel => pixel?.IsOfPattern(5) == true);
        await Assertions.Expect(list.Page.GetByRole(AriaRole.Row).Filter(new() { HasText = key.Text })).ToBeVisibleAsync();

        var clock = Stopwatch.StartNew();
        int exitCode = await host.StopAsync();

        Assert.Equal(0, exitCode);
        Assert.Empty(key.Leftovers());
        Assert.InRange(clock.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(5));
        list.ForgiveWhatHappened();
        segment.ForgiveWhatHappened();
    }

    private async Task<Tab> OpenAsync() => Own(await Tab.OpenAsync(browser, Dashboard));

    private async Task UploadAsync(Tab tab, UniqueKey key, string name, string mediaType, byte[] file)
    {
        await tab.Page.GotoAsync(new Uri(Dashboard.Root, "/upload?target=" + Uri.EscapeDataString(key.Id)).AbsoluteUri);
        var chooser = tab.Page.Locator("input[type=file]");
        var card = tab.Page.GetByRole(AriaRole.Article, new() { Name = name });
        // The script that listens comes with the circuit, a moment after the page.
        await Eventually.SeeAsync("the page takes the file", async () =>
        {
            await chooser.SetInputFilesAsync(new FilePayload { Name = name, MimeType = mediaType, Buffer = file });
            // Chosen again too early, it would be there twice: a busy machine takes its time.
            for (int look = 0; look < 10 && await card.CountAsync() == 0; look++)
                await tab.Page.WaitForTimeoutAsync(300);
            return await card.CountAsync();
        }, count => count == 1);
        await card.GetByRole(AriaRole.Button, new() { Name = $"Write to “{key.Text}”" }).ClickAsync();
        await Assertions.Expect(card.GetByRole(AriaRole.Status)).ToContainTextAsync($"are in “{key.Text}”");
    }
}
