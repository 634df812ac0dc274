using Microsoft.Playwright;
using ShmDashboard.Imaging.Formats;
using ShmDashboard.Imaging.Pictures;
using ShmDashboard.SharedMemory.Posix;
using ShmDashboard.Web.Configuration;
using ShmDashboard.Web.Tests.Hosting;

namespace ShmDashboard.Web.Tests.Browser;

/// <summary>Raw pixels in a real segment, read by the real host, in a real browser.</summary>
[Trait("Category", "Browser")]
public sealed class LayoutsInBrowserTests(BrowserFixture fixture) : IAsyncLifetime
{
    private const int Width = 160, Height = 120;

    // For people who look at another language; tests read English.
    private static readonly bool s_english = Environment.GetEnvironmentVariable("PREVIEW_LANGUAGE") is null;

    private readonly string _layouts = Path.Combine(Path.GetTempPath(), $"layouts-{Guid.NewGuid():N}.json");
    private RunningDashboard _dashboard = null!;
    private readonly string _name = $"layouts-{Guid.NewGuid():N}";
    private readonly List<string> _complaints = [];
    private PosixSegment _segment = null!;
    private IBrowserContext? _context;
    private IPage _page = null!;

    public async ValueTask InitializeAsync()
    {
        Assert.SkipUnless(fixture.Browser is not null, "There is no Chromium here.");
        _dashboard = Dashboard(0);
        byte[] pixels = new byte[Width * Height * 3];
        for (int i = 0; i < pixels.Length; i++)
        {
            int x = i / 3 % Width, y = i / 3 / Width;
            pixels[i] = (byte)(128 + (70 * Math.Sin((x * 0.06) + (i % 3)) * Math.Cos(y * 0.05)) + (x > 60 && x < 90 && y > 30 && y < 80 ? 50 : 0));
        }

        _segment = PosixSegment.Create(_name, pixels.Length);
        _segment.Write(0, pixels);
        await _dashboard.InitializeAsync();
        string? size = Environment.GetEnvironmentVariable("PREVIEW_WIDTH");
        _context = await fixture.Browser!.NewContextAsync(new()
        {
            ViewportSize = new() { Width = size is null ? 1280 : int.Parse(size, System.Globalization.CultureInfo.InvariantCulture), Height = 2400 },
            ColorScheme = Environment.GetEnvironmentVariable("PREVIEW_THEME") == "dark" ? ColorScheme.Dark : ColorScheme.Light,
            Locale = Environment.GetEnvironmentVariable("PREVIEW_LANGUAGE"),
        });
        _page = await _context.NewPageAsync();
        _page.Console += (_, message) => { if (message.Type is "error" or "warning") _complaints.Add(message.Text); };
        _page.PageError += (_, error) => _complaints.Add(error);
        await LogInAsync();
        await OpenAsync("");
    }

    public async ValueTask DisposeAsync()
    {
        if (_context is null) return;
        await _context.DisposeAsync();
        await _dashboard.DisposeAsync();
        _segment.Dispose();
        File.Delete("/dev/shm/" + _name);
        File.Delete(_layouts);
        Assert.Empty(_complaints);
    }

    [Fact]
    public async Task Guess_IsPaintedWithItsCandidates_AndAdjustedWithThePictureFollowing()
    {
        await _page.WaitForSelectorAsync(".layouts .candidate canvas[data-painted]");
        Assert.Contains("Guessed", await _page.InnerTextAsync(".layouts .origin"), StringComparison.Ordinal);
        await _page.ClickAsync(".layouts header button[aria-expanded]");

        await _page.Locator(".layouts input[type=range]").FocusAsync();
        await _page.Keyboard.PressAsync("ArrowRight");

        await SaysAsync("position", "161 × 119");
        await _page.WaitForFunctionAsync("() => new URLSearchParams(location.search).get('layout') === '161x119~bgr24'");
        await ShotAsync("adjusting");
        await _page.ReloadAsync();
        await SaysAsync("position", "161 × 119");
        await _page.ClickAsync(".layouts .acts button:not(.primary)");
        await SaysAsync("position", "160 × 120");
    }

