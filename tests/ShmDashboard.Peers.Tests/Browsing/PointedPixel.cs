using ShmDashboard.Peers.Tests.Pictures;

namespace ShmDashboard.Peers.Tests.Browsing;

/// <summary>A pixel of a picture as the segment page shows it.</summary>
/// <param name="X">Column, as the page says.</param>
/// <param name="Y">Row, as the page says.</param>
/// <param name="Said">Red, green and blue, as the page says.</param>
/// <param name="Drawn">Red, green and blue on the canvas.</param>
internal sealed record PointedPixel(int X, int Y, (int Red, int Green, int Blue) Said, (int Red, int Green, int Blue) Drawn)
{
    /// <summary>Whether it is, in word and in paint, that pixel of the tests' pattern.</summary>
    public bool IsOfPattern(int seed)
    {
        var expected = (Pattern.Level(0, X, Y, seed), Pattern.Level(1, X, Y, seed), Pattern.Level(2, X, Y, seed));
        return Said == expected && Drawn == expected;
    }
}
