using ShmDashboard.Imaging.Payloads;
using ShmDashboard.Imaging.Pictures;

namespace ShmDashboard.Tests.Imaging.Pictures;

/// <summary>The way from bytes to pixels as the product takes it.</summary>
internal static class Rendering
{
    private static readonly PictureRenderer s_renderer = new(new EncodedPixels(TimeProvider.System));

    public static RenderResult Of(byte[] segment, ImageLimits? limits = null) => s_renderer.Render(
        segment, PayloadIdentifier.Identify(segment, segment.Length), limits ?? ImageLimits.Default, TestContext.Current.CancellationToken);
}
