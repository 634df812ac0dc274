using ShmDashboard.Imaging.Payloads;
using ShmDashboard.Monitoring;
using ShmDashboard.Monitoring.Frames;

namespace ShmDashboard.Web.Components.Overview;

/// <summary>One visible picture of a list: its watch, and how far the browser has come with it.</summary>
internal sealed class Thumbnail : IDisposable
{
    private readonly ISegmentWatch _watch;
    private readonly IDisposable _subscription;
    private long _painted;

    /// <param name="canvas">Which canvas.</param>
    /// <param name="watch">The segment; owned from now on.</param>
    /// <param name="changed">Called from any thread when there may be something to paint.</param>
    public Thumbnail(int canvas, ISegmentWatch watch, Action changed)
    {
        Canvas = canvas;
        _watch = watch;
        _subscription = watch.Subscribe(changed);
    }

    /// <summary>Which canvas.</summary>
    public int Canvas { get; }

    /// <summary>The browser is at it.</summary>
    public bool Painting { get; private set; }

    /// <summary>When it may be painted again.</summary>
    public DateTimeOffset NotBefore { get; private set; }

    /// <summary>A whole picture that is newer than what is painted; a damaged one never replaces a good one.</summary>
    public FrameInfo? Newest =>
        _watch.Row?.Frame is { Payload: { IsPicture: true, Integrity: not (PayloadIntegrity.Damaged or PayloadIntegrity.Truncated) } } frame
        && frame.Sequence > _painted ? frame : null;

    /// <summary>The browser was told to paint a frame.</summary>
    public void Begin(long sequence, DateTimeOffset notBefore)
    {
        Painting = true;
        _painted = sequence;
        NotBefore = notBefore;
    }

    /// <summary>The browser has finished, maybe with a newer frame than it was told.</summary>
    public void End(long sequence)
    {
        Painting = false;
        _painted = Math.Max(_painted, sequence);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _subscription.Dispose();
        _watch.Dispose();
    }
}
