using ShmDashboard.SharedMemory.Segments;
using ShmDashboard.Wording;

namespace ShmDashboard.SharedMemory.Reading;

/// <summary>
/// Thrown by <see cref="ISegmentView.Read"/> to leave a copier when the segment vanished; <see cref="SegmentReader"/>
/// turns it into <see cref="ReadStatus.Gone"/>, so callers of the reader never see it.
/// </summary>
public sealed class SegmentGoneException : IOException, ITold
{
    /// <summary>With a sentence that names the segment.</summary>
    public SegmentGoneException(Sentence told) : base(told?.ToString()) => Told = told ?? throw new ArgumentNullException(nameof(told));

    /// <summary>With a message that names the segment.</summary>
    public SegmentGoneException(string message) : base(message) => Told = message;

    /// <summary>With a message and the cause.</summary>
    public SegmentGoneException(string message, Exception inner) : base(message, inner) => Told = message;

    /// <summary>Without details.</summary>
    public SegmentGoneException() => Told = Message;

    /// <inheritdoc/>
    public Sentence Told { get; }
}
