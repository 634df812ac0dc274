using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using MudBlazor;
using ShmDashboard.Imaging.Layouts;
using ShmDashboard.Imaging.Layouts.Documents;
using ShmDashboard.Imaging.Layouts.PixelFormats;
using ShmDashboard.Imaging.Payloads;
using ShmDashboard.Monitoring.Publishing;
using ShmDashboard.SharedMemory.Processes;
using ShmDashboard.SharedMemory.Segments;
using ShmDashboard.Web.Components.Acting;
using ShmDashboard.Web.Components.Elements;
using ShmDashboard.Web.Components.Pages;
using ShmDashboard.Web.Components.Uploading;
using ShmDashboard.Web.Tests.Fakes;

namespace ShmDashboard.Web.Tests.Components.Pages;

public sealed class UploadPageTests : ComponentTest
{
    private static readonly ChosenFile s_png = new(1, "sunset.png", 48_000, 320, 200, true, "blob:1", null);
    private static readonly ChosenFile s_jpeg = new(2, "photo.jpg", 90_000, 4000, 3000, false, "blob:2", null);

    private readonly BunitJSModuleInterop _script;

    public UploadPageTests()
    {
        SetupMud();
        _script = SetupScript("./Components/Pages/UploadPage.razor.js");
        _script.Setup<PreparedFile>("prepare", _ => true).SetResult(new(700_000, true, null, "jpeg", 8, 8, false));
        _script.SetupVoid("forget", _ => true).SetVoidResult();
        Monitor.Show(Rows.Noon, Rows.Qt("share"));
    }

    [Fact]
    public async Task FilesAdded_Png_GoesUntouchedIntoAKeyNamedAfterIt()
    {
        var page = await Choose(s_png);

        Assert.Equal("sunset", page.Find(".target input").GetAttribute("value"));
        Assert.Contains("the PNG is sent untouched", Read(page.Find(".stored")), StringComparison.Ordinal);
        Assert.Equal("“sunset” does not exist yet: it is created with 46.9 KiB and held by the dashboard until you release it.", Read(page.Find(".card .say")));
        Assert.Empty(_script.Invocations["prepare"]);
    }

