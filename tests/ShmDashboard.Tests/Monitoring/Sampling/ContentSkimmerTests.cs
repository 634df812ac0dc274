using System.Buffers.Binary;
using ShmDashboard.Imaging.Layouts;
using ShmDashboard.Imaging.Layouts.Display;
using ShmDashboard.Imaging.Layouts.Documents;
using ShmDashboard.Imaging.Layouts.PixelFormats;
using ShmDashboard.Monitoring.Frames;
using ShmDashboard.Monitoring.Sampling;
using ShmDashboard.SharedMemory.Segments;

namespace ShmDashboard.Tests.Monitoring.Sampling;

public sealed class ContentSkimmerTests
{
    private const int Width = 640, Height = 480, Offset = 32, Size = Offset + (Width * Height * 4) + 100;

    private static readonly LayoutDocument s_document = new()
    {
        Offset = Offset,
        Format = RawFormats.Named("bgra"),
        Header = new LayoutHeader
        {
            Sequence = new HeaderField { Offset = 0, Type = Type("u64") },
            Width = new HeaderField { Offset = 8, Type = Type("u32") },
            Height = new HeaderField { Offset = 12, Type = Type("u32") },
            Counter = new HeaderField { Offset = 16, Type = Type("u64") },
        },
    };

    private static readonly PictureWish s_wish = new(null, 301, 300);

    private readonly ContentSkimmer _skimmer = new(new LargeBuffers());

    [Fact]
    public void Read_Whole_MakesThePictureThatACopyWouldGive()
    {
        byte[] before = Frame(1, sequence: 2), now = Frame(2, sequence: 4);
        var view = new ArrayView(now);

        var (content, match, agreed) = Read(view, before, s_wish, new PictureWish(new PixelRegion(100, 50, 200, 100), 90, 90))!.Value;

        Assert.True(agreed);
        Assert.Equal((4, false), (match.Sequence, match.IsSequenceOdd));
        foreach (var picture in content.Skim!.Pictures)
        {
            byte[] expected = new byte[picture.Width * picture.Height * 4];
            ReducedRenderer.Render(now, match.Pixels, null, picture.Region, picture.Width, picture.Height, expected);
            Assert.Equal(expected, picture.Rgba.Bytes.ToArray());
        }

        Assert.Equal([(301, 226), (90, 45)], content.Skim.Pictures.Select(picture => (picture.Width, picture.Height)));
        // Once through, and the sequence lock's few bytes before and after instead of a second look.
        Assert.InRange(view.BytesRead, Size, Size + 200);
        content.Release();
    }

    [Theory]
    [InlineData(90)]
    [InlineData(180)]
    [InlineData(270)]
    public void Read_PictureThatIsShownTurned_IsMadeOfTheStoredRowsAsACopyWouldGiveIt(int degrees)
    {
        byte[] now = Frame(2, sequence: 4);
        var view = new ArrayView(now);
        var plan = Plan(Frame(1, sequence: 2), out var previous, s_document with { Rotation = degrees }, s_wish, new PictureWish(new PixelRegion(50, 100, 100, 200), 90, 90));

        var (content, match, agreed) = _skimmer.Read(view, plan!, previous, true, _ => true, () => false)!.Value;

        Assert.True(agreed);
        foreach (var picture in content.Skim!.Pictures)
        {
            byte[] expected = new byte[picture.Width * picture.Height * 4];
            ReducedRenderer.Render(now, match.Pixels, null, picture.Region, picture.Width, picture.Height, expected);
            Assert.Equal(expected, picture.Rgba.Bytes.ToArray());
        }

        Assert.Equal(degrees == 180 ? (301, 226) : (225, 300), (content.Skim.Pictures[0].Width, content.Skim.Pictures[0].Height));
        Assert.InRange(view.BytesRead, Size, Size + 200);
        content.Release();
    }

