namespace ShmDashboard.Web.Tests.Browser;

public sealed class SegmentPageInBrowserTests(BrowserFixture fixture) : BrowserTest(fixture)
{
    private static readonly string s_pixels = PixelsOf(".stage canvas");

    [Fact]
    public async Task Freeze_BySpace_KeepsThePixelsUntilSpaceAgain()
    {
        await OpenAsync("/segment/qt%3Ashare");
        await Page.Keyboard.PressAsync("Space");
        await Page.WaitForSelectorAsync("text=Frozen.");
        string frozen = await AtRestAsync(s_pixels);

        Scene.Step(12);
        await Page.WaitForTimeoutAsync(500);
        Assert.Equal(frozen, await Page.EvaluateAsync<string>(s_pixels));

        await Page.Keyboard.PressAsync("Space");
        await Page.WaitForFunctionAsync($"frozen => ({s_pixels})() !== frozen", frozen);
    }

    [Fact]
    public async Task Pointer_OverThePicture_TellsPositionAndValue()
    {
        await OpenAsync("/segment/qt%3Ashare");
        var stage = (await Page.Locator(".stage").BoundingBoxAsync())!;

        await Page.Mouse.MoveAsync(stage.X + stage.Width / 2, stage.Y + stage.Height - 60);

        await Page.WaitForFunctionAsync(@"() => /^x \d+\s+y \d+$/.test(document.querySelector('[data-say=position]').textContent)");
        await Page.WaitForFunctionAsync(@"() => /^R +\d+ G +\d+ B +\d+( A +255)?$/.test(document.querySelector('[data-say=value]').textContent)");
    }

    [Fact]
    public async Task Zoom_ByKeysAndWheel_ChangesTheScaleAndFitBringsItBack()
    {
        await OpenAsync("/segment/qt%3Ashare");
        string fit = await Page.InnerTextAsync("[data-say=zoom]");

        await Page.Keyboard.PressAsync("1");
        await Page.WaitForFunctionAsync("() => document.querySelector('[data-say=zoom]').textContent === '100 %'");
        await Page.HoverAsync(".stage");
        await Page.Mouse.WheelAsync(0, -400);
        await Page.WaitForFunctionAsync("() => parseInt(document.querySelector('[data-say=zoom]').textContent) > 150");
        await Page.ClickAsync("[data-do=fit]");
        await Page.WaitForFunctionAsync("fit => document.querySelector('[data-say=zoom]').textContent === fit", fit);
    }

    [Theory]
    [InlineData(1280)]
    [InlineData(400)]
    public async Task Zoom_AsFarAsItGoes_KeepsItsNumberApartFromItsButtons(int width)
    {
        await Page.SetViewportSizeAsync(width, 860);
        await OpenAsync("/segment/qt%3Ashare");
        if (width < 760)
            await Page.ClickAsync(".tools .fold");
        for (int i = 0; i < 30; i++)
            await Page.Keyboard.PressAsync("+");
        await Page.WaitForFunctionAsync("() => parseInt(document.querySelector('[data-say=zoom]').textContent) >= 10000");

        double[] gaps = await Page.EvaluateAsync<double[]>("""
            () => {
              const words = document.createRange(), [out, into] = ['out', 'in'].map(name => document.querySelector(`[data-do=${name}]`).getBoundingClientRect());
              words.selectNodeContents(document.querySelector('[data-say=zoom]'));
              const { left, right, height } = words.getBoundingClientRect();
              return [left - out.right, into.left - right, out.height - height];
            }
            """);

        Assert.All(gaps, gap => Assert.InRange(gap, 1, 40));
    }

    [Fact]
    public async Task Status_WhilePlaying_TellsRateAndLatency()
    {
        await OpenAsync("/segment/qt%3Ashare");
        string rate = "";
        // A busy machine paints later, so it plays until something is said, for ten seconds at the most.
        for (int step = 1; step < 25 || (step < 200 && !rate.Contains("paint", StringComparison.Ordinal)); step++)
        {
            Scene.Step(step);
            await Page.WaitForTimeoutAsync(50);
            rate = await Page.InnerTextAsync("[data-say=rate]");
        }

        Assert.Matches(@"^\d+ painted/s · \d+ ms read → paint$", rate);
    }

    [Fact]
    public async Task Save_DownloadsThePictureFile()
    {
        await OpenAsync("/segment/qt%3Ashare");

        var download = await Page.RunAndWaitForDownloadAsync(() => Page.ClickAsync("[data-do=save]"));

        Assert.Matches(@"^share-\d+\.png$", download.SuggestedFilename);
    }

    [Fact]
    public async Task Trail_FollowsTheListsOrder_ByLinkAndByKey()
    {
        await OpenAsync("/?sort=-size&show=pictures");
        string[] order = await Page.EvaluateAsync<string[]>("() => [...document.querySelectorAll('[data-row-link]')].map(link => link.getAttribute('href'))");
        await Page.ClickAsync("[data-row-link]");
        await ArriveAtAsync(order[0]);
        await Page.WaitForSelectorAsync($".trail:has-text('1 of {order.Length}')");
        Assert.Equal(0, await Page.Locator(".trail a[rel=prev]").CountAsync());

        await Page.ClickAsync(".trail a[rel=next]");
        await ArriveAtAsync(order[1]);
        await Page.WaitForSelectorAsync($".trail:has-text('2 of {order.Length}')");
        await Page.Keyboard.PressAsync("j");
        await ArriveAtAsync(order[2]);
        await Page.WaitForSelectorAsync($".trail:has-text('3 of {order.Length}')");
        await Page.Keyboard.PressAsync("k");
        await ArriveAtAsync(order[1]);

        await Page.ClickAsync(".trail a:has-text('Segments')");
        await ArriveAtAsync("/?sort=-size&show=pictures");
    }

