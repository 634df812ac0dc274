using ShmDashboard.Imaging.Formats.Png;

namespace ShmDashboard.Tests.Imaging.Formats.Png;

public class PngHeaderTests
{
    [Theory]
    [InlineData(3, 5, 1, 0, 0, 5 * 2)]
    [InlineData(3, 5, 8, 6, 0, 5 * 13)]
    [InlineData(1, 1, 16, 6, 1, 9)]
    [InlineData(3, 5, 8, 0, 1, 2 + 2 + (2 * 2) + 3 + (3 * 2) + (2 * 4))]
    [InlineData(2147483647, 2147483647, 16, 6, 0, long.MaxValue)]
    public void InflatedBytes_EveryPass_CountsRowsAndFilterBytes(
        uint width, uint height, int depth, int colour, int interlace, long expected)
    {
        byte[] file = new PngFile().Ihdr(width, height, depth, colour, interlace).ToArray();
        Assert.True(PngHeader.TryParse(file, out var header));
        Assert.Equal(expected, header.InflatedBytes);
    }

    [Theory]
    [InlineData(0, "grey")]
    [InlineData(2, "RGB")]
    [InlineData(3, "palette")]
    [InlineData(4, "grey + alpha")]
    [InlineData(6, "RGBA")]
    public void Channels_EveryColourType_HasAName(int colour, string expected)
    {
        Assert.True(PngHeader.TryParse(new PngFile().Ihdr(1, 1, 8, colour).ToArray(), out var header));
        Assert.Equal(expected, header.Channels);
    }
}
