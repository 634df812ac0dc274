using System.Collections.Immutable;

namespace ShmDashboard.Imaging.Layouts.Finding;

/// <summary>A layout that would explain a segment. Immutable.</summary>
/// <param name="Layout">Where the pixels are; of the first frame, where there are several.</param>
/// <param name="Score">How well it explains the bytes, 0 to 1.</param>
/// <param name="Reasons">What speaks for it, the strongest first.</param>
/// <param name="Slots">How many frames lie behind each other.</param>
/// <param name="SlotBytes">Bytes from one frame to the next; 0 with one.</param>
public sealed record LayoutCandidate(
    PixelLayout Layout, double Score, ImmutableArray<LayoutReason> Reasons, int Slots = 1, long SlotBytes = 0);
