using ShmDashboard.SharedMemory.Reading;
using ShmDashboard.Wording;

namespace ShmDashboard.Monitoring.Frames;

/// <summary>A piece of a segment, or why there is none. Immutable.</summary>
/// <param name="Status">How it ended.</param>
/// <param name="Bytes">The copy; shorter than asked at the segment's end.</param>
/// <param name="SizeBytes">The segment's size.</param>
/// <param name="Problem">Unless copied: tried what, on what, found what, what to do.</param>
public sealed record BytesOutcome(ReadStatus Status, ReadOnlyMemory<byte> Bytes, long SizeBytes, Sentence? Problem);
