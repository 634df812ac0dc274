using Microsoft.AspNetCore.SignalR;
using ShmDashboard.Web.Api;

namespace ShmDashboard.Web.Hubs;

/// <summary>
/// <c>/hub/segments</c>: the list, and streams of one segment's facts, lock and pictures, for programs. Without logic:
/// <see cref="SegmentStreams"/> watches.
/// </summary>
public sealed class SegmentHub(SegmentStreams streams) : Hub<ISegmentFeed>
{
    /// <summary>Where it is.</summary>
    public const string Path = "/hub/segments";

    /// <summary>The group of those who follow the list.</summary>
    internal const string ListGroup = "list";

    /// <summary>Every segment, looked at now.</summary>
    public Task<SegmentDto[]> List() => streams.ListAsync(Context.ConnectionAborted);

    /// <summary>Has <see cref="ISegmentFeed.SegmentsChanged"/> called from now on.</summary>
    public Task FollowList() => Groups.AddToGroupAsync(Context.ConnectionId, ListGroup, Context.ConnectionAborted);

    /// <summary>Ends <see cref="FollowList"/>.</summary>
    public Task UnfollowList() => Groups.RemoveFromGroupAsync(Context.ConnectionId, ListGroup, Context.ConnectionAborted);

    /// <summary>
    /// The segment's pictures as they come, the newest first; one that is slow to take them gets fewer, not older ones. It need
    /// not be there yet.
    /// </summary>
    /// <param name="id">As in the REST API: <c>qt:share</c>, <c>posix:cam0</c>.</param>
    /// <param name="cancellationToken">Ends the stream.</param>
    public IAsyncEnumerable<FrameMessage> Frames(string id, CancellationToken cancellationToken) =>
        streams.FramesAsync(SegmentStreams.Parse(id), cancellationToken);

    /// <summary>Everything known of the segment, now and whenever it changes, at most ten times a second.</summary>
    /// <inheritdoc cref="Frames"/>
    public IAsyncEnumerable<SegmentDto> Facts(string id, CancellationToken cancellationToken) =>
        streams.FactsAsync(SegmentStreams.Parse(id), cancellationToken);

    /// <summary>The segment's lock, now and whenever it changes, at most thirty times a second.</summary>
    /// <inheritdoc cref="Frames"/>
    public IAsyncEnumerable<LockDto> Locks(string id, CancellationToken cancellationToken) =>
        streams.LocksAsync(SegmentStreams.Parse(id), cancellationToken);
}
