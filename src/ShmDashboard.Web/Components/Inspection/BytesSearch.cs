using ShmDashboard.Monitoring;
using ShmDashboard.Monitoring.Frames;
using ShmDashboard.SharedMemory.Reading;

namespace ShmDashboard.Web.Components.Inspection;

/// <summary>
/// Looks through a segment for bytes, one piece of it in memory at a time, for no longer than a person waits. Contents may change
/// while it looks: each piece is as it was when it was read.
/// </summary>
/// <param name="read">Reads so many bytes from an offset on.</param>
/// <param name="time">The clock.</param>
public sealed class BytesSearch(Func<long, int, CancellationToken, Task<BytesOutcome>> read, TimeProvider time)
{
    /// <summary>How long one search lasts at the most, but for the piece that it is at.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    /// <summary>How many bytes one search looks at, at the most.</summary>
    public const long MostBytes = 256L << 20;

    private const int PieceBytes = ISegmentMonitor.MaxPieceBytes;

    /// <summary>The first match that begins at an offset or behind it.</summary>
    public async Task<BytesFound> ForwardsAsync(SoughtBytes sought, long from, CancellationToken cancellationToken)
    {
        long began = time.GetTimestamp(), at = from;
        while (true)
        {
            var piece = await read(at, PieceBytes, cancellationToken);
            if (piece.Status != ReadStatus.Copied) return new(SearchEnd.Unreadable, from, at, Problem: piece.Problem);
            if (sought.FirstIn(piece.Bytes.Span) is { } match) return new(SearchEnd.Found, from, at + match.Offset + match.Length, at + match.Offset, match.Length);
            long end = at + piece.Bytes.Length;
            if (end >= piece.SizeBytes || piece.Bytes.Length < sought.LongestBytes) return new(SearchEnd.AtTheEnd, from, end);
            if (IsEnough(began, end - from)) return new(SearchEnd.GivenUp, from, end - sought.LongestBytes + 1);
            // What begins in this piece may end in the next.
            at = end - sought.LongestBytes + 1;
        }
    }

    /// <summary>The last match that begins before an offset.</summary>
    public async Task<BytesFound> BackwardsAsync(SoughtBytes sought, long before, CancellationToken cancellationToken)
    {
        long began = time.GetTimestamp(), end = before;
        while (end > 0)
        {
            int room = PieceBytes - sought.LongestBytes;
            long at = Math.Max(0, end - room);
            var piece = await read(at, (int)(end - at) + sought.LongestBytes - 1, cancellationToken);
            if (piece.Status != ReadStatus.Copied) return new(SearchEnd.Unreadable, end, before, Problem: piece.Problem);
            if (sought.LastIn(piece.Bytes.Span, (int)(end - at)) is { } match) return new(SearchEnd.Found, at + match.Offset, before, at + match.Offset, match.Length);
            end = at;
            if (end > 0 && IsEnough(began, before - end)) return new(SearchEnd.GivenUp, end, before);
        }

        return new(SearchEnd.AtTheEnd, 0, before);
    }

    private bool IsEnough(long began, long looked) => looked >= MostBytes || time.GetElapsedTime(began) >= Patience;
}
