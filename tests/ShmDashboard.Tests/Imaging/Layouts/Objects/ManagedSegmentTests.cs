using System.Globalization;
using System.Buffers.Binary;
using System.Text;
using ShmDashboard.Imaging.Layouts;
using ShmDashboard.Imaging.Layouts.Documents;
using ShmDashboard.Imaging.Layouts.Finding;
using ShmDashboard.Imaging.Layouts.Objects;
using ShmDashboard.Imaging.Layouts.PixelFormats;

namespace ShmDashboard.Tests.Imaging.Layouts.Objects;

/// <summary>A managed segment as Boost 1.74 leaves it, with an array, a vector and a number, and what becomes of it when its bytes are others.</summary>
public sealed class ManagedSegmentTests
{
    private const int Frame = 0x400, Depth = 0x2C00, Counter = 0x2D00, Elements = 0x3000, Bytes = 0x4000;
    private const int Pixels = 64 * 48 * 3;

    [Fact]
    public void Find_TreeOfThree_IsThoseObjectsWhereTheyLie()
    {
        Assert.Equal(
            [
                new NamedObject("frame", Frame + 40, Pixels, Frame + 40, Pixels),
                new NamedObject("depth", Depth + 40, 32, Elements, 2 * 32 * 24),
                new NamedObject("i", Counter + 40, 4, Counter + 40, 4),
            ],
            ManagedSegment.Find(Make()));
    }

    [Fact]
    public void WithinOneOf_PixelsInAnObject_AreCountedFromIt_AndFollowIt()
    {
        byte[] memory = Make();
        var pixels = new PixelLayout { Offset = Elements, Width = 32, Height = 24, StrideBytes = 64, Format = RawFormats.Named("gray16le") };

        var kept = LayoutDocument.Of(pixels).WithinOneOf(ManagedSegment.Find(memory));

        Assert.Equal(("depth", 0), (kept.Object, kept.Offset));
        Assert.Equal(pixels, LayoutReader.Read(kept, memory).Pixels);
        Assert.Same(kept, kept.WithinOneOf(ManagedSegment.Find(memory)));
    }

    [Fact]
    public void WithinOneOf_PixelsInNone_StayWhereTheyAre()
    {
        var elsewhere = LayoutDocument.Of(PixelLayout.Dense(RawFormats.Named("gray"), 8, 8, offset: 8));
        Assert.Same(elsewhere, elsewhere.WithinOneOf(ManagedSegment.Find(Make())));
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(0x20, 0)]
    [InlineData(0x68, Bytes)]
    [InlineData(0x80, 0x80)]
    public void Find_HeadThatIsNotBoosts_IsNothing(int at, long value)
    {
        byte[] memory = Make();
        Put(memory, at, value);
        Assert.Empty(ManagedSegment.Find(memory));
    }

    [Fact]
    public void Find_NodesInACircle_EndsAndTellsEachOnce()
    {
        byte[] memory = Make();
        Point(memory, Depth + 8, Frame);
        Point(memory, Depth + 16, Depth);
        Put(memory, 0x98, long.MaxValue);
        Assert.Equal(["frame", "depth", "i"], ManagedSegment.Find(memory).Select(named => named.Name));
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(0)]
    [InlineData(long.MaxValue)]
    [InlineData(Bytes)]
    public void Find_SizeThatCannotBe_IsNoObject(long bytes)
    {
        byte[] memory = Make();
        Put(memory, Frame + 24, bytes);
        Assert.DoesNotContain(ManagedSegment.Find(memory), named => named.Name == "frame");
    }

    [Fact]
    public void Read_LayoutOfAnObject_CountsFromItsStartAndItsEnd()
    {
        byte[] memory = Make();
        memory[Frame + 40 + Pixels - 4] = 48;
        var document = LayoutJson.ReadOne("""
            {"object":"frame","offset":192,"width":64,"format":"bgr24","header":{"height":{"offset":-4,"type":"u8"},"counter":{"offset":1,"type":"u8"}}}
            """u8, out var problem);
        Assert.Null(problem);

        // One row more than there is from the second one on.
        Assert.Contains(string.Create(CultureInfo.InvariantCulture, $"not within {Frame + 40 + Pixels:N0} bytes."), LayoutReader.Read(document!, memory).Problem!.ToString(), StringComparison.Ordinal);
        memory[Frame + 40 + Pixels - 4] = 47;
        memory[Frame + 41] = 9;
        var match = LayoutMatch.Of(document!, LayoutOrigin.User, memory);
        Assert.Equal(($"64 x 47 bgr24, from {Frame + 40 + 192}", 9L), (match!.Pixels.ToString(), match.Counter!.Value));
        Assert.Equal(Frame + 41, match.Document.Header!.Counter!.Offset);
        Assert.Null(LayoutMatch.Of(document! with { Object = "else" }, LayoutOrigin.User, memory));
    }