    [Fact]
    public async Task Pointer_OverThePicture_MarksThePixelsBytes()
    {
        await _page.WaitForSelectorAsync(".layouts .candidate");
        var stage = (await _page.Locator(".stage").BoundingBoxAsync())!;
        await _page.Mouse.MoveAsync(stage.X + (stage.Width / 2) + 1, stage.Y + (stage.Height / 2) + 1);

        await SaysAsync("position", "x 80  y 60");
        await _page.WaitForSelectorAsync(".dump .mark");
        int offset = ((60 * Width) + 80) * 3;
        Assert.Equal((offset / 16 * 16).ToString("x8", System.Globalization.CultureInfo.InvariantCulture), await _page.InnerTextAsync(".dump .pixel .offset"));
        await ShotAsync("pointing");
    }

    [Fact]
    public async Task Rotation_Picked_TurnsThePicture_AndTheBytesStillFollowThePointer()
    {
        await _page.WaitForSelectorAsync(".layouts .candidate");
        await _page.ClickAsync(".layouts header button[aria-expanded]");
        await _page.PickAsync("Rotation", "90° clockwise");

        await SaysAsync("position", "120 × 160");
        await _page.WaitForFunctionAsync("() => new URLSearchParams(location.search).get('layout') === '160x120~bgr24~rotate90'");
        await _page.Locator(".stage").ScrollIntoViewIfNeededAsync();
        var stage = (await _page.Locator(".stage").BoundingBoxAsync())!;
        await _page.Mouse.MoveAsync(stage.X + (stage.Width / 2) + 1, stage.Y + (stage.Height / 2) + 1);
        await SaysAsync("position", "x 60  y 80");
        await _page.WaitForSelectorAsync(".dump .mark");
        int offset = (((119 - 60) * Width) + 80) * 3;
        Assert.Equal((offset / 16 * 16).ToString("x8", System.Globalization.CultureInfo.InvariantCulture), await _page.InnerTextAsync(".dump .pixel .offset"));
        await ShotAsync("turned");

        await _page.ClickAsync(".layouts header .primary");
        await _page.WaitForFunctionAsync("() => document.querySelector('.layouts .origin').textContent.startsWith('Yours')");
        await OpenAsync("");
        await SaysAsync("position", "120 × 160");
        Assert.Contains("turned 90° clockwise", await _page.InnerTextAsync(".layouts .origin"), StringComparison.Ordinal);
        Assert.Empty((await _page.ViolationsAsync()).Select(violation => $"{violation.Id}: {violation.Nodes[0].Html}"));
    }

    [Fact]
    public async Task Accept_OfACandidate_MakesItTheUsers()
    {
        await _page.WaitForSelectorAsync(".layouts .candidate");
        await _page.ClickAsync(".layouts .candidate .shot");

        await _page.WaitForFunctionAsync("() => document.querySelector('.layouts .origin').textContent.startsWith('Yours')");
        await _page.ClickAsync(".layouts .more summary");
        await ShotAsync("own");
        await _page.ClickAsync(".layouts .yours button");
        await _page.WaitForFunctionAsync("() => document.querySelector('.layouts .origin').textContent.startsWith('Guessed')");
    }

    [Fact]
    public async Task Region_Dragged_IsCountedAndKeptInTheAddress()
    {
        await _page.WaitForSelectorAsync(".values tbody tr");
        var stage = (await _page.Locator(".stage").BoundingBoxAsync())!;
        float x = stage.X + (stage.Width / 2), y = stage.Y + (stage.Height / 2);
        await _page.ClickAsync("[data-do=region]");
        await _page.Mouse.MoveAsync(x + 2, y + 2);
        await _page.Mouse.DownAsync();
        await _page.Mouse.MoveAsync(x + 52, y + 27);
        await _page.Mouse.UpAsync();

        await _page.WaitForFunctionAsync("() => new URLSearchParams(location.search).get('region') === '80.60.11.6'");
        await _page.WaitForFunctionAsync("() => document.querySelector('.values tbody td:nth-child(6)').textContent === '66'");
        await _page.ClickAsync("[data-do=region]");
        await _page.ClickAsync("[data-do=line]");
        await _page.Mouse.MoveAsync(x - 200, y - 100);
        await _page.Mouse.DownAsync();
        await _page.Mouse.MoveAsync(x + 200, y + 120);
        await _page.Mouse.UpAsync();
        await _page.WaitForSelectorAsync(".values path.line");
        await ShotAsync("marked");
    }

