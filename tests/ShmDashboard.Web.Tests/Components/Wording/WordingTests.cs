using System.Globalization;
using ShmDashboard.Imaging.Layouts.BuiltIn;
using ShmDashboard.Imaging.Layouts.Documents;
using ShmDashboard.Imaging.Layouts.Finding;
using ShmDashboard.Monitoring.Publishing;
using ShmDashboard.SharedMemory.Reading;
using ShmDashboard.SharedMemory.Segments;
using ShmDashboard.Web.Components.Wording;
using ShmDashboard.Web.Configuration;
using ShmDashboard.Web.Tests.Fakes;

namespace ShmDashboard.Web.Tests.Components.Wording;

public sealed class WordingTests : ComponentTest
{
    private static readonly SegmentId s_share = SegmentId.Qt("share");

    [Theory]
    [InlineData(0, "0 B")]
    [InlineData(1024, "1,024 B")]
    [InlineData(9_999, "9,999 B")]
    [InlineData(10_650, "10.4 KiB")]
    [InlineData(1_023_999, "0.98 MiB")]
    [InlineData(3_219_456, "3.07 MiB")]
    [InlineData(104_857_600, "100 MiB")]
    [InlineData(1_073_741_824, "1.00 GiB")]
    [InlineData(long.MaxValue, "8.00 EiB")]
    public void Size_Short_HasThreeDigitsAndAUnit(long bytes, string words) => Assert.Equal(words, Sizes.Short(bytes));

    [Theory]
    [InlineData(SizeUnit.Binary, 3_219_456, "3.07 MiB", "3.07 MiB (3,219,456 B)")]
    [InlineData(SizeUnit.Decimal, 3_219_456, "3.22 MB", "3.22 MB (3,219,456 B)")]
    [InlineData(SizeUnit.Decimal, 10_650, "10.7 kB", "10.7 kB (10,650 B)")]
    [InlineData(SizeUnit.Decimal, 999_600, "1.00 MB", "1.00 MB (999,600 B)")]
    [InlineData(SizeUnit.Bytes, 3_219_456, "3,219,456 B", "3,219,456 B")]
    public void Size_UnitChosen_IsUsed(SizeUnit unit, long bytes, string words, string full)
    {
        Sizes.Unit = unit;

        Assert.Equal((words, full), (Sizes.Short(bytes), Sizes.Full(bytes)));
    }

    [Fact]
    public void LayoutName_OfEachThatComesAlong_IsItsOwnInEnglishAndTranslated()
    {
        // What programs and formats are called is the same everywhere.
        string[] proper = ["ImageStreamIO", "UnityCapture", "vpstreamer"];
        var documents = BuiltInLayouts.All.Append(new LayoutDocument { Name = "NumPy array" }).ToList();
        Assert.Equal(documents.Select(document => document.Name), documents.Select(document => LayoutWords.Name(document, Text)));

        CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo("zh-Hans");
        Assert.Equal(proper, documents.Where(document => LayoutWords.Name(document, Text) == document.Name).Select(document => document.Name!).Order(StringComparer.Ordinal));
        Assert.Null(LayoutWords.Name(new LayoutDocument(), Text));
    }

    [Theory]
    [InlineData(1, "behind it is another picture of the same size, of 1 byte a pixel")]
    [InlineData(2, "behind it is another picture of the same size, of 2 bytes a pixel")]
    public void LayoutReason_AnotherPictureBehind_SaysItsBytes(int pixelBytes, string expected) =>
        Assert.Equal(expected, LayoutWords.Of(new LayoutReason(ReasonKind.PictureBehind, pixelBytes), Text));

    [Fact]
    public void LayoutReasons_EachKind_HasWordsOfItsOwn()
    {
        var reasons = Enum.GetValues<ReasonKind>().Select(kind => new LayoutReason(kind, 3, 4)).ToList();

        Assert.Equal(reasons.Count, reasons.Select(reason => LayoutWords.Of(reason, Text)).Where(words => words.Length > 0).Distinct().Count());
        Assert.Equal("a usual size, bytes repeat their kind every 3", LayoutWords.Reasons([new(ReasonKind.UsualSize), new(ReasonKind.PixelsRepeat, 3)], Text));
    }

    [Theory]
    [InlineData(ReadRoute.PeerMemory, "read from the memory of player, 0.9 ms")]
    [InlineData(ReadRoute.LockedAttach, "under the lock, 0.9 ms")]
    [InlineData(ReadRoute.UnlockedAttach, "attached briefly, no lock, 0.9 ms")]
    [InlineData(ReadRoute.FileRead, "read from the file, 0.9 ms")]
    public void Route_EachWay_IsSaid(ReadRoute route, string words) =>
        Assert.Equal(words, RouteWords.Of(Rows.Picture() with { Route = route }, Text));

