using ShmDashboard.Imaging.Layouts;
using ShmDashboard.Imaging.Layouts.Display;
using ShmDashboard.Imaging.Payloads;
using ShmDashboard.Wording;

namespace ShmDashboard.Imaging.Pictures;

/// <summary>Pixels that lie in the segment as they are, by the layout of the payload. Stateless, so safe for all threads.</summary>
/// <param name="asked">A layout to read by instead of the payload's own; null for that.</param>
/// <param name="mapping">How values become brightness; null for the format's own range.</param>
public sealed class LayoutPixels(PixelLayout? asked = null, DisplayMapping? mapping = null) : IPixelSource
{
    /// <inheritdoc/>
    public bool CanRender(PayloadDescription payload)
    {
        ArgumentNullException.ThrowIfNull(payload);
        return asked is not null || payload.Layout is not null;
    }

    /// <inheritdoc/>
    public RenderResult Render(
        ReadOnlyMemory<byte> bytes, PayloadDescription payload, ImageLimits limits, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(payload);
        ArgumentNullException.ThrowIfNull(limits);
        if ((asked ?? payload.Layout?.Pixels) is not { } layout)
            throw new ArgumentException("The payload holds no raw pixels.", nameof(payload));
        cancellationToken.ThrowIfCancellationRequested();
        if (layout.Check(bytes.Length) is { } problem)
            return RenderResult.Fail(new(PictureFailureKind.Truncated, layout.Format.Name, Sentence.Of($"pixels within the bytes"), problem.WithoutFullStop(), layout.Offset));
        return limits.FindExcess(layout.Format.Name, layout.ShownWidth, layout.ShownHeight, layout.Offset) is { } excess
            ? RenderResult.Fail(excess)
            : RenderResult.Success(LayoutPicture.Make(bytes.Span, layout, mapping));
    }
}
