using System.Collections.Immutable;
using ShmDashboard.SharedMemory.Processes;
using ShmDashboard.SharedMemory.Reading;
using ShmDashboard.SharedMemory.Segments;

namespace ShmDashboard.SharedMemory.Kinds;

/// <summary>
/// Opens a view of one segment of a kind by the least disturbing way, and makes sure before and after that it still is the
/// same object. Thread-safe.
/// </summary>
internal interface ISegmentOpener
{
    /// <inheritdoc cref="SegmentReader.Read"/>
    ReadOutcome<T> Read<T>(
        SegmentFacts segment, ImmutableArray<Attachment> attachments, ReadOptions options, Func<ISegmentView, T> copier);
}
