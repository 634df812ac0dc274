namespace ShmDashboard.Imaging.Layouts.Writing;

/// <summary>Bytes and where in the segment they go.</summary>
public readonly record struct SegmentWrite(long Offset, ReadOnlyMemory<byte> Bytes);
