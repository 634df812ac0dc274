using System.Collections.Immutable;

namespace ShmDashboard.Imaging.Layouts.Finding;

/// <summary>Rows of a format, arranged: as one picture, as planes, or as frames behind each other.</summary>
/// <param name="Layout">The first picture.</param>
/// <param name="Weight">How well format and arrangement explain the rows, 0 to 1 and a little more.</param>
/// <param name="Reasons">What speaks for it.</param>
/// <param name="Slots">How many frames.</param>
/// <param name="SlotBytes">Bytes from one to the next.</param>
internal readonly record struct Arrangement(
    PixelLayout Layout, double Weight, ImmutableArray<LayoutReason> Reasons, int Slots = 1, long SlotBytes = 0);
