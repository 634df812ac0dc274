using ShmDashboard.Imaging.Formats;
using ShmDashboard.Imaging.Pictures;

namespace ShmDashboard.Web.Demo;

/// <summary>The demonstration's picture: a sun that goes over hills, once in ten seconds.</summary>
internal sealed class DemoPicture
{
    public const int Width = 480;
    public const int Height = 270;

    /// <summary>How long the sun takes.</summary>
    public static readonly TimeSpan Period = TimeSpan.FromSeconds(10);

    private readonly PixelBuffer _pixels = PixelBuffer.Allocate(Width, Height, PixelFormat.Rgb8);
    private readonly double[] _near = Hills(0.78, 0.10, 3, 0.4);
    private readonly double[] _far = Hills(0.66, 0.13, 2, 2.1);

    /// <summary>The picture at a moment, as PNG.</summary>
    public byte[] At(TimeSpan moment)
    {
        double phase = moment / Period % 1;
        double sunX = Width * ((phase * 1.2) - 0.1);
        double sunY = Height * (0.75 - (0.6 * Math.Sin(phase * Math.PI)));
        double light = 0.35 + (0.65 * Math.Sin(phase * Math.PI));
        for (int y = 0; y < Height; y++)
        {
            var row = _pixels.Row(y);
            for (int x = 0; x < Width; x++)
                Paint(row.Slice(x * 3, 3), x, y, sunX, sunY, light);
        }

        return PictureEncoder.Encode(_pixels, PictureFormats.Png, EncodeOptions.Default);
    }

    private void Paint(Span<byte> pixel, int x, int y, double sunX, double sunY, double light)
    {
        double height = (double)y / Height;
        double distance = Math.Sqrt(((x - sunX) * (x - sunX)) + ((y - sunY) * (y - sunY)));
        double glow = Math.Max(0, 1 - (distance / 140));
        var (red, green, blue) = height > _near[x] ? (24.0, 52.0, 60.0)
            : height > _far[x] ? (48.0, 92.0, 110.0)
            : distance < 22 ? (255.0, 244.0, 214.0)
            : (70 + (150 * height) + (90 * glow), 130 + (70 * height) + (50 * glow), 215 - (40 * height) - (30 * glow));
        double shade = distance < 22 && height <= _far[x] ? 1 : light;
        pixel[0] = (byte)Math.Clamp(red * shade, 0, 255);
        pixel[1] = (byte)Math.Clamp(green * shade, 0, 255);
        pixel[2] = (byte)Math.Clamp(blue * shade, 0, 255);
    }

    private static double[] Hills(double level, double rise, double waves, double shift) =>
        [.. Enumerable.Range(0, Width).Select(x =>
            level - (rise * Math.Sin((x * waves * Math.PI / Width) + shift)) - (rise / 3 * Math.Sin((x * 11.0 / Width) + shift)))];
}