    [Fact]
    public async Task FilesAdded_Jpeg_IsConvertedAndPlannedWithItsFinalLength()
    {
        long planned = 0;
        Publisher.Planner = (target, _, bytes) =>
        {
            planned = bytes;
            return new() { Target = target, Action = PublishAction.Create, PayloadBytes = bytes + 4, SegmentBytes = bytes + 4 };
        };

        var page = await Choose(s_jpeg);

        Assert.Equal(700_000, planned);
        Assert.Contains("will be converted from JPEG to PNG (684 KiB): Qt's streams carry nothing else", Read(page.Find(".stored")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("tiff", 16, 16, true, "from TIFF to PNG (684 KiB, 16 bits a channel kept, turned upright as its Exif orientation says)")]
    [InlineData("tiff", 16, 32, false, "from TIFF to PNG (684 KiB, 32 bits a channel become 16)")]
    [InlineData(null, null, null, false, "to PNG (684 KiB)")]
    public async Task FilesAdded_ToBeConverted_SaysWhatIsKeptAndTurned(string? from, int? bits, int? before, bool turned, string words)
    {
        _script.Setup<PreparedFile>("prepare", _ => true).SetResult(new(700_000, true, null, from, bits, before, turned));

        var page = await Choose(s_jpeg);

        Assert.Contains("will be converted " + words, Read(page.Find(".stored")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task FilesAdded_OverRawPixels_AreWrittenInTheirLayout_AsSaidBefore()
    {
        var layout = LayoutMatch.Of(LayoutDocument.Of(PixelLayout.Dense(RawFormats.Named("bgr24"), 64, 48)), LayoutOrigin.User, new byte[64 * 48 * 3])!;
        var row = Rows.Posix("cam0", 64 * 48 * 3, Rows.Of(PayloadFormat.Bytes) with { Payload = layout.Describe(64 * 48 * 3) });
        Monitor.Show(Rows.Noon, row);
        Monitor.SetContent(row.Id, new byte[64 * 48 * 3]);
        _script.Setup<SentFile>("send", _ => true).SetResult(new(true, "overwrite", 9216, 9216, null));

        var page = await Choose("/upload?target=posix%3Acam0", s_png);

        Assert.Equal("true", page.FindAll(".stored .choice")[2].GetAttribute("aria-pressed"));
        Assert.StartsWith("'sunset.png' is scaled from 320 × 200 to 64 × 40 pixels, with black beside it where the frame of 64 × 48 has room, and converted to bgr24.", Read(page.Find(".card .say")), StringComparison.Ordinal);
        await Act(() => page.Find(".send button").Click());
        Assert.Equal("/api/segments/posix%3Acam0/picture?payload=layout&situation=as%20it%20is", _script.Invocations["send"].Single().Arguments[1]);
        Assert.Contains("is scaled from 320 × 200 to 64 × 40", Read(page.Find(".card.done")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task StoredInALayout_WhereThereIsNoSegment_SaysWhatIsMade()
    {
        var page = await Choose(s_png);

        await Act(() => page.FindAll(".stored .choice")[2].Click());
        await Planned(page);
        Assert.StartsWith("'sunset.png' has 320 × 200 pixels, as the frame: it is converted to bgr24, nothing is scaled.", Read(page.Find(".card .say")), StringComparison.Ordinal);
        await page.InvokeAsync(() => page.FindComponent<PickList<string>>().Instance.ValueChanged.InvokeAsync("image-stream-io"));
        await Planned(page);
        Assert.Contains("keep more in their header than is known here", Read(page.Find(".card .say")), StringComparison.Ordinal);
        Assert.True(page.Find(".send button").HasAttribute("disabled"));
    }

    [Fact]
    public async Task FilesAdded_CannotBecomeAPng_SaysWhyAndIsNotSent()
    {
        _script.Setup<PreparedFile>("prepare", _ => true).SetResult(new(0, true, "JPEG: found nonsense.", null, null, null, false));

        var page = await Choose(s_jpeg);

        Assert.StartsWith("No PNG could be made of it: JPEG: found nonsense.", Read(page.Find(".card .say")), StringComparison.Ordinal);
        Assert.True(page.Find(".send button").HasAttribute("disabled"));
    }

    [Fact]
    public void ReadOnly_SaysSoInsteadOfTheForms()
    {
        Janitor.IsReadOnly = true;

        var page = Render<UploadPage>();

        Assert.StartsWith("This dashboard was started with --read-only", Read(page.Find(".say")), StringComparison.Ordinal);
        Assert.True(page.Find(".columns").HasAttribute("hidden"));
    }

    [Fact]
    public async Task StoredAsFile_Jpeg_IsNotConverted()
    {
        var page = await Choose(s_jpeg);

        await Act(() => page.FindAll(".stored .choice")[1].Click());
        await Planned(page);

        Assert.Contains("the file is sent untouched", Read(page.Find(".stored")), StringComparison.Ordinal);
        Assert.Contains("87.9 KiB", Read(page.Find(".card .say")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task FilesAdded_FromASegmentsPage_FirstGoesThereTheNextElsewhere()
    {
        var page = await Choose("/upload?target=qt%3Ashare", s_png, s_jpeg);

        Assert.Equal(["share", "photo"], page.FindAll(".target input").Take(2).Select(input => input.GetAttribute("value")));
    }

    [Fact]
    public async Task FilesAdded_SameNameTwice_GoToDifferentKeys()
    {
        var page = await Choose("/upload", s_jpeg, s_jpeg with { Id = 4, Name = "photo.png" }, s_jpeg with { Id = 5, Name = "photo.png" });

        Assert.Equal(["photo", "photo.png", "photo 2"], page.FindAll(".target input").Take(3).Select(input => input.GetAttribute("value")));
    }

    [Theory]
    [InlineData(30.0, 1)]
    [InlineData(0.1, 0)]
    [InlineData(null, 1)] // not measured yet
    public async Task Send_OverWhatAnotherProgramIsWriting_AsksFirst(double? updates, int questions)
    {
        var player = new ProcessRef(4312, "player", true);
        Monitor.Show(Rows.Noon, Rows.Qt("share") with { UpdatesPerSecond = updates });
        Publisher.Planner = (target, _, bytes) => new()
        {
            Target = target, Action = PublishAction.Overwrite, PayloadBytes = bytes, SegmentBytes = bytes, Attached = [player], Situation = "seen so",
        };
        _script.Setup<SentFile>("send", _ => true).SetResult(new(true, "overwrite", 48_004, 3_219_456, null));
        var dialogs = Render<MudDialogProvider>();
        var page = await Choose("/upload?target=qt%3Ashare", s_png);

        await Act(() => page.Find(".send button").Click());

        Assert.Equal(questions, dialogs.FindAll(".mud-dialog").Count);
        Assert.Equal(1 - questions, _script.Invocations["send"].Count);
        if (questions == 0) return;
        Assert.Contains("player 4312", Read(dialogs.Find(".confirm")), StringComparison.Ordinal);
        await Act(() => dialogs.Find(".danger").Click());
        page.WaitForAssertion(() => Assert.Single(_script.Invocations["send"]));
    }

    [Fact]
    public async Task FilesAdded_NotAPicture_SaysWhatToChoose()
    {
        var page = await Choose(new ChosenFile(3, "notes.pdf", 8, 0, 0, false, "blob:3", "The source image could not be decoded."));

        Assert.Contains("Choose one of these: PNG, JPEG", Read(page.Find(".card .say")), StringComparison.Ordinal);
        Assert.Empty(page.FindAll(".card .send"));
    }

    [Fact]
    public async Task FilesAdded_TooLarge_SaysTheLimit()
    {
        var page = await Choose(s_png with { Bytes = 2_000_000 });

        Assert.StartsWith("1.91 MiB (2,000,000 B) are more than the 977 KiB", Read(page.Find(".card .say")), StringComparison.Ordinal);
        Assert.True(page.Find(".send button").HasAttribute("disabled"));
    }

    [Theory]
    [InlineData("", "Say where to: type a key or a name.")]
    [InlineData("a/b", "“a/b” cannot be a POSIX name")]
    public async Task Target_CannotBeOne_SaysWhy(string name, string words)
    {
        var page = await Choose(s_png);

        await Act(() => page.FindAll(".target .choice")[1].Click());
        await Act(() => page.Find(".target input").Input(name));

        Assert.Contains(words, Read(page.Find(".card .say")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Send_Succeeds_SaysWhatWasDoneAndHowToReadIt()
    {
        _script.Setup<SentFile>("send", _ => true).SetResult(new(true, "overwrite", 48_004, 3_219_456, null));
        var page = await Choose("/upload?target=qt%3Ashare", s_png);

        await Act(() => page.Find(".send button").Click());

        Assert.Equal([1, "/api/segments/qt%3Ashare/picture?payload=qt&situation=seen%20so", false], _script.VerifyInvoke("send").Arguments);
        Assert.Equal("46.9 KiB are in “share”: it was overwritten in place. Look at it", Read(page.Find(".say.good")));
        Assert.Contains("QSharedMemory memory(\"share\")", page.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Send_Refused_ShowsTheHostsSentenceAndCanBeTriedAgain()
    {
        _script.Setup<SentFile>("send", _ => true).SetResult(new(false, null, 0, 0, "Cannot write 'qt:share': player 4312 has held the lock for 5 s."));
        var page = await Choose("/upload?target=qt%3Ashare", s_png);

        await Act(() => page.Find(".send button").Click());

        Assert.Equal("Not written. Cannot write 'qt:share': player 4312 has held the lock for 5 s.", Read(page.Find("[role=alert]")));
        Assert.Equal("Try again", Read(page.Find(".send button")));
        Assert.False(page.Find(".send button").HasAttribute("disabled"));
    }

    [Fact]
    public async Task Remove_TakesItOffTheListAndOutOfTheBrowser()
    {
        var page = await Choose(s_png);

        await Act(() => page.Find(".card .icon-button").Click());

        Assert.Empty(page.FindAll("article"));
        Assert.Equal([1], _script.VerifyInvoke("forget").Arguments);
    }

    [Theory]
    [InlineData(0, 7)]
    [InlineData(1, 12)]
    [InlineData(2, 10)]
    public async Task TextChanged_EachLayout_IsPlannedWithItsWholeLength(int chip, long bytes)
    {
        long planned = 0;
        Publisher.Planner = (target, _, length) =>
        {
            planned = length;
            return new() { Target = target, Action = PublishAction.Create, PayloadBytes = length, SegmentBytes = length };
        };
        var page = Render<UploadPage>();

        // Four characters, six bytes: "Größ".
        await page.Instance.TextChanged(6, 4);
        await Act(() => page.FindAll("#text .stored .choice")[chip].Click());

        await Until(() => planned == bytes);
    }

    [Fact]
    public void Held_Segments_AreListedWithWhoElseIsThere()
    {
        Publisher.Held = [new HeldSegment(SegmentId.Qt("share"), 3_219_456, Rows.Noon)];
        Monitor.Show(Rows.Noon, Rows.Qt("share") with { Attached = Rows.Attached((4400, "viewer")) });

        var list = Render<UploadPage>().FindComponent<HeldList>();

        Assert.Contains("with viewer 4400", Read(list.Find("li")), StringComparison.Ordinal);
        Assert.Equal("Release", Read(list.FindComponent<ReleaseButton>().Find("button")));
    }

    [Fact]
    public async Task Send_Succeeds_ListsWhatIsHeldByThatAtOnce()
    {
        _script.Setup<SentFile>("send", _ => true).SetResult(new(true, "create", 48_004, 48_004, null));
        var page = await Choose(s_png);
        Publisher.Held = [new HeldSegment(SegmentId.Qt("sunset"), 48_004, Rows.Noon)];

        await Act(() => page.Find(".send button").Click());

        Assert.Contains("sunset", Read(page.FindComponent<HeldList>().Find("li")), StringComparison.Ordinal);
    }

    private Task<IRenderedComponent<UploadPage>> Choose(params ChosenFile[] files) => Choose("/upload", files);

    private async Task<IRenderedComponent<UploadPage>> Choose(string address, params ChosenFile[] files)
    {
        Services.GetRequiredService<NavigationManager>().NavigateTo(address);
        var page = Render<UploadPage>();
        await page.Instance.FilesAdded(files);
        return page;
    }

    /// <summary>Plans are made on a worker.</summary>
    private Task Planned(IRenderedComponent<UploadPage> page) => Until(() => page.FindAll(".card .say").Count > 0);
}
