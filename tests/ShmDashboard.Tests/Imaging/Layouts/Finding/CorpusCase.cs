using ShmDashboard.Imaging.Layouts;

namespace ShmDashboard.Tests.Imaging.Layouts.Finding;

/// <summary>A segment whose layout is known.</summary>
/// <param name="Name">What it is.</param>
/// <param name="Bytes">The segment.</param>
/// <param name="Layout">Where its first picture is; null where there is none.</param>
internal sealed record CorpusCase(string Name, byte[] Bytes, PixelLayout? Layout);
