using Microsoft.Playwright;
using ShmDashboard.Imaging.Formats;
using ShmDashboard.Imaging.Pictures;
using ShmDashboard.Monitoring.Publishing;
using ShmDashboard.Web.Tests.Preview;
using ShmDashboard.Wording;

namespace ShmDashboard.Web.Tests.Browser;

public sealed class UploadInBrowserTests(BrowserFixture fixture) : BrowserTest(fixture)
{
    [Fact]
    public async Task Png_IsSentUntouched()
    {
        byte[] png = Png.Draw(64, 48, 3, (x, y) => (x, y, 0.5, 1));
        await OpenAsync("/upload?target=qt%3Ashare");

        await Choose("picture.png", png);
        await SendAsync();

        await Page.WaitForSelectorAsync("text=it was overwritten in place");
        Assert.Equal(png, PreviewHost.LastUpload);
    }

    [Fact]
    public async Task Bitmap_ForQt_IsConvertedToPng()
    {
        await OpenAsync("/upload?target=qt%3Ashare");

        await Choose("picture.bmp", Bitmap(8, 6));
        await Page.WaitForSelectorAsync("text=will be converted from BMP to PNG (");
        await SendAsync();

        await Page.WaitForSelectorAsync("text=it was overwritten in place");
        Assert.Equal([0x89, .. "PNG"u8], PreviewHost.LastUpload.AsSpan(0, 4).ToArray());
    }

    [Fact]
    public async Task Tiff_WhichNoBrowserOpens_IsShownAndConverted()
    {
        byte[] tiff = PictureEncoder.Encode(PixelBuffer.Allocate(64, 48, PixelFormat.Rgb8), PictureFormats.Tiff, EncodeOptions.Default);
        await OpenAsync("/upload?target=qt%3Ashare");

        await Choose("picture.tif", tiff);
        await Page.WaitForSelectorAsync("text=will be converted from TIFF to PNG (");
        await Page.WaitForFunctionAsync("() => document.querySelector('.preview img')?.naturalWidth === 64");
        await Page.WaitForSelectorAsync("text=64 × 48");
        await SendAsync();

        await Page.WaitForSelectorAsync("text=it was overwritten in place");
        Assert.Equal([0x89, .. "PNG"u8], PreviewHost.LastUpload.AsSpan(0, 4).ToArray());
    }

    [Fact]
    public async Task NotAPicture_SaysWhatToChoose()
    {
        // The host's refusal is an error to the browser's console.
        MayLoseConnection = true;
        await OpenAsync("/upload");

        await Choose("notes.txt", [.. "no picture"u8]);

        await Page.WaitForSelectorAsync("text=Choose one of these: PNG, JPEG");
    }

