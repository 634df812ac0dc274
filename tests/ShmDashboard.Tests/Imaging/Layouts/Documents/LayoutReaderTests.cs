using System.Buffers.Binary;
using System.Text;
using ShmDashboard.Imaging.Layouts.Documents;

namespace ShmDashboard.Tests.Imaging.Layouts.Documents;

public sealed class LayoutReaderTests
{
    private const string Packed = """
        { "offset": 8, "format": "gray", "header": { "width": { "offset": 0, "type": "u32" }, "height": { "offset": 4, "type": "u32" } } }
        """;

    [Fact]
    public void Read_HeaderAtTheEnd_IsFoundFromThere()
    {
        byte[] segment = new byte[(4 * 3) + 8];
        BinaryPrimitives.WriteUInt16BigEndian(segment.AsSpan(^4), 3);
        BinaryPrimitives.WriteUInt16BigEndian(segment.AsSpan(^2), 4);
        var reading = LayoutReader.Read(
            Document("""
                { "format": "gray", "header": { "height": { "offset": -4, "type": "u16be" }, "width": { "offset": -2, "type": "u16be" } } }
                """), segment);

        Assert.Equal("4 x 3 gray", reading.Pixels!.ToString());
    }

    [Fact]
    public void Read_SequenceLockAndSlots_ShowsTheNewestSlot()
    {
        byte[] segment = new byte[16 + (3 * 10)];
        segment[0] = 7;
        segment[4] = 5;
        var document = Document("""
            { "offset": 16, "width": 2, "height": 2, "strideBytes": 3, "format": "gray", "slots": { "count": 3, "bytes": 10, "headerBytes": 4 },
              "header": { "sequence": { "offset": 0, "type": "u32" }, "slot": { "offset": 4, "type": "u32" } } }
            """);
        var reading = LayoutReader.Read(document, segment);

        Assert.Equal((2, 3, 7L, true), (reading.Slot, reading.Slots, reading.Counter, reading.BeingWritten));
        Assert.Equal(16 + 20 + 4, reading.Pixels!.Offset);
        Assert.Equal(3, reading.Pixels.StrideBytes);
    }

    [Fact]
    public void Read_HeightBelowZero_TurnsThePicture()
    {
        byte[] segment = new byte[8 + 4];
        BinaryPrimitives.WriteInt32LittleEndian(segment, 2);
        BinaryPrimitives.WriteInt32LittleEndian(segment.AsSpan(4), -2);
        var document = Document(Packed.Replace("u32", "i32", StringComparison.Ordinal));

        Assert.True(LayoutReader.Read(document, segment).Pixels!.BottomUp);
        Assert.False(LayoutReader.Read(document with { BottomUp = true }, segment).Pixels!.BottomUp);
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(uint.MaxValue, uint.MaxValue)]
    [InlineData(int.MaxValue, 1)]
    [InlineData(65536, 65536)]
    [InlineData(1000, 1000)]
    public void Read_SizesThatCannotBe_AreTold(uint width, uint height)
    {
        byte[] segment = new byte[1000];
        BinaryPrimitives.WriteUInt32LittleEndian(segment, width);
        BinaryPrimitives.WriteUInt32LittleEndian(segment.AsSpan(4), height);
        var reading = LayoutReader.Read(Document(Packed), segment);

        Assert.Null(reading.Pixels);
        Assert.EndsWith(".", reading.Problem!.ToString(), StringComparison.Ordinal);
    }

    internal static LayoutDocument Document(string json)
    {
        var document = LayoutJson.ReadOne(Encoding.UTF8.GetBytes(json), out var problem);
        Assert.Null(problem);
        return document!;
    }
}
