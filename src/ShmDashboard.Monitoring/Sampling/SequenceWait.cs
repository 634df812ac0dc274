using ShmDashboard.Imaging.Layouts;
using ShmDashboard.Imaging.Layouts.Documents;
using ShmDashboard.SharedMemory.Segments;

namespace ShmDashboard.Monitoring.Sampling;

/// <summary>
/// Looks at what a header says of itself before anything else is read: whether its writer is at it, and whether there is a new
/// frame. A writer that died in the middle stays at it for ever, so that is waited for only so long. One for each reader; not
/// thread-safe; time is passed in.
/// </summary>
internal sealed class SequenceWait
{
    /// <summary>Writing a frame takes milliseconds.</summary>
    private static readonly TimeSpan s_patience = TimeSpan.FromMilliseconds(40);

    private DateTimeOffset? _oddSince;
    private LayoutDocument? _wasOddIn;

    /// <summary>What a few bytes tell.</summary>
    internal enum Answer
    {
        /// <summary>Nothing: to be looked at.</summary>
        Unknown,

        /// <summary>The frame that is known.</summary>
        Same,

        /// <summary>The writer is at it: it is better to come back than to read now.</summary>
        AtIt,
    }

    /// <summary>
    /// Whether the writer was met at odd: it does what the layout says. One that counts in twos and writes its number first looks like it
    /// otherwise.
    /// </summary>
    public bool IsKept(LayoutMatch? match) => match is not null && ReferenceEquals(match.Document, _wasOddIn);

    /// <summary>Asks.</summary>
    /// <param name="view">The segment.</param>
    /// <param name="match">What it was before; null for no raw picture.</param>
    /// <param name="known">How its first bytes were.</param>
    /// <param name="now">The time.</param>
    public Answer Ask(ISegmentView view, LayoutMatch? match, ReadOnlySpan<byte> known, DateTimeOffset now)
    {
        if (HeaderSignal.Of(match) is not { } signal)
            return Answer.Unknown;
        Span<byte> room = stackalloc byte[signal.Length];
        var found = signal.Read(view, room);
        if (found.IsEmpty)
            return Answer.Unknown;
        if (signal.IsOdd(found))
        {
            _wasOddIn = match!.Document;
            _oddSince ??= now;
            return now - _oddSince < s_patience ? Answer.AtIt : Answer.Unknown;
        }

        _oddSince = null;
        return known.Length >= signal.Offset + signal.Length && found.SequenceEqual(known.Slice((int)signal.Offset, signal.Length))
            ? Answer.Same : Answer.Unknown;
    }
}
