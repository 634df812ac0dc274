using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Microsoft.AspNetCore.SignalR;
using ShmDashboard.Monitoring;
using ShmDashboard.Monitoring.Segments;
using ShmDashboard.SharedMemory.Segments;
using ShmDashboard.Web.Api;
using ShmDashboard.Web.Streaming;

namespace ShmDashboard.Web.Hubs;

/// <summary>Watches for the hub. Each stream is one watch, which ends with it. Thread-safe.</summary>
public sealed class SegmentStreams(ISegmentMonitor monitor, BrowserPictures pictures, TimeProvider time)
{
    private static readonly TimeSpan s_factsInterval = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan s_locksInterval = TimeSpan.FromMilliseconds(33);
    private static readonly TimeSpan s_retry = TimeSpan.FromMilliseconds(100);

    /// <summary>Every segment, looked at now.</summary>
    public async Task<SegmentDto[]> ListAsync(CancellationToken cancellationToken)
    {
        var list = await monitor.LookAroundAsync(cancellationToken);
        return [.. list.Rows.Where(row => !row.Gone).Select(row => SegmentDto.From(row))];
    }

    /// <summary>An id from outside.</summary>
    /// <exception cref="HubException">It is none; says what was expected.</exception>
    public static SegmentId Parse(string id) =>
        SegmentId.TryParse(id, out var parsed, out var problem) ? parsed : throw new HubException(problem.ToString());

    /// <summary>
    /// Pictures that are whole. Nothing is queued: the next is looked for only when the last was taken.
    /// </summary>
    public async IAsyncEnumerable<FrameMessage> FramesAsync(SegmentId id, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var watch = monitor.Watch(id);
        long seen = 0;
        while (!cancellationToken.IsCancellationRequested)
        {
            var row = await watch.WaitForNewerAsync(seen, cancellationToken);
            using var lease = watch.LeaseNewest() ?? await monitor.LeaseFrameAsync(id, cancellationToken);
            if (lease is null)
            {
                // There is something, but it cannot be read just now.
                await Task.Delay(s_retry, time, cancellationToken);
                continue;
            }

            seen = Math.Max(row.Frame!.Sequence, lease.Info.Sequence);
            if (!StreamedView.IsShown(lease))
                continue;
            var frame = lease.Info;
            if (await pictures.OfAsync(lease, cancellationToken) is not { } picture)
                continue;
            yield return new FrameMessage(
                frame.Sequence, SegmentDto.CamelCase(frame.Verdict.Kind), picture.MediaType, frame.Payload.Width,
                frame.Payload.Height, frame.ReadUtc, picture.Bytes.ToArray());
        }
    }

    /// <summary>Rows as they change.</summary>
    public IAsyncEnumerable<SegmentDto> FactsAsync(SegmentId id, CancellationToken cancellationToken) =>
        FollowAsync(id, row => row, s_factsInterval, cancellationToken).Select(row => SegmentDto.From(row));

    /// <summary>Locks as they change.</summary>
    public IAsyncEnumerable<LockDto> LocksAsync(SegmentId id, CancellationToken cancellationToken) =>
        FollowAsync(id, row => row.Standing, s_locksInterval, cancellationToken).Select(row => SegmentDto.From(row).Lock);

    private async IAsyncEnumerable<SegmentRow> FollowAsync<T>(
        SegmentId id, Func<SegmentRow, T> what, TimeSpan interval, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var changes = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropOldest });
        using var watch = monitor.Watch(id);
        using var subscription = watch.Subscribe(() => changes.Writer.TryWrite(true));
        changes.Writer.TryWrite(true);
        SegmentRow? last = null;
        while (await changes.Reader.WaitToReadAsync(cancellationToken))
        {
            changes.Reader.TryRead(out _);
            if (watch.Row is not { } row || (last is not null && EqualityComparer<T>.Default.Equals(what(row), what(last))))
                continue;
            last = row;
            yield return row;
            await Task.Delay(interval, time, cancellationToken);
        }
    }
}
