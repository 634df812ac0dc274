using ShmDashboard.Imaging.Formats.Png;

namespace ShmDashboard.Tests.Imaging.Formats.Png;

public class Crc32Tests
{
    [Fact]
    public void Compute_CheckValueOfTheCatalogue_IsCbf43926()
    {
        Assert.Equal(0xCBF43926u, Crc32.Compute("123456789"u8));
        Assert.Equal(0u, Crc32.Compute([]));
    }

    [Fact]
    public void Compute_EveryLengthAndAlignment_EqualsTheBitwiseDefinition()
    {
        byte[] bytes = new byte[1500];
        new Random(1).NextBytes(bytes);
        for (int length = 0; length < 600; length++)
        {
            var part = bytes.AsSpan(length % 17, length);
            uint expected = PngFile.BitwiseCrc(part);
            Assert.Equal(expected, Crc32.Compute(part));
            Assert.Equal(expected, ~Crc32.AppendByTable(uint.MaxValue, part));
        }
    }

    [Fact]
    public void Append_InPieces_EqualsTheWhole()
    {
        byte[] bytes = new byte[5000];
        new Random(2).NextBytes(bytes);
        uint expected = PngFile.BitwiseCrc(bytes);
        for (int cut = 0; cut <= bytes.Length; cut += 97)
            Assert.Equal(expected, Crc32.Append(Crc32.Compute(bytes.AsSpan(0, cut)), bytes.AsSpan(cut)));
    }
}