    [Fact]
    public async Task UploadPage_OverRawPixels_WritesThemInTheirLayout_AndMakesNewOnesInAnother()
    {
        await _page.WaitForSelectorAsync(".layouts .origin", new() { State = WaitForSelectorState.Attached });
        await OpenPathAsync($"upload?target=posix%3A{_name}");
        await ChooseRedAsync();
        await _page.WaitForSelectorAsync(s_english ? "text='red.png' is scaled from 320 × 240 to 160 × 120 pixels" : ".card .say.good");
        await ShotAsync("upload-own");
        await _page.ClickAsync(".send button");
        await _page.WaitForSelectorAsync(".card.done");
        Assert.Equal([0, 0, 255, 0, 0, 255], (await File.ReadAllBytesAsync("/dev/shm/" + _name, RunningDashboard.Stop))[..6]);

        string other = _name + "-new";
        try
        {
            await OpenPathAsync("upload");
            await ChooseRedAsync();
            await _page.ClickAsync("#pictures .target .choice >> nth=1");
            await _page.FillAsync("#pictures .target input", other);
            await _page.ClickAsync("#pictures .stored .choice >> nth=2");
            await _page.PickAsync("Layout", "Camera frames behind a sequence lock");
            await _page.FillAsync(".frame-form label:has-text('Width') input", "64");
            await _page.FillAsync(".frame-form label:has-text('Height') input", "40");
            await _page.Keyboard.PressAsync("Tab");
            await _page.WaitForSelectorAsync(s_english ? "text='red.png' is scaled from 320 × 240 to 53 × 40 pixels, with black beside it where the frame of 64 × 40 has room" : ".card .say.good >> text=64 × 40");
            if (s_english) await _page.WaitForSelectorAsync("text=The sequence lock is odd while it is written and even after it.");
            await ShotAsync("upload-new");
            await _page.ClickAsync(".send button");
            await _page.WaitForSelectorAsync(".card.done");

            byte[] made = await File.ReadAllBytesAsync("/dev/shm/" + other, RunningDashboard.Stop);
            Assert.Equal((32 + (64 * 40 * 3), 2, 64, 40, 1), (made.Length, (int)made[0], (int)made[8], (int)made[12], (int)made[16]));
            Assert.Equal([0, 0, 0, 0, 0, 255], made[(32 + (4 * 3))..(32 + (6 * 3))]);
            await _page.WaitForSelectorAsync($".side li >> text={other}");
            await ShotAsync("upload-done");
        }
        finally
        {
            File.Delete("/dev/shm/" + other);
        }
    }

    private Task ChooseRedAsync() => _page.SetInputFilesAsync("input[data-files]", new FilePayload
    {
        Name = "red.png", MimeType = "image/png", Buffer = Preview.Png.Draw(320, 240, 3, (_, _) => (1, 0, 0, 1)),
    });

    [Fact]
    public async Task Picture_PutIn_IsWrittenAsTheNextFrameAfterItWasSaidHow()
    {
        await _page.SetInputFilesAsync(".frame-upload input[type=file]", new FilePayload
        {
            Name = "red.png", MimeType = "image/png", Buffer = Preview.Png.Draw(320, 240, 3, (_, _) => (1, 0, 0, 1)),
        });
        await _page.WaitForSelectorAsync("text='red.png' is scaled from 320 × 240 to 160 × 120 pixels");
        await ShotAsync("upload");
        await _page.ClickAsync(".frame-upload .primary");

        await _page.WaitForSelectorAsync(".frame-upload .good");
        byte[] pixels = await File.ReadAllBytesAsync("/dev/shm/" + _name, RunningDashboard.Stop);
        Assert.Equal([0, 0, 255, 0, 0, 255], pixels[..6]);
        Assert.Equal([0, 0, 255], pixels[^3..]);
    }