    [Fact]
    public void Find_PictureInAnObject_IsProposedWhereItIs()
    {
        byte[] memory = Make();
        for (int i = 0; i < Pixels; i++)
            memory[Frame + 40 + i] = (byte)(60 + (40 * Math.Sin(i % 192 / 3 / 9.0)) + (50 * Math.Cos(i / 192 / 7.0)) + (20 * (i % 3)));
        var best = LayoutFinder.Find(memory)[0];
        Assert.Equal((Frame + 40L, 192L, 48), (best.Layout.Offset, best.Layout.StrideBytes, best.Layout.Height));
        Assert.Contains(best.Reasons, reason => reason.Kind == ReasonKind.InObject);
    }

    [Fact]
    public void Find_AnyBytes_StaysWithinThem()
    {
        var random = new Random(21);
        byte[] whole = Make();
        long[] awkward = [0, 1, 2, 3, -1, -2, 8, Frame, Depth, long.MaxValue, long.MinValue, Bytes - 8, Bytes, 0x7FFFFFFF, unchecked((long)0xC000000000000001)];
        int[] places = [0x98, 0xA0, 0xA8, 0xB0, 0xB8, 0xC0, Frame, Frame + 8, Frame + 16, Frame + 24, Frame + 32, Depth, Depth + 8, Depth + 24, Depth + 32, Depth + 40, Depth + 48, Depth + 56, Depth + 64, Elements - 8];
        var document = new LayoutDocument { Object = "depth", Width = 32, Height = 24, Format = RawFormats.Named("gray16le") };
        int found = 0, read = 0;
        for (int i = 0; i < 200_000; i++)
        {
            byte[] memory = whole;
            int[] changed = [places[random.Next(places.Length)], places[random.Next(places.Length)], (random.Next(Bytes - 0xD8 - 8) + 0xD8) & ~7];
            foreach (int at in changed)
                Put(memory, at, random.Next(2) == 0 ? awkward[random.Next(awkward.Length)] : random.Next(3) == 0 ? random.NextInt64() : random.Next(-Bytes, Bytes));
            var objects = ManagedSegment.Find(memory);
            Assert.All(objects, named => Assert.True(named is { Offset: >= 0, LengthBytes: > 0, ContentOffset: >= 0, ContentBytes: > 0 }
                && named.Offset + named.LengthBytes <= Bytes && named.ContentOffset + named.ContentBytes <= Bytes, named.ToString()));
            found += objects.Length;
            if (LayoutMatch.Of(document, LayoutOrigin.User, memory) is { } match)
            {
                Assert.Null(match.Pixels.Check(Bytes));
                read++;
            }

            if (i % 3 == 2)
                whole = Make();
        }

        Assert.True(found > 100_000 && read > 10_000, $"{found} objects and {read} pictures are too few to have tried anything.");
    }

    private static byte[] Make()
    {
        byte[] memory = new byte[Bytes];
        Put(memory, 0, 2);
        Put(memory, 0x20, 0x80);
        Put(memory, 0x68, Bytes - 16);
        Put(memory, 0x80, 0x81);
        Put(memory, 0x98, 2);
        Node(memory, 0xA0, Frame, Depth, Depth);
        Node(memory, Frame, 0xA0, -1, Depth, black: true);
        Node(memory, Depth, Frame, -1, -1);
        Put(memory, 0xB8, 1);
        Node(memory, 0xC0, Counter, Counter, Counter);
        Node(memory, Counter, 0xC0, -1, -1, black: true);
        Block(memory, Frame, Pixels, 1, 1, "frame");
        Block(memory, Depth, 32, 8, 1, "depth");
        Block(memory, Counter, 4, 4, 2, "i");
        Point(memory, Depth + 40, 16);
        Point(memory, Depth + 48, Elements);
        Put(memory, Depth + 56, 32 * 24);
        Put(memory, Depth + 64, 32 * 24);
        Put(memory, Elements - 8, (long)((((2 * 32 * 24) + 15) / 16) + 1) | unchecked((long)0xC000000000000000));
        return memory;
    }

    private static void Node(byte[] memory, int at, int parent, int left, int right, bool black = false)
    {
        Put(memory, at, (parent - at) | (black ? 2 : 0));
        Point(memory, at + 8, left);
        Point(memory, at + 16, right);
    }

    private static void Block(byte[] memory, int node, long bytes, byte alignment, int kind, string name)
    {
        Put(memory, node + 24, bytes);
        BinaryPrimitives.WriteUInt16LittleEndian(memory.AsSpan(node + 32), (ushort)name.Length);
        memory[node + 34] = alignment;
        memory[node + 35] = (byte)((kind << 5) | 1);
        Encoding.ASCII.GetBytes(name).CopyTo(memory, node + 40 + (int)bytes);
    }

    private static void Point(byte[] memory, int at, int target) => Put(memory, at, target < 0 ? 1 : target - at);

    private static void Put(byte[] memory, int at, long value) => BinaryPrimitives.WriteInt64LittleEndian(memory.AsSpan(at), value);
}
