namespace ShmDashboard.Peers.Tests.Pictures;

/// <summary>Colour type and depth of a PNG.</summary>
public enum PngKind
{
    Grey8,
    Grey16,
    Rgb8,
    Rgba8,
    Rgba16,
    Palette8,
}
