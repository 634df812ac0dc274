using ShmDashboard.Imaging.Layouts;

namespace ShmDashboard.Monitoring.Segments;

/// <summary>
/// The newest raw picture as it was wished for, borrowed: valid until disposed, after which its memory serves another. Not
/// thread-safe.
/// </summary>
public sealed class PictureLease : IDisposable
{
    private Action? _release;

    /// <param name="row">The row as of this frame; its <see cref="SegmentRow.Frame"/> is set.</param>
    /// <param name="region">Which part of the picture it is.</param>
    /// <param name="width">Pixels of a row.</param>
    /// <param name="height">Rows.</param>
    /// <param name="rgba">The pixels, four bytes each, without padding between rows.</param>
    /// <param name="release">Called once, on dispose.</param>
    public PictureLease(SegmentRow row, PixelRegion region, int width, int height, ReadOnlyMemory<byte> rgba, Action? release = null)
    {
        (Row, Region, Width, Height, Rgba) = (row, region, width, height, rgba);
        _release = release;
    }

    /// <summary>The segment as of this frame.</summary>
    public SegmentRow Row { get; }

    /// <summary>Which part of the picture it is.</summary>
    public PixelRegion Region { get; }

    /// <summary>Pixels of a row.</summary>
    public int Width { get; }

    /// <summary>Rows.</summary>
    public int Height { get; }

    /// <summary>The pixels.</summary>
    public ReadOnlyMemory<byte> Rgba { get; }

    /// <inheritdoc/>
    public void Dispose() => Interlocked.Exchange(ref _release, null)?.Invoke();
}
