using Microsoft.Playwright;
using ShmDashboard.SharedMemory.Segments;
using ShmDashboard.Web.Tests.Fakes;

namespace ShmDashboard.Web.Tests.Browser;

public sealed class SegmentsPageInBrowserTests(BrowserFixture fixture) : BrowserTest(fixture)
{
    private const string PaintedRows =
        "() => [...document.querySelectorAll('canvas[data-segment]')].filter(canvas => 'painted' in canvas.dataset).map(canvas => canvas.dataset.segment).sort().join()";

    [Fact]
    public async Task Pictures_AreOnTheirCanvases_TheDamagedOneIsNot()
    {
        await OpenAsync("/");

        await Page.WaitForFunctionAsync($"() => ({PaintedRows})().split(',').length === 4");
        Assert.DoesNotContain("qt:torn", await Page.EvaluateAsync<string>(PaintedRows), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Picture_Changes_ThePixelsFollow()
    {
        await OpenAsync("/");
        await Page.WaitForFunctionAsync("() => document.querySelector('canvas[data-segment=\"qt:share\"][data-painted]')");
        string pixels = PixelsOf("canvas[data-segment=\"qt:share\"]");
        string before = await Page.EvaluateAsync<string>(pixels);

        Scene.Step(12);

        await Page.WaitForFunctionAsync($"before => ({pixels})() !== before", before);
    }

    [Fact]
    public async Task Keyboard_SlashSearchesArrowsMoveEnterOpens()
    {
        await OpenAsync("/");

        await Page.Keyboard.PressAsync("/");
        await Page.Keyboard.TypeAsync("grabber");
        await ArriveAtAsync("/?q=grabber");
        await Page.WaitForFunctionAsync("() => document.querySelectorAll('tbody tr.mud-table-row').length === 1");

        await Page.Keyboard.PressAsync("Escape");
        await Page.WaitForFunctionAsync("() => document.querySelectorAll('tbody tr.mud-table-row').length > 1");
        await Page.Keyboard.PressAsync("j");
        await Page.Keyboard.PressAsync("ArrowDown");
        await Page.Keyboard.PressAsync("k");
        await Page.Keyboard.PressAsync("j");
        await Page.Keyboard.PressAsync("Enter");

        await ArriveAtAsync("/segment/posix%3Acam0");
    }

    [Fact]
    public async Task Search_TypedFast_LosesNoLetter()
    {
        await OpenAsync("/");
        string letters = "a long name that nobody has given to any segment";

        await Page.FocusAsync("input[type=search]");
        await Page.Keyboard.TypeAsync(letters, new() { Delay = 7 });
        await Page.WaitForFunctionAsync("letters => new URL(location.href).searchParams.get('q') === letters", letters);
        await Page.WaitForTimeoutAsync(300);

        Assert.Equal(letters, await Page.InputValueAsync("input[type=search]"));
    }

    [Fact]
    public async Task Theme_Toggled_StaysAfterAReload()
    {
        await OpenAsync("/");
        Assert.Equal("light", await Page.GetAttributeAsync("html", "data-theme"));

        await Page.ClickAsync("[data-theme-toggle]");
        await Page.WaitForSelectorAsync("html[data-theme=dark]");
        await Page.ReloadAsync();

        Assert.Equal("dark", await Page.GetAttributeAsync("html", "data-theme"));
    }

    [Fact]
    public async Task Language_Toggled_StaysWhileTheListChanges()
    {
        await OpenAsync("/?show=pictures");

        await Page.ClickAsync(".language");
        await Page.WaitForFunctionAsync("() => document.querySelector('h1')?.textContent === '内存段'");
        await Page.WaitForTimeoutAsync(900);
        for (int step = 1; step < 6; step++)
        {
            Scene.Step(step);
            await Page.WaitForTimeoutAsync(120);
        }

        Assert.EndsWith("/?show=pictures", Page.Url, StringComparison.Ordinal);
        Assert.Equal("内存段", await Page.InnerTextAsync("h1"));
        Assert.Contains("持有者", await Page.InnerTextAsync("tbody tr.mud-table-row td.lock"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Hidden_Page_WatchesNothing()
    {
        await OpenAsync("/");
        await WaitFor(() => Monitor.Watched.Length == 5);
        Assert.Contains(SegmentId.Qt("share"), Monitor.Watched);

        await Page.EvaluateAsync("""
            () => {
              Object.defineProperty(document, 'hidden', { value: true, configurable: true });
              document.dispatchEvent(new Event('visibilitychange'));
            }
            """);

        await WaitFor(() => Monitor.Watched.IsEmpty);
    }

    [Fact]
    public async Task Drop_OnTheList_CarriesThePictureToTheUploadPage()
    {
        await OpenAsync("/");

        await Page.EvaluateAsync("""
            async () => {
              const canvas = new OffscreenCanvas(40, 30);
              canvas.getContext('2d').fillRect(0, 0, 20, 30);
              const transfer = new DataTransfer();
              transfer.items.add(new File([await canvas.convertToBlob()], 'dropped.png', { type: 'image/png' }));
              window.drag = name => document.body.dispatchEvent(new DragEvent(name, { dataTransfer: transfer, bubbles: true, cancelable: true }));
            }
            """);
        // Whoever drags sees where to, or does not let go.
        await Page.WaitForFunctionAsync("() => { drag('dragenter'); return !document.querySelector('.veil').hidden; }");
        await Page.EvaluateAsync("() => { drag('drop'); }");

        await ArriveAtAsync("/upload");
        await Page.WaitForSelectorAsync("text=dropped.png");
        await Page.WaitForSelectorAsync("article .title:has-text('40 × 30')");
    }

    [Theory]
    [InlineData("/", "tbody tr.mud-table-row")]
    [InlineData("/?view=wall", ".tile")]
    public async Task ManyRows_FiveThousand_OnlyThoseInSightAreThere(string path, string shown)
    {
        ShowThousands();
        await OpenAsync(path);
        await Page.WaitForFunctionAsync("shown => document.querySelectorAll(shown).length > 10", shown);
        Assert.InRange(await Page.EvaluateAsync<int>("() => document.querySelectorAll('*').length"), 100, 3000);

        await Page.EvaluateAsync("() => scrollTo(0, document.documentElement.scrollHeight)");
        await Page.WaitForSelectorAsync("text=segment-4999");
        Assert.InRange(await Page.EvaluateAsync<int>("() => document.querySelectorAll('*').length"), 100, 3000);

        await Page.FillAsync("input[type=search]", "segment-299 ");
        await Page.WaitForFunctionAsync("shown => document.querySelectorAll(shown).length === 11", shown);
    }

    [Fact]
    public async Task ManyRows_Scrolled_TheHeadsStayInSightBelowTheHeader()
    {
        ShowThousands();
        await OpenAsync("/");

        await Page.EvaluateAsync("() => scrollTo(0, 50_000)");
        await Page.WaitForTimeoutAsync(300);

        Assert.InRange((await Page.Locator("th").First.BoundingBoxAsync())!.Y, 40, 70);
    }

    [Fact]
    public async Task ManyRows_FiveThousand_ShowWithinTwoSecondsAndAreFoundWithinAFifth()
    {
        ShowThousands();
        await OpenAsync("/");
        await Page.ReloadAsync();
        await Page.WaitForFunctionAsync("() => document.querySelector('main[data-interactive]') && document.querySelectorAll('tbody tr.mud-table-row').length > 10");
        Assert.InRange(await Page.EvaluateAsync<double>("() => performance.now()"), 1, 2000);
        await Page.WaitForTimeoutAsync(500);

        var found = new List<double>();
        foreach (string searched in (string[])["segment-4999", "segment-12", "segment-3777", "text", "alice 4321"])
        {
            found.Add(await Page.EvaluateAsync<double>("""
                async searched => {
                  const field = document.querySelector('input[type=search]'), status = document.querySelector('.page [role=status]'), before = status.textContent;
                  const started = performance.now();
                  const done = new Promise(resolve => new MutationObserver((_, observer) => {
                    if (status.textContent !== before) { observer.disconnect(); resolve(performance.now() - started); }
                  }).observe(status, { characterData: true, childList: true, subtree: true }));
                  field.value = searched;
                  field.dispatchEvent(new Event('input', { bubbles: true }));
                  return await done;
                }
                """, searched));
        }

        Assert.InRange(found.Order().ElementAt(found.Count / 2), 0, 200);
    }

    [Fact]
    public async Task Heads_StandOverTheirColumns()
    {
        await OpenAsync("/");

        Assert.Equal("[0,0,0,0]", await Page.EvaluateAsync<string>("""
            () => {
              const edge = (element, side) => { const range = document.createRange(); range.selectNodeContents(element); return range.getBoundingClientRect()[side]; };
              const words = column => document.querySelectorAll('th button')[column].firstChild;
              const textEdge = (node, side) => { const range = document.createRange(); range.selectNode(node); return range.getBoundingClientRect()[side]; };
              const row = [...document.querySelectorAll('tbody tr.mud-table-row')].find(row => row.textContent.includes('MyUniqueKey'));
              return JSON.stringify([
                textEdge(words(1), 'left') - edge(row.querySelector('td.name'), 'left'),
                textEdge(words(2), 'right') - edge(row.querySelector('td.size'), 'right'),
                textEdge(words(3), 'left') - row.querySelector('td.lock .chip').getBoundingClientRect().left,
                textEdge(words(7), 'left') - edge(row.querySelector('td.state'), 'left'),
              ].map(Math.round));
            }
            """));
    }

    [Fact]
    public async Task Hover_OnWhatIsCutOff_FindsTheWholeOfIt_AndAClickOpensTheSegment()
    {
        await OpenAsync("/");
        const string Under = """
            selector => {
              const row = [...document.querySelectorAll('tbody tr.mud-table-row')].find(row => row.textContent.includes('torn'));
              const box = row.querySelector(selector).getBoundingClientRect();
              return document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2).closest('[title]')?.title;
            }
            """;

        Assert.Matches("^held by painter 6001\nsince .*\nWaiting: ", await Page.EvaluateAsync<string>(Under, "td.lock .chip"));
        Assert.Equal("0x51030005 · sysv 196613", await Page.EvaluateAsync<string>(Under, "td.name .id"));
        Assert.StartsWith("PNG chunk IDAT", await Page.EvaluateAsync<string>(Under, "td.state .state"), StringComparison.Ordinal);

        await Page.ClickAsync("tr:has-text('torn') td.lock .chip");
        await ArriveAtAsync("/segment/qt%3Atorn");
    }

    [Fact]
    public async Task Star_PutsTheSegmentOnTop_AndStaysAfterAReload()
    {
        await OpenAsync("/");

        await Page.ClickAsync("[aria-label='Star for scene-right']");
        await Page.WaitForFunctionAsync("() => document.querySelector('tbody tr.mud-table-row a.name').textContent === 'scene-right'");
        await Page.ReloadAsync();

        await Page.WaitForFunctionAsync("() => document.querySelector('tbody tr.mud-table-row a.name')?.textContent === 'scene-right'");
        await Page.ClickAsync("[aria-label='Star for scene-right'][aria-pressed=true]");
        await Page.WaitForFunctionAsync("() => document.querySelector('tbody tr.mud-table-row a.name').textContent === 'share'");
    }

    [Fact]
    public async Task Select_ByKeyboard_ThenRemoveWhatNobodyUses_AsksOnceAndNamesIt()
    {
        await OpenAsync("/");
        await Page.ClickAsync(".choosing");
        await Page.WaitForSelectorAsync("td.pick");
        await Page.FocusAsync("a.name[title^='QSharedMemory']");
        await Page.Keyboard.PressAsync("x");
        await Page.WaitForFunctionAsync("() => document.querySelector('.chosen [role=status]').textContent === '1 selected'");

        await Page.ClickAsync(".chosen .danger");
        await Page.WaitForSelectorAsync(".mud-dialog .able b");
        Assert.StartsWith("QSharedMemory", await Page.InnerTextAsync(".mud-dialog .able b"), StringComparison.Ordinal);
        // MudBlazor titles its dialogs with a heading of the sixth level, which is moderate to axe.
        Assert.DoesNotContain(await Page.ViolationsAsync(), violation => violation.Impact is "serious" or "critical");
        await Page.ClickAsync(".mud-dialog .danger");

        await WaitFor(() => Scene.Janitor.Done.Any(done => done.Id == SegmentId.SystemV(65541)));
    }

    [Fact]
    public async Task Updates_AreDrawnAsALineThatGrows()
    {
        await OpenAsync("/");
        await Page.WaitForFunctionAsync("() => document.querySelector('shm-spark[of=\"posix:cam0\"] path')?.getAttribute('d')?.split('L').length > 3");

        Assert.Equal(0, await Page.Locator("tr:has-text('MyUniqueKey') shm-spark").CountAsync());
    }

    [Fact]
    public async Task Export_Menu_DownloadsWhatIsShown()
    {
        await OpenAsync("/?show=stale");
        await Page.ClickAsync(".export-menu button");

        Assert.Equal("/api/segments?format=csv&show=stale", await Page.Locator(".export-list a").First.GetAttributeAsync("href"));
    }

    [Fact]
    public async Task Phone_ChoicesAreFoldedAway_AndSortingIsAmongThem()
    {
        await Page.SetViewportSizeAsync(400, 860);
        await OpenAsync("/");
        Assert.False(await Page.Locator(".choices").IsVisibleAsync());
        Assert.False(await Page.Locator(".search kbd").IsVisibleAsync());
        Assert.InRange(await Page.EvaluateAsync<double>("() => document.querySelector('tbody tr.mud-table-row').getBoundingClientRect().top"), 100, 240);

        await Page.ClickAsync(".fold");
        await Page.Locator(".choices .choice").First.WaitForAsync();
        Assert.False(await Page.Locator(".columns-menu").IsVisibleAsync());
        await Page.ClickAsync(".sort-menu button");
        await Page.ClickAsync(".sort-list >> text=Size");

        await ArriveAtAsync("/?sort=-size");
    }

    [Fact]
    public async Task Columns_ResizedAndHidden_StayAfterAReload()
    {
        await OpenAsync("/");
        var grip = (await Page.Locator(".grip[data-column=Name]").BoundingBoxAsync())!;
        await Page.Mouse.MoveAsync(grip.X + 4, grip.Y + 10);
        await Page.Mouse.DownAsync();
        await Page.Mouse.MoveAsync(grip.X + 64, grip.Y + 10, new() { Steps = 4 });
        await Page.Mouse.UpAsync();
        await Page.WaitForFunctionAsync("() => location.search.startsWith('?widths=name-')");

        await Page.ClickAsync(".columns-menu button");
        await Page.ClickAsync(".columns-list >> text=Updates");
        await Page.WaitForFunctionAsync("() => !document.querySelector('td.updates')");
        float width = (await Page.Locator("td.name").First.BoundingBoxAsync())!.Width;
        await Page.ReloadAsync();

        await Page.WaitForSelectorAsync("td.name");
        Assert.Equal(0, await Page.Locator("td.updates").CountAsync());
        Assert.Equal(width, (await Page.Locator("td.name").First.BoundingBoxAsync())!.Width, 1f);
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/?view=wall")]
    [InlineData("/segment/qt%3Ashare")]
    [InlineData("/segment/sysv%3A65541")]
    [InlineData("/upload?target=qt%3Ashare")]
    [InlineData("/events")]
    [InlineData("/settings")]
    [InlineData("/about")]
    public async Task Narrow_Screen_NothingIsCutOff(string path)
    {
        await Page.SetViewportSizeAsync(400, 860);
        await OpenAsync(path);

        Assert.Equal(0, await Page.EvaluateAsync<int>("() => document.documentElement.scrollWidth - document.documentElement.clientWidth"));
    }

    private void ShowThousands() => Monitor.Show(TimeProvider.System.GetUtcNow(),
        [.. Enumerable.Range(0, 5000).Select(index => Fakes.Rows.Qt($"segment-{index}", 1000 + index, frame: Fakes.Rows.Text($"text {index}")))]);

    private static Task WaitFor(Func<bool> condition) => Patience.Until(condition);
}
