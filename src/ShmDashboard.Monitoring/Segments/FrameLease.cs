
using ShmDashboard.Monitoring.Frames;

namespace ShmDashboard.Monitoring.Segments;

/// <summary>
/// The bytes of one frame, borrowed: valid until disposed, after which their memory serves another frame. Not thread-safe.
/// </summary>
public sealed class FrameLease : IDisposable
{
    private Action? _release;

    /// <param name="row">The row as of this frame; its <see cref="SegmentRow.Frame"/> is set.</param>
    /// <param name="bytes">The payload from the segment's start.</param>
    /// <param name="release">Called once, on dispose.</param>
    public FrameLease(SegmentRow row, ReadOnlyMemory<byte> bytes, Action? release = null)
    {
        Row = row;
        Bytes = bytes;
        _release = release;
    }

    /// <summary>The segment as of this frame.</summary>
    public SegmentRow Row { get; }

    /// <summary>What the frame's bytes mean.</summary>
    public FrameInfo Info => Row.Frame!;

    /// <summary>The payload from the segment's start; for unrecognised bytes only their beginning.</summary>
    public ReadOnlyMemory<byte> Bytes { get; }

    /// <summary>The picture file inside the payload; empty when there is none.</summary>
    public ReadOnlyMemory<byte> Picture => Info.Payload is { IsPicture: true } payload ? payload.FileIn(Bytes) : default;

    /// <summary>
    /// The same bytes with another of their pictures as the picture; null where there is none of that number. Valid as long as this
    /// lease, and need not be disposed.
    /// </summary>
    /// <param name="picture">Its number, from 0.</param>
    public FrameLease? Showing(int picture) => picture == 0 ? this
        : Info.Payload.At(picture) is { } payload ? new FrameLease(Row with { Frame = Info with { Payload = payload } }, Bytes) : null;

    /// <inheritdoc/>
    public void Dispose() => Interlocked.Exchange(ref _release, null)?.Invoke();
}
