using ShmDashboard.SharedMemory.Segments;

namespace ShmDashboard.SharedMemory.Reading;

/// <summary>
/// Thrown by <see cref="ISegmentView.Read"/> to leave a copier when the segment vanished; <see cref="SegmentReader"/>
/// turns it into <see cref="ReadStatus.Gone"/>, so callers of the reader never see it.
/// </summary>
public sealed class SegmentGoneException : IOException
{
    /// <summary>With a message that names the segment.</summary>
    public SegmentGoneException(string message) : base(message) { }

    /// <summary>With a message and the cause.</summary>
    public SegmentGoneException(string message, Exception inner) : base(message, inner) { }

    /// <summary>Without details.</summary>
    public SegmentGoneException() { }
}