    [Fact]
    public async Task Copy_AFactAndThePicture_AreOnTheClipboard()
    {
        await Page.Context.GrantPermissionsAsync(["clipboard-read", "clipboard-write"]);
        await OpenAsync("/segment/qt%3Ashare");

        await Page.HoverAsync("dt:text-is('Key file') + dd");
        await Page.ClickAsync("dt:text-is('Key file') + dd .copy-button");
        await Page.WaitForSelectorAsync(".copy-button[data-copied=yes]");
        Assert.StartsWith("/tmp/qipc_sharedmemory_share", await Page.EvaluateAsync<string>("() => navigator.clipboard.readText()"), StringComparison.Ordinal);

        await Page.ClickAsync("[data-do=copy]");
        await Page.WaitForSelectorAsync("[data-do=copy][data-copied=yes]");
        Assert.Equal("image/png 640 360", await Page.EvaluateAsync<string>("""
            async () => {
              const [item] = await navigator.clipboard.read();
              const bitmap = await createImageBitmap(await item.getType('image/png'));
              return `${item.types.join()} ${bitmap.width} ${bitmap.height}`;
            }
            """));
    }

    [Fact]
    public async Task FullScreen_ByKeyAndButton_FillsTheScreenAndLeavesIt()
    {
        await OpenAsync("/segment/qt%3Ashare");
        int before = await Page.EvaluateAsync<int>("() => document.querySelector('.stage').clientHeight");

        await Page.Keyboard.PressAsync("Shift+F");
        await Page.WaitForFunctionAsync("() => document.fullscreenElement?.matches('.viewer')");
        await Page.WaitForFunctionAsync("before => document.querySelector('.stage').clientHeight > before + 100", before);
        await Page.ClickAsync("[data-do=full]");
        await Page.WaitForFunctionAsync("() => !document.fullscreenElement");
    }

    [Fact]
    public async Task SaveAs_ListsEveryForm_EachALinkToTheApi()
    {
        await OpenAsync("/segment/qt%3Ashare");

        await Page.ClickAsync(".save-menu button");
        await Page.WaitForSelectorAsync(".save-list a[download='share.webp'][href='/api/segments/qt%3Ashare/picture?format=webp']");

        Assert.Equal(["PNG", "JPEG", "WebP", "TIFF", "The PNG file as it is", "NumPy array (.npy): the true values", "The segment’s bytes, all of them"], await Page.Locator(".save-list a").AllInnerTextsAsync());
    }

    [Fact]
    public async Task Find_TextInTheBytes_GoesThereMarksItAndSaysSo()
    {
        await OpenAsync("/segment/qt%3Ashare");
        await Page.FillAsync(".bytes .sought", "IEND");
        await Page.Keyboard.PressAsync("Enter");

        await Page.WaitForFunctionAsync(@"() => /^At 0x[0-9a-f]+\.$/.test(document.querySelector('.bytes [role=search] .note').textContent)");
        await Page.WaitForSelectorAsync(".dump .line.pixel:has-text('IEND')");
        await Page.Keyboard.PressAsync("Enter");
        await Page.WaitForSelectorAsync(".bytes [role=search] .note:has-text('Once more begins at the other end.')");
        await Page.Keyboard.PressAsync("Enter");
        await Page.WaitForSelectorAsync(".bytes [role=search] .note:has-text('At 0x')");

        await Page.ClickAsync(".bytes button:has-text('Hex')");
        await Page.FillAsync(".bytes .sought", "89 50 4e 47");
        await Page.Keyboard.PressAsync("Shift+Enter");
        await Page.WaitForSelectorAsync(".bytes [role=search] .note:has-text('At 0x4.')");
    }

    [Fact]
    public async Task Phone_ShowsOnePartAtATime()
    {
        await Page.SetViewportSizeAsync(400, 860);
        await OpenAsync("/segment/qt%3Ashare");
        Assert.Equal(0, await Page.Locator("dt:text-is('Key file')").Locator("visible=true").CountAsync());

        await Page.ClickAsync(".parts button:has-text('Facts')");
        await Page.WaitForSelectorAsync("dt:text-is('Key file')");
        Assert.InRange(await Page.EvaluateAsync<int>("() => document.documentElement.scrollHeight"), 600, 1800);
        Assert.Equal(0, await Page.EvaluateAsync<int>("() => document.documentElement.scrollWidth - document.documentElement.clientWidth"));
        Assert.Equal(0, await Page.Locator(".dump").Locator("visible=true").CountAsync());
    }

    [Fact]
    public async Task Bytes_NextPage_ShowsTheFollowingOffsets()
    {
        await OpenAsync("/segment/sysv%3A65541");

        await Page.GetByRole(Microsoft.Playwright.AriaRole.Button, new() { Name = "Next" }).ClickAsync();

        await Page.WaitForFunctionAsync("() => document.querySelector('.dump .offset').textContent === '00000100'");
    }

    [Fact]
    public async Task Release_Confirmed_IsDone_EscapedIsNot()
    {
        await OpenAsync("/segment/qt%3AGr%C3%B6%C3%9Fe%20%E5%9B%BE%E7%89%87%20%231");
        var release = Page.Locator(".actions button");

        await release.ClickAsync();
        await Page.WaitForSelectorAsync("text=Still attached: viewer 4400. They notice nothing");
        await EscapeDialogAsync();
        Assert.Empty(Publisher.Released);

        await release.ClickAsync();
        await Page.Locator(".mud-dialog .danger").ClickAsync();
        await Page.WaitForSelectorAsync("text=was released");
        Assert.Single(Publisher.Released);
    }
}
