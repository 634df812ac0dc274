using ShmDashboard.Imaging.Pictures;

namespace ShmDashboard.Tests.Imaging.Pictures;

public class PixelBufferTests
{
    [Fact]
    public void Row_WithPadding_LeavesThePaddingOut()
    {
        var buffer = new PixelBuffer(2, 2, PixelFormat.Grey8, 3, new byte[] { 1, 2, 9, 3, 4 });
        Assert.Equal([3, 4], buffer.Row(1).ToArray());
        Assert.Throws<ArgumentOutOfRangeException>(() => buffer.Row(2).Length);
    }

    [Fact]
    public void Constructor_MemoryTooSmall_SaysHowMuchIsNeeded()
    {
        var error = Assert.Throws<ArgumentException>(
            () => new PixelBuffer(2, 2, PixelFormat.Rgba8, 8, new byte[15]));
        Assert.StartsWith("2 x 2 Rgba8 with a stride of 8 bytes needs 16 bytes, found 15.", error.Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Allocate_MoreThanOneArray_IsRefused()
    {
        var error = Assert.Throws<ArgumentException>(() => PixelBuffer.Allocate(50_000, 50_000, PixelFormat.Rgba8));
        Assert.StartsWith("50000 x 50000 Rgba8 needs 10000000000 bytes; one picture may have", error.Message,
            StringComparison.Ordinal);
    }
}
