using System.Collections.Immutable;
using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Localization;
using ShmDashboard.Monitoring.Waiting;
using ShmDashboard.SharedMemory.Locks;
using ShmDashboard.SharedMemory.Processes;
using ShmDashboard.SharedMemory.Segments;
using ShmDashboard.Web.Components.Wording;
using ShmDashboard.Web.Configuration;
using ShmDashboard.Web.Localization;
using ShmDashboard.Web.Tests.Fakes;
using ShmDashboard.Wording;

namespace ShmDashboard.Web.Tests.Components.Wording;

public sealed class SentenceWordsTests : ComponentTest
{
    [Fact]
    public void Of_English_IsTheProductsOwnSentence()
    {
        var sentence = Sentence.Of($"{"player (4312)"} has held the lock of '{"sha{re"}' for {new SentenceArgument.Duration(new TimeSpan(2, 5, 0))} while others wait");

        Assert.Equal(sentence.ToString(), Words().Of(sentence));
        Assert.Equal("Set {0} to \"{}\".", Words().Of("Set {0} to \"{}\"."));
    }

    [Fact]
    public void PartsOf_SentenceOfProcesses_TellsEachOfThemApart()
    {
        ProcessRef player = Rows.Process(4312, "player"), album = Rows.Process(4201, "album");

        var parts = Words().PartsOf(Sentence.Of($"held by {new People([player, album])}"));

        Assert.Equal([("held by ", null), ("player (4312)", player), (", ", null), ("album (4201)", album)], parts.Select(part => (part.Text, part.Process)));
    }

    [Fact]
    public void PartsOf_Sentence_TellsArgumentsFromWords() => Assert.Equal(
        [("'", false), ("share", true), ("' is written without a lock", false)],
        Words().PartsOf(Sentence.Of($"'{"share"}' is written without a lock")).Select(part => (part.Text, part.IsArgument)));

    [Theory]
    [InlineData("02:05:07", "已有 2 小时 5 分钟没有使用迹象。")]
    [InlineData("00:45:00", "已有 45 分钟没有使用迹象。")]
    [InlineData("00:00:12", "已有 12 秒没有使用迹象。")]
    [InlineData("3.00:00:00", "已有 3 天没有使用迹象。")]
    public void Of_Chinese_TranslatesAmountsOfTime(string time, string words) => Assert.Equal(words, InChinese(() => Words().Of(
        Sentence.Of($"Nothing told of a use for {new SentenceArgument.Duration(TimeSpan.Parse(time, CultureInfo.InvariantCulture))}."))));

    [Theory]
    [InlineData(1, "1 byte", "1 字节")]
    [InlineData(0, "0 bytes", "0 字节")]
    [InlineData(3_219_456, "3,219,456 bytes", "3,219,456 字节")]
    public void Of_ExactSize_HasTheRightNumber(long bytes, string english, string chinese)
    {
        var made = Sentence.Of($"Made, {new SentenceArgument.ByteCount(bytes)}; by whom is not known.");

        Assert.Equal([$"Made, {english}; by whom is not known.", $"Made, {english}; by whom is not known."], [made.ToString(), Words().Of(made)]);
        Assert.Equal($"已创建，{chinese}；创建者未知。", InChinese(() => Words().Of(made)));
    }

    [Fact]
    public void Of_Chinese_TranslatesNamelessProcessesAndQuotedSentences()
    {
        Assert.Equal("进程 4312 已不存在。", InChinese(() => Words().Of(Sentence.Of($"{new People([new(4312, null, false)])} does not exist any more."))));
        Assert.Equal("其创建者已不存在。", InChinese(() => Words().Of(Sentence.Of($"{new People([])} does not exist any more."))));
        Assert.Equal("无法将上传内容写入“qt:a”：PNG: torn. 请重新取得完整的文件：其末尾缺失。", InChinese(() => Words().Of(Sentence.Of(
            $"Cannot write the upload to '{"qt:a"}': {Sentence.FromString("PNG: torn.")} {Sentence.FromString("Take the whole file again: its end is missing.")}"))));
        Assert.Equal("无权查看该锁。", InChinese(() => Words().Of(Sentence.Of($"{Sentence.FromString("The lock may not be looked at.")}"))));
    }

    [Fact]
    public void Of_Chinese_SetsASpaceBetweenIdeographsAndLatinAndNoneBetweenIdeographs()
    {
        Assert.Equal("/a：偏移 9 处应为 CRC 0x2b50，实为 0xf9d5。", InChinese(() => Words().Of(
            Sentence.Of($"{"/a"}: expected {"CRC 0x2b50"}, found {"0xf9d5"} at offset {9}."))));
        Assert.Equal("lk (27) 已持有“/mx”的一个锁至少 2 分钟，其他进程在等待", InChinese(() => Words().Of(Sentence.Of(
            $"{"lk (27)"} has held a lock of '{"/mx"}' for {new SentenceArgument.Quotation([Sentence.Of($"at least {new SentenceArgument.Duration(TimeSpan.FromMinutes(2))}")])} while others wait"))));
    }

    [Fact]
    public void Of_Chinese_SaysWhatIdsLookLike()
    {
        Assert.False(SegmentId.TryParse("nonsense", out _, out var problem));

        Assert.Equal(
            "“nonsense”不是内存段标识：应为 qt:<键>、sysv:<编号>、posix:<名称> 或 memfd:<进程号>:<inode>。", InChinese(() => Words().Of(problem)));
    }

    [Theory]
    [InlineData(SizeUnit.Binary, "It takes 3.1 MiB of memory.")]
    [InlineData(SizeUnit.Decimal, "It takes 3.22 MB of memory.")]
    [InlineData(SizeUnit.Bytes, "It takes 3,219,456 B of memory.")]
    public void Of_AmountOfBytes_IsInTheUnitsThatWereChosen(SizeUnit unit, string words)
    {
        Sizes.Unit = unit;

        Assert.Equal(words, Words().Of(Sentence.Of($"It takes {new SentenceArgument.Size(3_219_456)} of memory.")));
    }

    [Fact]
    public void Of_QuotedRing_IsSaidInThePagesLanguage()
    {
        var ring = Assert.Single(Ring().Cycles);
        var sentence = Sentence.Of($"{ring.Story}");

        Assert.Equal("player (10) holds 'a' and waits for 'b'. album (20) holds 'b' and waits for 'a'. Neither can go on.", Words().Of(sentence));
        Assert.Equal(sentence.ToString(), Words().Of(sentence));
        Assert.Equal("player (10) 持有“a”并等待“b”。album (20) 持有“b”并等待“a”。双方都无法继续。", InChinese(() => Words().Of(sentence)));
    }

    [Fact]
    public void Ring_GuessedHolder_SaysThatItIsOne() => Assert.EndsWith(
        "Neither can go on. That album (20) holds 'b' is inferred.", Words().Of(Ring(inferred: true).Cycles[0].Story), StringComparison.Ordinal);

    [Theory]
    [InlineData(0.4, "0 ms")]
    [InlineData(26.2, "26 ms")]
    [InlineData(999.6, "1.0 s")]
    [InlineData(9_960, "10 s")]
    [InlineData(119_000, "119 s")]
    [InlineData(180_000, "3 min")]
    [InlineData(7_200_000, "2 h")]
    [InlineData(200_000_000, "2 d")]
    public void Duration_HasTheDigitsItDeserves(double milliseconds, string words) =>
        Assert.Equal(words, DurationWords.Of(TimeSpan.FromMilliseconds(milliseconds), Text));

    private static WaitGraph Ring(bool inferred = false)
    {
        ProcessRef player = new(10, "player", true), album = new(20, "album", true);
        LockStatus Held(ProcessRef holder, ProcessRef waiter) => new()
        {
            State = LockState.Held, Holder = holder, Waiters = [waiter], WaiterCount = 1, WaitersKnown = true, HeldSinceUtc = Rows.Noon,
        };
        return WaitGraph.Of(
        [
            Rows.Qt("a", 1) with { Lock = Held(player, album) },
            Rows.Qt("b", 2) with { Lock = Held(album, player) with { HolderIsInferred = inferred } },
        ]);
    }

    private new SentenceWords Words() => new(Services.GetRequiredService<IStringLocalizer<Sentences>>(), Text, Sizes);

    private static string InChinese(Func<string> say)
    {
        var before = CultureInfo.CurrentUICulture;
        CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo("zh-Hans");
        try
        {
            return say();
        }
        finally
        {
            CultureInfo.CurrentUICulture = before;
        }
    }
}
