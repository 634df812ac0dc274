using System.Collections.Frozen;

namespace ShmDashboard.Imaging.Layouts.Finding;

/// <summary>Sizes that cameras, screens and video have.</summary>
internal static class UsualSizes
{
    private static readonly (int Width, int Height)[] s_sizes =
    [
        (160, 120), (176, 144), (320, 180), (320, 200), (320, 240), (352, 288), (384, 288), (400, 300), (424, 240), (480, 270),
        (480, 320), (480, 360), (512, 424), (640, 360), (640, 400), (640, 480), (640, 512), (672, 376), (704, 576), (720, 480),
        (720, 576), (752, 480), (768, 576), (800, 448), (800, 480), (800, 600), (808, 608), (848, 480), (854, 480), (960, 540),
        (960, 600), (960, 720), (1008, 760), (1024, 576), (1024, 768), (1024, 1024), (1152, 864), (1280, 720), (1280, 800),
        (1280, 960), (1280, 1024), (1344, 376), (1360, 768), (1366, 768), (1440, 900), (1440, 1080), (1600, 900), (1600, 1200),
        (1680, 1050), (1920, 1080), (1920, 1200), (1928, 1208), (1936, 1216), (2048, 1080), (2048, 1536), (2048, 2048),
        (2208, 1242), (2448, 2048), (2560, 1080), (2560, 1440), (2560, 1600), (2592, 1944), (2560, 720), (2880, 1800), (3088, 2064),
        (3264, 2448), (3440, 1440), (3840, 1080), (3840, 2160), (4000, 3000), (4096, 2160), (4096, 3000), (4112, 3008),
        (4608, 2592), (4608, 3456), (5120, 1440), (5120, 2880), (7680, 4320), (64, 64), (96, 96), (128, 128), (256, 256),
        (512, 512), (224, 224), (299, 299), (320, 320), (416, 416), (640, 640), (1080, 1920), (720, 1280), (480, 640),
        (240, 320), (80, 60), (256, 192), (384, 288), (320, 256), (640, 240), (1280, 480), (600, 400), (300, 200), (500, 500),
        (1000, 1000), (600, 600), (800, 800), (200, 200), (100, 100), (400, 400), (300, 300), (1920, 1440), (2000, 1000),
    ];

    private static readonly FrozenSet<(int, int)> s_pairs = s_sizes.ToFrozenSet();
    private static readonly FrozenSet<int> s_widths = s_sizes.Select(size => size.Width).ToFrozenSet();

    /// <summary>How many frames programs keep behind each other.</summary>
    public static ReadOnlySpan<int> Slots => [2, 3, 4, 5, 6, 8, 10, 12, 16];

    private static ReadOnlySpan<int> PixelBytes => [1, 2, 3, 4, 8];

    public static bool IsUsual(int width, long height) => height <= int.MaxValue && s_pairs.Contains((width, (int)height));

    /// <summary>Whether so many rows are a picture of a usual size, with its chroma behind it or without.</summary>
    public static bool IsUsualFrame(int width, long rows) => IsUsual(width, rows) || (rows % 3 == 0 && IsUsual(width, rows / 3 * 2));

    /// <summary>Whether so many rows are one, two, three or four pictures of a usual size, or one with its chroma behind it.</summary>
    public static bool HasUsual(int width, long rows)
    {
        for (int slots = 1; slots <= 4; slots++)
        {
            if (rows % slots == 0 && IsUsual(width, rows / slots))
                return true;
        }

        return rows % 3 == 0 && IsUsual(width, rows / 3 * 2);
    }

    /// <summary>Whether rows of so many bytes are of pixels with which it holds: one, two, three, four or eight bytes each.</summary>
    public static bool OfAnyPixels(int stride, long rows, Func<int, long, bool> isUsual)
    {
        foreach (int pixel in PixelBytes)
        {
            if (stride % pixel == 0 && isUsual(stride / pixel, rows))
                return true;
        }

        return false;
    }

    public static bool IsUsualWidth(int width) => s_widths.Contains(width);
}