    [Fact]
    public async Task Picture_DroppedOnTheArea_IsTakenOnce()
    {
        string file = Path.Combine(Path.GetTempPath(), $"dropped-{Guid.NewGuid():N}.png");
        await File.WriteAllBytesAsync(file, Png.Draw(64, 48, 3, (x, y) => (x, y, 0.5, 1)), TestContext.Current.CancellationToken);
        try
        {
            await OpenAsync("/upload");
            var area = (await Page.Locator(".drop").BoundingBoxAsync())!;
            var hand = await Page.Context.NewCDPSessionAsync(Page);
            await hand.DragFileAsync("dragEnter", area.X + 40, area.Y + 20, file);
            await hand.DragFileAsync("dragOver", area.X + 41, area.Y + 20, file);
            await Page.WaitForSelectorAsync("input[data-files]:visible");
            await hand.DragFileAsync("dragOver", area.X + 42, area.Y + 20, file);
            await hand.DragFileAsync("drop", area.X + 42, area.Y + 20, file);

            await Page.WaitForSelectorAsync($"article[aria-label='{Path.GetFileName(file)}'] .send button");
            await Page.WaitForSelectorAsync("input[data-files]", new() { State = WaitForSelectorState.Hidden });
            Assert.Equal(1, await Page.Locator("article.card").CountAsync());
            Assert.Equal(1, await Page.Locator("input[type=file]").CountAsync());
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public async Task Refused_ShowsTheSentence_AndAnotherTargetWorks()
    {
        Publisher.Planner = (target, _, bytes) => new()
        {
            Target = target, PayloadBytes = bytes, SegmentBytes = bytes,
            Action = target.Value == "busy" ? PublishAction.Refuse : PublishAction.Create,
            Problem = target.Value == "busy" ? Sentence.FromString("Cannot write 400 B into 'qt:busy': it has 10 B and album 4201 is attached.") : null,
        };
        await OpenAsync("/upload?target=qt%3Abusy");

        await Choose("picture.png", Png.Draw(8, 8, 3, (x, y) => (x, y, 0, 1)));
        await Page.WaitForSelectorAsync("text=Cannot write 400 B into 'qt:busy'");
        Assert.True(await Page.IsDisabledAsync(".send button"));

        await Page.FillAsync(".target input", "free");
        await Page.ClickAsync(".send button:not([disabled])");
        await Page.WaitForSelectorAsync("text=it was created");
    }

    [Fact]
    public async Task Text_IsSentFromTheBrowser_HoweverLong()
    {
        string text = string.Concat(Enumerable.Repeat("Größe 图片 ", 40_000));
        await OpenAsync("/upload");
        await Page.ClickAsync("#tab-text");

        await Page.WaitForSelectorAsync("[data-text]");
        await Page.EvaluateAsync("""
            text => {
              const field = document.querySelector('[data-text]');
              field.value = text;
              field.dispatchEvent(new Event('input', { bubbles: true }));
            }
            """, text);
        await Page.ClickAsync("#text button.mud-button-filled-primary:not([disabled])");

        await Page.WaitForSelectorAsync("#text .say.good a");
        Assert.Equal(text, System.Text.Encoding.UTF8.GetString(PreviewHost.LastUpload));
    }

    [Fact]
    public async Task Cancel_WhileTheFileIsSent_WritesNothing_AndItCanBeSentAgain()
    {
        byte[] png = [.. Png.Draw(64, 48, 3, (x, y) => (x, y, 0.5, 1)), .. new byte[600_000]];
        byte[] before = PreviewHost.LastUpload;
        await OpenAsync("/upload?target=qt%3Afree");
        await Choose("picture.png", png);
        var network = await Page.Context.NewCDPSessionAsync(Page);
        await ThrottleAsync(network, uploadBytesPerSecond: 60_000);

        await Page.ClickAsync(".send button:not([disabled])");
        await Page.WaitForSelectorAsync(".sending .mud-progress-linear");
        await Page.ClickAsync(".sending button");

        await Page.WaitForSelectorAsync("text=Cancelled: nothing was written.");
        await Page.WaitForTimeoutAsync(500);
        Assert.Same(before, PreviewHost.LastUpload);

        await ThrottleAsync(network, uploadBytesPerSecond: -1);
        await Page.ClickAsync(".send button:not([disabled])");
        await Page.WaitForSelectorAsync("text=it was created");
        Assert.Equal(png, PreviewHost.LastUpload);
    }

    [Fact]
    public async Task WhatTheReaderWillSee_IsSaidBeforeAnythingIsWritten()
    {
        byte[] png = Png.Draw(64, 48, 3, (x, y) => (x, y, 0.5, 1));
        await OpenAsync("/upload?target=qt%3Afree");
        await Choose("picture.png", png);

        await Page.ClickAsync(".seen summary");
        string[] asStream = await LinesAsync();
        Assert.Equal("in >> pixmap gives a QPixmap of 64 × 48 pixels.", asStream[0]);
        Assert.Contains($"{png.Length:N0} B", asStream[2], StringComparison.Ordinal);

        await Page.ClickAsync(".stored .choice >> nth=1");
        await Page.WaitForFunctionAsync("before => document.querySelector('.seen li')?.innerText !== before", asStream[0]);
        string[] asFile = await LinesAsync();
        // The file alone: no marker of Qt's before it.
        Assert.Equal(asStream.Length - 1, asFile.Length);
        Assert.DoesNotContain(asFile, line => line.Contains("QPixmap", StringComparison.Ordinal));

        async Task<string[]> LinesAsync() => [.. await Page.Locator(".seen li").AllInnerTextsAsync()];
    }

    private static async Task ThrottleAsync(ICDPSession network, int uploadBytesPerSecond) => await network.SendAsync("Network.emulateNetworkConditions", new()
    {
        ["offline"] = false, ["latency"] = 0, ["downloadThroughput"] = -1, ["uploadThroughput"] = uploadBytesPerSecond,
    });

    // The scene's segment is being written all the time, so the page asks.
    private async Task SendAsync()
    {
        await Page.ClickAsync(".send button");
        await Page.Locator(".mud-dialog .danger").ClickAsync();
    }

    private Task Choose(string name, byte[] bytes) => Page.SetInputFilesAsync(
        "input[type=file]", new FilePayload { Name = name, MimeType = "application/octet-stream", Buffer = bytes });

    private static byte[] Bitmap(int width, int height)
    {
        int size = 54 + width * height * 4;
        using var file = new MemoryStream();
        using var writer = new BinaryWriter(file);
        writer.Write("BM"u8);
        foreach (int value in (int[])[size, 0, 54, 40, width, height]) writer.Write(value);
        writer.Write((short)1);
        writer.Write((short)32);
        foreach (int value in (int[])[0, 0, 2835, 2835, 0, 0]) writer.Write(value);
        for (int pixel = 0; pixel < width * height; pixel++) writer.Write(0x00ff8040);
        return file.ToArray();
    }
}