    [Fact]
    public void Read_Samples_AreWhatLiesThereAlsoAcrossPieces()
    {
        byte[] now = Frame(3, sequence: 4);
        for (int turn = 0; turn < 200; turn++)
        {
            var (content, _, _) = Read(new ArrayView(now), Frame(1, sequence: 2), s_wish)!.Value;
            var skim = content.Skim!;
            for (int i = 0; i < skim.Offsets.Length; i++)
                Assert.Equal(now.AsSpan((int)skim.Offsets[i], Skim.PieceBytes).ToArray(), skim.Pieces.AsSpan(i * Skim.PieceBytes, Skim.PieceBytes).ToArray());
            Assert.Equal(now[..Skim.EdgeBytes], skim.Head);
            Assert.Equal(now[^Skim.EdgeBytes..], skim.Tail);
            Assert.True(ChangeProbe.LooksSame(new ArrayView(now), skim, Size));
            content.Release();
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(63_000)]
    [InlineData(Size - 1)]
    [InlineData(Size - 64_000)]
    public void LooksSame_AfterAChangeNearTheEnds_SaysNo(int changed)
    {
        byte[] now = Frame(3, sequence: 4);
        var (content, _, _) = Read(new ArrayView(now), Frame(1, sequence: 2), s_wish)!.Value;

        now[changed] ^= 1;

        Assert.False(ChangeProbe.LooksSame(new ArrayView(now), content.Skim!, Size));
    }

    [Fact]
    public void LooksSame_AfterAnyRunOfWritingAsLongAsSamplesAreApart_SaysNo()
    {
        byte[] now = Frame(3, sequence: 4);
        var (content, _, _) = Read(new ArrayView(now), Frame(1, sequence: 2), s_wish)!.Value;
        for (int start = 0; start <= Size - (65 << 10); start += 997)
        {
            byte[] written = [.. now];
            for (int i = start; i < start + (65 << 10); i++)
                written[i] ^= 0x55;
            Assert.False(ChangeProbe.LooksSame(new ArrayView(written), content.Skim!, Size), $"{start} was missed.");
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Read_WriterThatGoesThroughMeanwhile_DoesNotAgree(bool hasLock)
    {
        int reads = 0;
        // Each read finds the next rows written, below and above.
        var view = new ArrayView(Frame(2, sequence: 2)) { BeforeRead = bytes => bytes.AsSpan(Offset + (reads++ * 77_777 % 1_000_000), 40_000).Fill((byte)reads) };

        var (content, _, agreed) = Read(view, Frame(1, sequence: 2), hasLock, s_wish, isKept: false)!.Value;

        Assert.False(agreed);
        content.Release();
    }

    [Fact]
    public void Read_SequenceThatIsOdd_NeverAgrees()
    {
        var (content, match, agreed) = Read(new ArrayView(Frame(2, sequence: 5)), Frame(1, sequence: 4), s_wish)!.Value;

        Assert.False(agreed);
        Assert.True(match.IsSequenceOdd);
        content.Release();
    }

    [Fact]
    public void Read_SequenceThatMovesInTheMiddle_IsReadAgain()
    {
        int reads = 0;
        byte[] second = Frame(2, sequence: 4), third = Frame(3, sequence: 6);
        var view = new ArrayView([.. second]) { BeforeRead = bytes => { if (reads++ == 4) third.CopyTo(bytes, 0); } };

        var (content, match, agreed) = Read(view, Frame(1, sequence: 2), s_wish)!.Value;

        Assert.Equal((true, 6), (agreed, match.Sequence));
        Assert.True(content.Skim!.IsOf(third));
        content.Release();
    }

    [Fact]
    public void Read_SequenceThatStandsStillWhileTheContentChanges_IsNotTaken()
    {
        int reads = 0;
        var view = new ArrayView(Frame(2, sequence: 2)) { BeforeRead = bytes => { if (reads++ is 3 or 45 or 80 or 120) bytes.AsSpan(Offset, 100_000).Fill((byte)reads); } };

        var (content, _, _) = Read(view, Frame(1, sequence: 2), s_wish)!.Value;

        Assert.True(view.BytesRead > Size + 100_000, "there was no second look.");
        content.Release();
    }

    [Fact]
    public void Read_WriterThatWritesItsNumberFirst_IsCaughtByTheSecondLookUntilItWasSeenAtOdd()
    {
        int reads = 0;
        byte[] second = Frame(2, sequence: 4), half = [.. Frame(1, sequence: 2)];
        second.AsSpan(0, 700_000).CopyTo(half);
        var view = new ArrayView(half) { BeforeRead = bytes => { if (reads++ == 7) second.CopyTo(bytes, 0); } };

        var (content, _, agreed) = Read(view, Frame(1, sequence: 2), hasLock: false, s_wish, isKept: false)!.Value;

        Assert.True(agreed);
        Assert.True(content.Skim!.IsOf(second), "a mixture was taken.");
        content.Release();
    }

    [Fact]
    public void Read_SegmentThatShrinksInTheMiddle_IsLeftToTheCopy()
    {
        var view = new ShrinkingView(Frame(2, sequence: 4), after: 3);

        Assert.Null(Read(view, Frame(1, sequence: 2), s_wish));
    }

    [Theory]
    [InlineData(8, int.MaxValue)]
    [InlineData(8, 0)]
    [InlineData(8, -1)]
    [InlineData(12, Height * 2)]
    [InlineData(12, Height / 2)]
    [InlineData(24, 1)]
    public void Read_HeaderThatSaysSomethingElse_IsLeftToTheCopy(int offset, int value)
    {
        byte[] now = Frame(2, sequence: 4);
        BinaryPrimitives.WriteInt32LittleEndian(now.AsSpan(offset), value);

        Assert.Null(Read(new ArrayView(now), Frame(1, sequence: 2), s_wish));
    }

    [Fact]
    public void Read_WhatIsNoRawPictureAnyMore_IsLeftToTheCopy()
    {
        var plan = Plan(Frame(1, sequence: 2), out var previous, s_wish);

        Assert.Null(_skimmer.Read(new ArrayView(Frame(2, sequence: 4)), plan!, previous, true, _ => false, () => false));
    }

    [Fact]
    public void For_SomethingThatRowsCannotServe_IsNoPlan()
    {
        byte[] bytes = Frame(1, sequence: 2);
        Assert.NotNull(Plan(bytes, out _, s_wish));
        Assert.Null(Plan(bytes, out _));
        Assert.Null(Plan(bytes, out _, [.. Enumerable.Range(1, 9).Select(width => new PictureWish(null, width * 10, 300))]));
        Assert.Null(Plan(bytes, out _, new PictureWish(null, 1, 1)));
        Assert.Null(Plan(bytes, out _, s_document with { BottomUp = true }, s_wish));
        Assert.NotNull(Plan(bytes, out _, s_document with { Rotation = 90 }, s_wish));
        Assert.Null(Plan(bytes, out _, s_document with { Format = RawFormats.Named("gbrp") }, s_wish));
        Assert.Null(Plan(bytes, out _, s_document with { Header = s_document.Header! with { Counter = new HeaderField { Offset = -8, Type = Type("u64") } } }, s_wish));
        Assert.Null(Plan(bytes, out _, s_document with { Header = s_document.Header! with { Counter = new HeaderField { Offset = 900_000, Type = Type("u64") } } }, s_wish));
    }

    [Fact]
    public void SameAs_OfCopiesAndSkims_TellsThemApartWhicheverCameFirst()
    {
        byte[] one = Frame(1, sequence: 2), two = Frame(2, sequence: 4);
        var (skim, _, _) = Read(new ArrayView(two), one, s_wish)!.Value;
        var (again, _, _) = Read(new ArrayView(two), one, s_wish)!.Value;
        var (other, _, _) = Read(new ArrayView(Frame(3, sequence: 6)), one, s_wish)!.Value;

        Assert.True(skim.SameAs(again));
        Assert.False(skim.SameAs(other));
        Assert.True(skim.SameAs(Copy(two)));
        Assert.False(skim.SameAs(Copy(one)));
        Assert.True(Copy(two).SameAs(skim));
        Assert.False(Copy(one).SameAs(skim));
        Assert.True(skim.Forget().SameAs(Copy(two)));
        Assert.False(skim.Forget().SameAs(Copy(one)));
        Assert.False(Copy(two).Forget().SameAs(again));
    }

    private (Content Content, LayoutMatch Match, bool Agreed)? Read(ISegmentView view, byte[] before, params PictureWish[] wishes) =>
        Read(view, before, hasLock: false, isKept: true, wishes);

    private (Content Content, LayoutMatch Match, bool Agreed)? Read(ISegmentView view, byte[] before, bool hasLock, PictureWish wish, bool isKept) =>
        Read(view, before, hasLock, isKept, wish);

    private (Content Content, LayoutMatch Match, bool Agreed)? Read(ISegmentView view, byte[] before, bool hasLock, bool isKept, params PictureWish[] wishes) =>
        _skimmer.Read(view, Plan(before, out var previous, wishes)!, previous, isKept, _ => true, () => hasLock);

    private static SkimPlan? Plan(byte[] before, out Content previous, params PictureWish[] wishes) => Plan(before, out previous, s_document, wishes);

    private static SkimPlan? Plan(byte[] before, out Content previous, LayoutDocument document, params PictureWish[] wishes)
    {
        previous = Copy(before);
        var facts = new SegmentFacts { Id = SegmentId.Posix("frames"), Kind = SegmentKind.Posix, Name = "/frames", SizeBytes = before.Length, ResidentBytes = before.Length, Mode = 0x180, OwnerUid = 0, OwnerName = "root" };
        return SkimPlan.For(facts, previous, LayoutMatch.Of(document, LayoutOrigin.User, before), [.. wishes]);
    }

    private static FieldType Type(string name) => FieldType.Parse(name)!.Value;

    private static Content Copy(byte[] bytes)
    {
        var buffer = FrameBuffer.Rent(bytes.Length);
        bytes.CopyTo(buffer.Writable);
        buffer.Length = bytes.Length;
        return new Content(buffer, []);
    }

    private static byte[] Frame(int seed, long sequence)
    {
        byte[] bytes = new byte[Size];
        new Random(seed).NextBytes(bytes);
        BinaryPrimitives.WriteInt64LittleEndian(bytes, sequence);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(8), Width);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(12), Height);
        BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(16), seed);
        bytes.AsSpan(24, 8).Clear();
        return bytes;
    }

    /// <summary>A file whose owner truncates it after some reads.</summary>
    private sealed class ShrinkingView(byte[] bytes, int after) : ISegmentView
    {
        private int _reads;

        public long SizeBytes => bytes.Length;

        public int Read(long offset, Span<byte> destination)
        {
            int length = ++_reads > after ? 4096 : bytes.Length;
            int count = (int)Math.Clamp(length - offset, 0, destination.Length);
            bytes.AsSpan((int)Math.Min(offset, length), count).CopyTo(destination);
            return count;
        }
    }
}
