namespace ShmDashboard.Display.Measuring;

/// <summary>One thing to watch.</summary>
/// <param name="Name">What the table calls it.</param>
/// <param name="Kind"><c>posix</c>, <c>sysv</c> or <c>qt</c>.</param>
/// <param name="Content"><c>png</c>, <c>rgba</c> or <c>bgr</c>.</param>
/// <param name="Width">Pixels of a row.</param>
/// <param name="Height">Rows.</param>
/// <param name="Rate">Writes a second.</param>
/// <param name="Noise">Amplitude of the noise, which makes a PNG large.</param>
/// <param name="Count">How many segments; more than one are shown as a wall.</param>
internal sealed record DisplayCase(
    string Name, string Kind, string Content, int Width, int Height, double Rate, int Noise = 0, int Count = 1)
{
    /// <summary>Pictures that repeat; few enough to be kept by the producer.</summary>
    public int Cycle => Width * Height > 1_000_000 ? 48 : 180;

    /// <summary>All that is measured.</summary>
    public static IReadOnlyList<DisplayCase> All { get; } =
    [
        new("png-360", "posix", "png", 640, 360, 60, Noise: 12),
        new("qt-png-360", "qt", "png", 640, 360, 60, Noise: 12),
        new("rgba-360", "posix", "rgba", 640, 360, 60),
        new("bgr-1080", "posix", "bgr", 1920, 1080, 60),
        new("rgba-1080", "posix", "rgba", 1920, 1080, 60),
        new("sysv-rgba-1080", "sysv", "rgba", 1920, 1080, 60),
        new("png-1080", "posix", "png", 1920, 1080, 30, Noise: 18),
        new("wall-16", "posix", "png", 256, 256, 30, Noise: 12, Count: 16),
    ];
}
