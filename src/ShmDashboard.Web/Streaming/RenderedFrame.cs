using ShmDashboard.Imaging.Layouts.Display;
using ShmDashboard.Imaging.Layouts.PixelFormats;
using ShmDashboard.Monitoring.Frames;

namespace ShmDashboard.Web.Streaming;

/// <summary>A frame of raw pixels as the page paints it: no larger than it is shown.</summary>
/// <param name="Rgba">Pixels of four bytes without gaps.</param>
/// <param name="Width">Pixels of a row.</param>
/// <param name="Height">Rows.</param>
/// <param name="Opaque">No pixel lets anything shine through.</param>
internal sealed record RenderedFrame(ReadOnlyMemory<byte> Rgba, int Width, int Height, bool Opaque)
{
    /// <summary>Renders raw pixels; null for pictures that the browser decodes.</summary>
    public static RenderedFrame? Of(WantedView wanted, FrameLease lease)
    {
        if (lease.Info.Payload.Layout?.Pixels is not { } layout)
            return null;
        bool opaque = layout.Format is not SampleFormat { HasAlpha: true };
        // The segment was made anew, and smaller, since its layout was read.
        if (layout.Check(lease.Bytes.Length) is not null)
            return new RenderedFrame(new byte[4], 1, 1, Opaque: false);
        byte[] rgba = LayoutRenderer.ToRgba(lease.Bytes.Span, layout);
        var (width, height) = wanted is { Width: > 0, Height: > 0 }
            ? AreaReduction.Fit(layout.Width, layout.Height, wanted.Width, wanted.Height)
            : (layout.Width, layout.Height);
        return width == layout.Width && height == layout.Height
            ? new RenderedFrame(rgba, width, height, opaque)
            : new RenderedFrame(AreaReduction.Reduce(rgba, layout.Width, layout.Height, width, height), width, height, opaque);
    }
}
