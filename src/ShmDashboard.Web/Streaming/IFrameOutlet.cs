namespace ShmDashboard.Web.Streaming;

/// <summary>A way by which frames leave for a page. One frame at a time.</summary>
internal interface IFrameOutlet
{
    /// <summary>Sends a frame.</summary>
    /// <param name="head">What goes before it, its length included.</param>
    /// <param name="frame">Its bytes; the caller's again when the task has completed.</param>
    /// <param name="cancellationToken">The page has gone.</param>
    Task SendAsync(ReadOnlyMemory<byte> head, ReadOnlyMemory<byte> frame, CancellationToken cancellationToken);
}
