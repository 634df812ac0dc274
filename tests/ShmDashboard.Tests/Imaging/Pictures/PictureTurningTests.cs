using ShmDashboard.Imaging.Pictures;

namespace ShmDashboard.Tests.Imaging.Pictures;

public sealed class PictureTurningTests
{
    [Theory]
    [InlineData(PictureRotation.None, "abc|def")]
    [InlineData(PictureRotation.Clockwise90, "da|eb|fc")]
    [InlineData(PictureRotation.Clockwise180, "fed|cba")]
    [InlineData(PictureRotation.Clockwise270, "cf|be|ad")]
    public void Turn_TwoRowsOfThree_AreTurnedClockwise(PictureRotation rotation, string expected)
    {
        byte[] turned = new byte[6];
        rotation.Turn("abcdef"u8, 3, 2, 1, turned);

        Assert.Equal(expected.Replace("|", "", StringComparison.Ordinal), System.Text.Encoding.ASCII.GetString(turned));
        Assert.Equal(expected.IndexOf('|', StringComparison.Ordinal), rotation.Size(3, 2).Width);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(6)]
    [InlineData(8)]
    [InlineData(12)]
    [InlineData(24)]
    public void Turn_PixelsOfAnySize_AreWhereBeforeSaysAndComeBack(int pixelBytes)
    {
        foreach (var (width, height) in ((int, int)[])[(1, 1), (1, 5), (33, 31), (64, 32), (71, 130), (3, 1)])
        {
            byte[] pixels = new byte[width * height * pixelBytes], turned = new byte[pixels.Length], back = new byte[pixels.Length];
            new Random(width).NextBytes(pixels);
            foreach (var rotation in Enum.GetValues<PictureRotation>())
            {
                var (newWidth, newHeight) = rotation.Size(width, height);
                rotation.Turn(pixels, width, height, pixelBytes, turned);
                for (int y = 0; y < newHeight; y++)
                {
                    for (int x = 0; x < newWidth; x++)
                    {
                        var from = rotation.Before(newWidth, newHeight, (x, y, 1, 1));
                        Assert.True(
                            turned.AsSpan(((y * newWidth) + x) * pixelBytes, pixelBytes)
                                .SequenceEqual(pixels.AsSpan(((from.Y * width) + from.X) * pixelBytes, pixelBytes)),
                            $"{rotation} of {width} x {height}: {x}, {y} is not {from}.");
                    }
                }

                rotation.Back().Turn(turned, newWidth, newHeight, pixelBytes, back);
                Assert.Equal(pixels, back);
            }
        }
    }

    [Fact]
    public void Turn_PictureWithPadding_LeavesThePaddingOut()
    {
        var picture = new PixelBuffer(2, 2, PixelFormat.Rgb8, 8, "aaabbb__cccddd__"u8.ToArray());

        var turned = PictureRotation.Clockwise90.Turn(picture);

        Assert.Equal("cccaaadddbbb"u8.ToArray(), turned.Pixels.ToArray());
        Assert.Same(picture, PictureRotation.None.Turn(picture));
    }

    [Fact]
    public void Turn_IntoTooLittleRoom_IsRefused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => PictureRotation.Clockwise90.Turn(new byte[6], 3, 2, 1, new byte[5]));
        Assert.Throws<ArgumentOutOfRangeException>(() => PictureRotation.Clockwise90.Turn(new byte[5], 3, 2, 1, new byte[6]));
        Assert.Throws<OverflowException>(() => PictureRotation.Clockwise90.Turn(new byte[6], 65_535, 65_535, 4, new byte[6]));
    }
}
