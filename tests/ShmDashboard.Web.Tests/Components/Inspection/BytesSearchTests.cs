using System.Text;
using ShmDashboard.Monitoring;
using ShmDashboard.Monitoring.Frames;
using ShmDashboard.SharedMemory.Reading;
using ShmDashboard.Web.Components.Inspection;
using ShmDashboard.Web.Tests.Fakes;

namespace ShmDashboard.Web.Tests.Components.Inspection;

public sealed class BytesSearchTests
{
    private const int Piece = ISegmentMonitor.MaxPieceBytes;
    private readonly ManualTime _time = new(Rows.Noon);
    private readonly List<(long Offset, int Count)> _read = [];

    [Theory]
    [InlineData(0)]
    [InlineData(100)]
    [InlineData(Piece - 3)] // begins in one piece and ends in the next
    [InlineData(Piece)]
    [InlineData((3 * Piece) - 5)]
    public async Task Both_AMatchAnywhere_IsFound(int at)
    {
        byte[] segment = With(3 * Piece, "hello", at);
        var search = Search(segment);

        var forwards = await search.ForwardsAsync(SoughtBytes.OfText("hello")!, 0, Stop);
        var backwards = await search.BackwardsAsync(SoughtBytes.OfText("hello")!, segment.Length, Stop);

        Assert.Equal((SearchEnd.Found, at, 5), (forwards.End, (int)forwards.Offset, forwards.Length));
        Assert.Equal((SearchEnd.Found, at, 5), (backwards.End, (int)backwards.Offset, backwards.Length));
        Assert.All(_read, read => Assert.InRange(read.Count, 1, Piece));
    }

    [Fact]
    public async Task Both_FromAMatch_GoToTheNextOfThem()
    {
        byte[] segment = Encoding.ASCII.GetBytes("aXaXa");
        var sought = SoughtBytes.OfHex("61")!;

        Assert.Equal(2, (await Search(segment).ForwardsAsync(sought, 1, Stop)).Offset);
        Assert.Equal(2, (await Search(segment).BackwardsAsync(sought, 4, Stop)).Offset);
        Assert.Equal(0, (await Search(segment).BackwardsAsync(sought, 2, Stop)).Offset);
        Assert.Equal((SearchEnd.AtTheEnd, 0L, 0L), Brief(await Search(segment).BackwardsAsync(sought, 0, Stop)));
        Assert.Equal((SearchEnd.AtTheEnd, 5L, 5L), Brief(await Search(segment).ForwardsAsync(sought, 5, Stop)));
    }

    [Fact]
    public async Task Both_NotThere_SayWhereTheyLooked()
    {
        byte[] segment = new byte[(2 * Piece) + 7];

        Assert.Equal((SearchEnd.AtTheEnd, 16L, segment.Length), Brief(await Search(segment).ForwardsAsync(SoughtBytes.OfText("hello")!, 16, Stop)));
        Assert.Equal((SearchEnd.AtTheEnd, 0L, 4096L), Brief(await Search(segment).BackwardsAsync(SoughtBytes.OfText("hello")!, 4096, Stop)));
    }

    [Fact]
    public async Task Forwards_TakesTooLong_StopsAndCanGoOn()
    {
        byte[] segment = With(5 * Piece, "hello", (4 * Piece) + 9);
        var search = Search(segment, () => _time.Advance(TimeSpan.FromSeconds(1)));
        var sought = SoughtBytes.OfText("hello")!;

        var first = await search.ForwardsAsync(sought, 0, Stop);
        var second = await search.ForwardsAsync(sought, first.LookedTo, Stop);

        Assert.Equal(SearchEnd.GivenUp, first.End);
        Assert.InRange(first.LookedTo, Piece, 2 * Piece);
        Assert.Equal(SearchEnd.GivenUp, second.End);
        Assert.Equal((4 * Piece) + 9, (await search.ForwardsAsync(sought, second.LookedTo, Stop)).Offset);
    }

    [Fact]
    public async Task Forwards_AnEndlessSegment_LooksAtSoMuchAndNoMore()
    {
        byte[] zeros = new byte[Piece];
        long looked = 0;
        var search = new BytesSearch((_, count, _) =>
        {
            looked += count;
            return Task.FromResult(new BytesOutcome(ReadStatus.Copied, zeros.AsMemory(0, count), long.MaxValue, null));
        }, _time);

        Assert.Equal(SearchEnd.GivenUp, (await search.ForwardsAsync(SoughtBytes.OfHex("ff ff")!, 0, Stop)).End);
        Assert.InRange(looked, BytesSearch.MostBytes, BytesSearch.MostBytes + (2 * Piece));
    }

    [Fact]
    public async Task Forwards_CannotBeRead_SaysWhy()
    {
        var search = new BytesSearch((_, _, _) => Task.FromResult(new BytesOutcome(ReadStatus.Denied, default, 100, "Cannot read it.")), _time);

        var found = await search.ForwardsAsync(SoughtBytes.OfHex("00")!, 0, Stop);

        Assert.Equal((SearchEnd.Unreadable, "Cannot read it."), (found.End, found.Problem?.ToString()));
    }

    [Theory]
    [InlineData("89 50 4E 47", "89504E47")]
    [InlineData("0x89,0x50", "8950")]
    [InlineData("895", null)]
    [InlineData("xyz", null)]
    [InlineData("", null)]
    public void OfHex_Text_IsBytesOrNothing(string text, string? bytes) =>
        Assert.Equal(bytes, SoughtBytes.OfHex(text) is { } sought ? Convert.ToHexString(sought.Patterns[0]) : null);

    [Fact]
    public void OfText_IsLookedForAsQtWritesItToo() =>
        Assert.Equal((6, 4), SoughtBytes.OfText("ab")!.FirstIn([1, 2, 3, 4, 5, 6, 0, (byte)'a', 0, (byte)'b']));

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private static (SearchEnd, long, long) Brief(BytesFound found) => (found.End, found.LookedFrom, found.LookedTo);

    private static byte[] With(int length, string text, int at)
    {
        byte[] bytes = new byte[length];
        Encoding.ASCII.GetBytes(text).CopyTo(bytes, at);
        return bytes;
    }

    private BytesSearch Search(byte[] segment, Action? reading = null) => new((offset, count, _) =>
    {
        reading?.Invoke();
        _read.Add((offset, count));
        int length = (int)Math.Clamp(segment.Length - offset, 0, count);
        return Task.FromResult(new BytesOutcome(ReadStatus.Copied, segment.AsMemory((int)Math.Min(offset, segment.Length), length), segment.Length, null));
    }, _time);
}
