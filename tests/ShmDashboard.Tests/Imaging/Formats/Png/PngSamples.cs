namespace ShmDashboard.Tests.Imaging.Formats.Png;

/// <summary>Every colour type, depth and interlace of PNG in odd sizes, with and without tRNS.</summary>
internal static class PngSamples
{
    private static readonly (int Colour, int Depth)[] s_kinds =
        [(0, 1), (0, 2), (0, 4), (0, 8), (0, 16), (2, 8), (2, 16), (3, 1), (3, 2), (3, 4), (3, 8),
         (4, 8), (4, 16), (6, 8), (6, 16)];

    // The last one inflates to more than one batch of 64 KiB.
    private static readonly (int Width, int Height)[] s_sizes = [(1, 1), (3, 5), (17, 9), (5, 1), (1, 6), (130, 70)];

    private static readonly Lazy<PngSample[]> s_all = new(() => [.. Generate()]);

    public static IReadOnlyList<PngSample> All() => s_all.Value;

    public static string NameOf(PngSample sample) =>
        $"colour {sample.Colour}, depth {sample.Depth}, {sample.Width} x {sample.Height}" +
        (sample.IsInterlaced ? ", interlaced" : "");

    private static IEnumerable<PngSample> Generate() =>
        from kind in s_kinds
        from isInterlaced in new[] { false, true }
        from size in s_sizes
        from hasTransparency in kind.Colour is 0 or 2 or 3 ? new[] { false, true } : [false]
        select new PngSample(kind.Colour, kind.Depth, isInterlaced, size.Width, size.Height, hasTransparency);
}