    [Fact]
    public async Task Picture_DroppedOnTheButton_IsTakenThere_AndNotToTheUploadPage()
    {
        string file = Path.Combine(Path.GetTempPath(), _name + ".png");
        await File.WriteAllBytesAsync(file, Preview.Png.Draw(320, 240, 3, (_, _) => (1, 0, 0, 1)), RunningDashboard.Stop);
        try
        {
            var button = (await _page.Locator(".frame-upload .file-button button").BoundingBoxAsync())!;
            var hand = await _page.Context.NewCDPSessionAsync(_page);
            await hand.DragFileAsync("dragEnter", button.X - 5, button.Y + 40, file);
            await _page.WaitForFunctionAsync("() => !document.querySelector('.veil').hidden");
            await hand.DragFileAsync("dragOver", button.X + 10, button.Y + 10, file);
            // The field lies over the button as soon as the host knows of the hand.
            await _page.WaitForSelectorAsync(".frame-upload input[type=file]:visible");
            await hand.DragFileAsync("dragOver", button.X + 11, button.Y + 11, file);
            await _page.WaitForFunctionAsync("() => document.querySelector('.veil').hidden");
            await hand.DragFileAsync("drop", button.X + 11, button.Y + 11, file);

            await _page.WaitForSelectorAsync($"text='{_name}.png' is scaled from 320 × 240 to 160 × 120 pixels");
            Assert.Contains("/segment/", _page.Url, StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public async Task Number_Typed_IsTriedWithEachKey_AndComesBackWhenItWasTakenAway()
    {
        await _page.WaitForSelectorAsync(".layouts .candidate");
        await _page.ClickAsync(".layouts header button[aria-expanded]");
        var width = _page.Locator(".controls .width .number-field input");
        await width.FillAsync("");
        await width.PressSequentiallyAsync("96");

        await SaysAsync("position", "96 × 200");
        await width.PressSequentiallyAsync("0");
        await SaysAsync("position", "960 × 20");
        await width.PressAsync("ArrowUp");
        await SaysAsync("position", "961 × 19");
        // Letters are no numbers, and nothing is no width.
        await width.PressSequentiallyAsync("x");
        await Assertions.Expect(width).ToHaveValueAsync("961");
        await width.FillAsync("");
        await width.PressAsync("Tab");
        await Assertions.Expect(width).ToHaveValueAsync("961");
        await SaysAsync("position", "961 × 19");
        Assert.Empty((await _page.ViolationsAsync()).Select(violation => $"{violation.Id}: {violation.Nodes[0].Html}"));
    }

    [Fact]
    public async Task Mapping_Chosen_ChangesTheColoursAndComesBackWithTheAddress()
    {
        string before = await _page.EvaluateAsync<string>(BrowserTest.PixelsOf(".stage canvas"));
        await OpenAsync("?channel=0&colours=turbo&marks=true&high=200");

        await _page.WaitForFunctionAsync($"before => ({BrowserTest.PixelsOf(".stage canvas")})() !== before", before);
        Assert.Equal("turbo", await _page.PickedAsync("Colours"));
        await ShotAsync("coloured");
    }

    [Fact]
    public async Task PictureFile_OfSixteenBits_TellsItsOwnValuesAndIsMappedByThem()
    {
        string name = _name + "-deep";
        var picture = PixelBuffer.Allocate(32, 16, PixelFormat.Grey16);
        for (int y = 0; y < 16; y++)
            for (int x = 0; x < 32; x++)
                BitConverter.TryWriteBytes(picture.Row(y)[(2 * x)..], (ushort)(20_000 + (100 * y) + x));
        byte[] png = PictureEncoder.Encode(picture, PictureFormats.Png, EncodeOptions.Default);
        using var segment = PosixSegment.Create(name, png.Length + 50);
        try
        {
            segment.Write(0, png);
            await _page.GotoAsync($"{_dashboard.Root}segment/posix%3A{name}");
            await _page.WaitForSelectorAsync("main[data-interactive]");
            await _page.WaitForSelectorAsync(".values tbody tr");
            Assert.Equal("grey\t20000\t21531\t20765.5\t461.07\t512\t0\t0", await _page.InnerTextAsync(".values tbody tr"));
            var stage = (await _page.Locator(".stage").BoundingBoxAsync())!;

            await _page.Mouse.MoveAsync(stage.X + (stage.Width / 2) + 1, stage.Y + (stage.Height / 2) + 1);
            await SaysAsync("position", "x 16  y 8");
            await SaysAsync("value", "grey 20816");
            await ShotAsync("deep");

            // Nearly one grey as it is; its values are spread by a window of their own.
            string before = await _page.EvaluateAsync<string>(BrowserTest.PixelsOf(".stage canvas"));
            await _page.ClickAsync(".values .set button >> nth=1");
            await _page.WaitForFunctionAsync($"before => ({BrowserTest.PixelsOf(".stage canvas")})() !== before", before);
            await _page.Mouse.MoveAsync(stage.X + (stage.Width / 2) + 1, stage.Y + (stage.Height / 2) + 1);
            await SaysAsync("value", "grey 20816");
            await ShotAsync("deep-mapped");
        }
        finally
        {
            File.Delete("/dev/shm/" + name);
        }
    }

    [Fact]
    public async Task SeveralPictures_AreSideBySide_AndTheChosenOneIsShownLarge()
    {
        string name = _name + "-list";
        var stream = new List<byte>([0, 0, 0, 7, 0, 0, 0, 4, 0, (byte)'a', 0, (byte)'b', 0, 0, 0, 3]);
        for (int i = 0; i < 3; i++)
            stream.AddRange([0, 0, 0, 1, .. Preview.Png.Draw(96 + (32 * i), 64, 3, (x, y) => (i == 0 ? x : 0.1, i == 1 ? y : 0.3, i == 2 ? x : 0.2, 1))]);
        using var segment = PosixSegment.Create(name, stream.Count + 300);
        try
        {
            segment.Write(0, stream.ToArray());
            await _page.GotoAsync($"{_dashboard.Root}segment/posix%3A{name}");
            await _page.WaitForSelectorAsync("main[data-interactive]");
            await _page.WaitForSelectorAsync(".strip .one:nth-of-type(3) canvas[data-painted]");
            await SaysAsync("position", "96 × 64");
            await ShotAsync("strip");

            await _page.ClickAsync(".strip .one:nth-of-type(3)");
            await SaysAsync("position", "160 × 64");
            await _page.WaitForFunctionAsync("() => new URLSearchParams(location.search).get('picture') === '2'");
            await _page.WaitForFunctionAsync("() => document.querySelector('.values .where')?.textContent.includes('160 × 64')");
            await _page.ReloadAsync();
            await SaysAsync("position", "160 × 64");
            await _page.WaitForSelectorAsync(".strip .one:nth-of-type(3)[aria-pressed=true]");
        }
        finally
        {
            File.Delete("/dev/shm/" + name);
        }
    }

    [Fact]
    public async Task LayoutAndColours_Chosen_ComeBackWithTheNameAndAfterARestart()
    {
        await _page.WaitForSelectorAsync(".layouts .candidate");
        await _page.ClickAsync(".layouts .candidate .shot");
        await _page.WaitForFunctionAsync("() => document.querySelector('.layouts .origin').textContent.startsWith('Yours')");
        await _page.PickAsync("Channel", "G");
        await _page.PickAsync("Colours", "turbo");
        await _page.FillAsync(".values .mapping label:has-text('Gamma') input", "0.5");
        await _page.Keyboard.PressAsync("Tab");
        await _page.WaitForFunctionAsync("() => location.search.includes('gamma=0.5') && location.search.includes('colours=turbo')");

        // The same browser, another life of the dashboard at the same address, another segment of the same name.
        byte[] pixels = await File.ReadAllBytesAsync("/dev/shm/" + _name, RunningDashboard.Stop);
        int port = _dashboard.Root.Port;
        await _page.GotoAsync("about:blank");
        await _dashboard.DisposeAsync();
        _segment.Dispose();
        File.Delete("/dev/shm/" + _name);
        Array.Reverse(pixels);
        _segment = PosixSegment.Create(_name, pixels.Length);
        _segment.Write(0, pixels);
        _dashboard = Dashboard(port);
        await _dashboard.InitializeAsync();
        await LogInAsync();
        await OpenAsync("");

        await _page.WaitForFunctionAsync("() => location.search.includes('gamma=0.5') && location.search.includes('colours=turbo')");
        await _page.WaitForFunctionAsync("() => document.querySelector('.layouts .origin')?.textContent.startsWith('Yours')");
        Assert.Equal(("G", "turbo", "0.5"), (
            await _page.PickedAsync("Channel"), await _page.PickedAsync("Colours"),
            await _page.InputValueAsync(".values .mapping label:has-text('Gamma') input")));

        // What the address says counts, and what is taken back stays so.
        await OpenAsync("?colours=viridis");
        Assert.Equal("viridis", await _page.PickedAsync("Colours"));
        await OpenAsync("");
        await _page.WaitForFunctionAsync("() => location.search.includes('colours=turbo')");
        await _page.ClickAsync(".values .mapping > button");
        await _page.WaitForFunctionAsync("() => !location.search.includes('colours')");
        await OpenAsync("");
        await _page.WaitForSelectorAsync(".values tbody tr");
        await _page.WaitForTimeoutAsync(800);
        Assert.DoesNotContain("colours", await _page.EvaluateAsync<string>("location.search"), StringComparison.Ordinal);
    }

    private RunningDashboard Dashboard(int port) => new(new DashboardOptions
    {
        Port = port, Token = RunningDashboard.Token, MaxUploadBytes = 1 << 20, LockTimeout = TimeSpan.FromMilliseconds(200), LayoutsFile = _layouts,
    });

    private async Task LogInAsync() => await _page.GotoAsync($"{_dashboard.Root}login?t={RunningDashboard.Token}");

    [Fact]
    public async Task Zoom_IntoThePixels_ShowsTheirNumbers()
    {
        var asked = _page.WaitForResponseAsync(response => response.Url.Contains("/pixels?x=", StringComparison.Ordinal) && response.Ok);
        await _page.HoverAsync(".stage");
        await _page.Mouse.WheelAsync(0, -1400);

        Assert.Contains("\"channels\":[\"B\",\"G\",\"R\"]", await (await asked).TextAsync(), StringComparison.Ordinal);
        await ShotAsync("numbers");
    }

    private async Task OpenAsync(string query)
    {
        await _page.GotoAsync($"{_dashboard.Root}segment/posix%3A{_name}{query}");
        await _page.WaitForSelectorAsync("main[data-interactive]");
        await _page.WaitForFunctionAsync("() => /\\d/.test(document.querySelector('[data-say=position]')?.textContent ?? '')");
    }

    private async Task OpenPathAsync(string path)
    {
        await _page.GotoAsync(_dashboard.Root + path);
        await _page.WaitForSelectorAsync("main[data-interactive]");
        await _page.WaitForLoadStateAsync(LoadState.NetworkIdle);
        await _page.WaitForTimeoutAsync(200);
    }

    private async Task SaysAsync(string what, string words) => await
        _page.WaitForFunctionAsync("([what, words]) => document.querySelector(`[data-say=${what}]`)?.textContent === words", new[] { what, words });

    /// <summary>For people: what the page looks like, where a folder is named.</summary>
    private async Task ShotAsync(string name)
    {
        if (Environment.GetEnvironmentVariable("PREVIEW_FOLDER") is not { } folder) return;
        await _page.WaitForTimeoutAsync(1200);
        await _page.ScreenshotAsync(new() { Path = Path.Combine(folder, $"layouts-{name}.png"), FullPage = true });
    }
}
