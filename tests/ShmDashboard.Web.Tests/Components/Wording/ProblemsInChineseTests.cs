using System.Globalization;
using Bunit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Localization;
using ShmDashboard.Imaging.Layouts;
using ShmDashboard.Imaging.Layouts.Documents;
using ShmDashboard.Imaging.Layouts.Finding;
using ShmDashboard.Imaging.Layouts.PixelFormats;
using ShmDashboard.Imaging.Payloads;
using ShmDashboard.Monitoring.Health;
using ShmDashboard.Monitoring.Maintenance;
using ShmDashboard.Monitoring.Segments;
using ShmDashboard.SharedMemory.Locks;
using ShmDashboard.SharedMemory.Processes;
using ShmDashboard.Web.Api;
using ShmDashboard.Web.Components.Overview;
using ShmDashboard.Web.Localization;
using ShmDashboard.Web.Tests.Fakes;
using ShmDashboard.Wording;

namespace ShmDashboard.Web.Tests.Components.Wording;

/// <summary>What the kernel and the pictures say comes up to the page and the API as what it is, and is said there in their language.</summary>
public sealed class ProblemsInChineseTests : ComponentTest
{
    private const string LockInEnglish = "Cannot read the POSIX semaphore: its file has 4 bytes where glibc's has 32. It may be just being made; look again.";
    private const string LockInChinese = "无法读取该 POSIX 信号量：其文件有 4 字节，而 glibc 的为 32 字节。它可能正在创建；请再看一次。";
    private const string PictureInEnglish = "PNG chunk IHDR: expected CRC 0x907753de, found 0x00000000 at offset 29.";
    private const string PictureInChinese = "PNG 块 IHDR：偏移 29 处应为 CRC 0x907753de，实为 0x00000000。";

    private static readonly PixelLayout s_layout = PixelLayout.Dense(RawFormats.Named("bgr24"), 96, 72);

    // One pixel of RGB whose header has a checksum of zero, and nothing behind it.
    private static readonly byte[] s_damaged =
        [0x89, .. "PNG\r\n\x1a\n"u8, 0, 0, 0, 13, .. "IHDR"u8, 0, 0, 0, 1, 0, 0, 0, 1, 8, 2, 0, 0, 0, 0, 0, 0, 0];

    [Fact]
    public void DamagedPicture_OnThePage_IsToldWithItsValues()
    {
        CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo("zh-Hans");

        Assert.Equal(PictureInChinese, Render<StateCell>(parameters => parameters.Add(cell => cell.Row, Damaged())).Find(".state").GetAttribute("title"));
    }

    [Fact]
    public void UnreadableLock_OnThePage_IsToldWithItsValues()
    {
        var reading = UnreadableLock();
        var status = new LockStatus { State = LockState.NotPermitted, Kind = reading.Kind, Problem = reading.Problem };
        CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo("zh-Hans");

        Assert.Equal(LockInChinese, Render<LockChip>(parameters => parameters.Add(chip => chip.Lock, status)).Find("span").GetAttribute("title"));
    }

    [Theory]
    [InlineData("en", PictureInEnglish, LockInEnglish)]
    [InlineData("zh-Hans", PictureInChinese, LockInChinese)]
    public void Both_InAnAnswer_AreInTheLanguageAskedFor(string language, string picture, string held)
    {
        var reading = UnreadableLock();
        var row = Damaged() with { Lock = new() { State = LockState.NotPermitted, Kind = reading.Kind, Problem = reading.Problem } };
        CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(language);

        var told = SegmentDto.From(row, Words);

        Assert.Equal((picture, held), (told.Payload!.Problem, told.Lock.Problem));
    }

    [Theory]
    [InlineData("en", "'cam0' has two locks", "fits the size of 20,736 bytes exactly")]
    [InlineData("zh-Hans", "“cam0”有两个锁", "正好是 20,736 字节")]
    public void FindingsActionsAndReasons_InAnAnswer_AreInTheLanguageAskedFor(string language, string title, string reason)
    {
        var sentence = Sentence.Of($"'{"cam0"}' has two locks");
        var finding = new Finding
        {
            Kind = FindingKind.RemovedWhileAttached, Severity = FindingSeverity.Warning, Subject = "cam0", Title = sentence,
            Evidence = [sentence], Explanation = sentence, Remedy = sentence,
        };
        var entry = new MaintenanceEntry(Rows.Noon, null, null, Succeeded: true, sentence);
        var match = new LayoutMatch
        {
            Pixels = s_layout, Origin = LayoutOrigin.Guessed, Document = LayoutDocument.Of(s_layout), Reasons = [new LayoutReason(ReasonKind.FitsExactly, 20_736)],
        };
        CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(language);

        var told = FindingDto.From(finding, Words);

        Assert.Equal([title, title, title, title], [told.Title, .. told.Evidence, told.Explanation, told.Remedy]);
        Assert.Equal(title, MaintenanceEntryDto.From(entry, Words).Sentence);
        var text = Services.GetRequiredService<IStringLocalizer<Strings>>();
        Assert.Equal([reason], LayoutsDto.From(match, [], [], warning: null, text).Reasons);
    }

    [Fact]
    public void InBrackets_StandsWithoutItsFullStop()
    {
        var part = Sentence.Of($"a part ({Damaged().Frame!.Payload.Problem!.WithoutFullStop()})");
        Assert.Equal($"a part ({PictureInEnglish.TrimEnd('.')})", Words.Of(part));

        CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo("zh-Hans");
        Assert.Equal($"一部分（{PictureInChinese.TrimEnd('。')}）", Words.Of(part));
    }

    private static SegmentRow Damaged() =>
        Rows.Posix("cam0", frame: Rows.Picture() with { Payload = PayloadIdentifier.Identify(s_damaged, s_damaged.Length) });

    private static LockReading UnreadableLock()
    {
        var directory = Directory.CreateTempSubdirectory();
        try
        {
            File.WriteAllBytes(Path.Combine(directory.FullName, "sem.cam0"), new byte[4]);
            var facts = Rows.Posix("cam0").Facts with { Posix = new("cam0") };
            return new LockObserver(new ProcessDirectory(TimeProvider.System), directory.FullName).Read(facts);
        }
        finally
        {
            directory.Delete(recursive: true);
        }
    }
}