    [Theory]
    [InlineData(0x180, "0600", "rw-------")]
    [InlineData(0x1b6, "0666", "rw-rw-rw-")]
    [InlineData(0x1ed, "0755", "rwxr-xr-x")]
    [InlineData(0, "0000", "---------")]
    public void Mode_IsSaidInOctalAndLetters(int mode, string octal, string letters)
    {
        var facts = Rows.Qt("share").Facts with { Mode = mode };

        Assert.Equal((octal, letters), (SegmentWords.ModeOf(facts), SegmentWords.ModeLetters(facts)));
    }

    [Fact]
    public void Plan_Create_SaysSizeAndThatItIsHeld() => Says(
        new() { Target = s_share, Action = PublishAction.Create, PayloadBytes = 3_000_000, SegmentBytes = 3_000_000 },
        Tone.Good, "“share” does not exist yet: it is created with 2.86 MiB and held by the dashboard until you release it.");

    [Fact]
    public void Plan_Overwrite_SaysThatItFitsAndWhoStays() => Says(
        new()
        {
            Target = s_share, Action = PublishAction.Overwrite, PayloadBytes = 3_000_000, SegmentBytes = 3_219_456,
            Lock = new() { State = SharedMemory.Locks.LockState.Free }, Attached = Rows.Attached((4201, "album"), (4312, "player")),
        },
        Tone.Good, "“share” is overwritten in place, under its lock: it fits (2.86 MiB of 3.07 MiB). Attached before and after: album 4201 and player 4312.");

    [Fact]
    public void Plan_OverwriteWhileHeld_SaysWhoIsWaitedFor() => Says(
        new() { Target = s_share, Action = PublishAction.Overwrite, PayloadBytes = 10, SegmentBytes = 20, Lock = Rows.Held() },
        Tone.Warn, "“share” is overwritten in place, under its lock: it fits (10 B of 20 B). Nobody else is attached. player 4312 holds the lock now; it is waited for.");

    [Fact]
    public void Plan_OverwriteWithoutLock_WarnsOfHalfPictures() => Says(
        new() { Target = SegmentId.Posix("cam0"), Action = PublishAction.Overwrite, PayloadBytes = 10, SegmentBytes = 20 },
        Tone.Good, "“cam0” is overwritten in place: it fits (10 B of 20 B). No lock is taken, so a reader may see half of it for a moment. Nobody else is attached.");

    [Fact]
    public void Plan_OverwriteBesideASemaphoreHeld_DoesNotClaimToWait() => Says(
        new() { Target = SegmentId.Posix("cam0"), Action = PublishAction.Overwrite, PayloadBytes = 10, SegmentBytes = 20, Lock = Rows.Held() },
        Tone.Good, "“cam0” is overwritten in place: it fits (10 B of 20 B). No lock is taken, so a reader may see half of it for a moment. Nobody else is attached.");

    [Fact]
    public void Plan_OverwriteWithADamagedLock_SaysThatItKeepsNobodyOut() => Says(
        new()
        {
            Target = s_share, Action = PublishAction.Overwrite, PayloadBytes = 10, SegmentBytes = 20,
            Lock = new() { State = SharedMemory.Locks.LockState.Damaged, Value = 2 },
        },
        Tone.Warn,
        "“share” is overwritten in place: it fits (10 B of 20 B). Its lock is damaged and keeps nobody out, so a reader may see half of it. Nobody else is attached.");

    [Fact]
    public void Plan_Recreate_SaysWhyThatHarmsNobody() => Says(
        new() { Target = s_share, Action = PublishAction.Recreate, PayloadBytes = 10, SegmentBytes = 20, HeldByDashboard = true },
        Tone.Good, "“share” is too small, and nobody else is attached: it is made anew with 20 B.");

    [Fact]
    public void Plan_Refuse_IsThePlannersOwnSentence() => Says(
        new() { Target = s_share, Action = PublishAction.Refuse, PayloadBytes = 10, SegmentBytes = 5, Problem = "Cannot write 10 B into 'qt:share': too small." },
        Tone.Bad, "Cannot write 10 B into 'qt:share': too small.");

    [Fact]
    public void Processes_AreListedAsASentencePart()
    {
        Assert.Equal("nobody", ProcessWords.List([], Text));
        Assert.Equal("a 1", ProcessWords.List(Rows.Attached((1, "a")), Text));
        Assert.Equal("a 1, b 2 and c 3", ProcessWords.List(Rows.Attached((1, "a"), (2, "b"), (3, "c")), Text));
    }

    private void Says(PublishPlan plan, Tone tone, string words) => Assert.Equal(new PlanWords(tone, words), PlanWords.Of(plan, Words, Sizes, Text));
}
