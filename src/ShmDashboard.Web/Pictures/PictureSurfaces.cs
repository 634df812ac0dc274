using ShmDashboard.Imaging.Payloads;
using ShmDashboard.Imaging.Pictures;
using ShmDashboard.Monitoring.Segments;
using ShmDashboard.SharedMemory.Segments;

namespace ShmDashboard.Web.Pictures;

/// <summary>
/// The pixels of picture files, for their values: decoded once for all who ask for values of the same frame, and forgotten soon.
/// Thread-safe.
/// </summary>
public sealed class PictureSurfaces(PictureConverter converter, TimeProvider time) : IDisposable
{
    private const int MostKept = 3;
    private const long MostKeptBytes = 256L << 20;
    private static readonly TimeSpan s_kept = TimeSpan.FromSeconds(5);

    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly Lock _gate = new();
    private readonly LinkedList<Kept> _newest = [];

    /// <summary>The pixels of a picture file, or why there are none.</summary>
    /// <param name="lease">The frame; held until this returns.</param>
    /// <param name="picture">Which of its pictures.</param>
    /// <param name="cancellationToken">Ends the work soon.</param>
    public async Task<(PixelSurface? Surface, PictureFailure? Failure)> OfAsync(
        FrameLease lease, PayloadDescription picture, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(lease);
        ArgumentNullException.ThrowIfNull(picture);
        var key = (lease.Row.Id, lease.Info.Sequence, picture.ContentOffset);
        await _turn.WaitAsync(cancellationToken);
        try
        {
            if (Find(key) is { } known)
                return (known, null);
            var rendered = await converter.RenderAsync(lease.Bytes, picture, ImageLimits.Default, cancellationToken);
            if (rendered.Picture is not { } pixels)
                return (null, rendered.Failure);
            var surface = await Task.Run(() => PixelSurface.Of(pixels, picture), cancellationToken);
            Keep(key, surface);
            return (surface, null);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _turn.Dispose();
        lock (_gate)
        {
            foreach (var kept in _newest)
                kept.Forgetting.Dispose();
            _newest.Clear();
        }
    }

    private PixelSurface? Find((SegmentId, long, long) key)
    {
        lock (_gate)
            return _newest.FirstOrDefault(kept => kept.Key == key)?.Surface;
    }

    private void Keep((SegmentId, long, long) key, PixelSurface surface)
    {
        lock (_gate)
        {
            var kept = new Kept(key, surface, time.CreateTimer(_ => Forget(key), null, s_kept, Timeout.InfiniteTimeSpan));
            _newest.AddFirst(kept);
            while (_newest.Count > MostKept || (_newest.Count > 0 && _newest.Sum(one => (long)one.Surface.Bytes.Length) > MostKeptBytes))
            {
                _newest.Last!.Value.Forgetting.Dispose();
                _newest.RemoveLast();
            }
        }
    }

    private void Forget((SegmentId, long, long) key)
    {
        lock (_gate)
        {
            if (_newest.FirstOrDefault(kept => kept.Key == key) is not { } old)
                return;
            old.Forgetting.Dispose();
            _newest.Remove(old);
        }
    }

    private sealed record Kept((SegmentId, long, long) Key, PixelSurface Surface, ITimer Forgetting);
}
