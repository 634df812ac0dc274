namespace ShmDashboard.Imaging.Layouts.Finding;

/// <summary>Rows of some length from some place on: what is known before the format is.</summary>
/// <param name="Offset">The first row.</param>
/// <param name="Stride">Bytes from row to row.</param>
/// <param name="Rows">How many rows follow each other.</param>
/// <param name="Behind">Bytes behind the last row.</param>
/// <param name="BehindIsZeros">Whether those are zeros.</param>
/// <param name="Fields">Fields that tell this size, if any.</param>
/// <param name="Slots">How many such pictures there are, with something between them.</param>
/// <param name="SlotBytes">Bytes from one to the next; 0 with one.</param>
internal readonly record struct Placement(
    long Offset, int Stride, long Rows, long Behind, bool BehindIsZeros, SizeFields? Fields = null, int Slots = 1, long SlotBytes = 0);
