using ShmDashboard.Imaging.Formats;
using ShmDashboard.Imaging.Pictures;

namespace ShmDashboard.Bench.Imaging;

/// <summary>1920 x 1080 RGBA: gradients with some noise, whose PNG has about the size of a photographed one.</summary>
internal static class Picture
{
    public static PixelBuffer Create()
    {
        var random = new Random(1);
        var picture = PixelBuffer.Allocate(1920, 1080, PixelFormat.Rgba8);
        for (var y = 0; y < picture.Height; y++)
        {
            var row = picture.Row(y);
            for (var x = 0; x < picture.Width; x++)
            {
                row[4 * x] = (byte)((x / 8) + random.Next(8));
                row[(4 * x) + 1] = (byte)((y / 5) + random.Next(8));
                row[(4 * x) + 2] = (byte)(((x + y) / 12) + random.Next(8));
                row[(4 * x) + 3] = 255;
            }
        }

        return picture;
    }

    public static byte[] CreatePng() => PictureEncoder.Encode(Create(), PictureFormats.Png, EncodeOptions.Default);
}
