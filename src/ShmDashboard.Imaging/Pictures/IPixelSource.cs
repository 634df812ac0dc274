using ShmDashboard.Imaging.Payloads;

namespace ShmDashboard.Imaging.Pictures;

/// <summary>
/// Who makes pixels of one kind of payload: <see cref="EncodedPixels"/> of picture files, others of pixels that lie in the
/// segment as they are. <see cref="PictureRenderer"/> asks each whether a payload is its own. Stateless or synchronised:
/// one instance serves all threads.
/// </summary>
public interface IPixelSource
{
    /// <summary>Whether pixels can be made of a payload of this description; says nothing of how whole it is.</summary>
    bool CanRender(PayloadDescription payload);

    /// <summary>
    /// Makes the pixels. Whatever the bytes are, returns an outcome: does not throw (but for cancellation), hang, or
    /// allocate more than <paramref name="limits"/> and the length of <paramref name="bytes"/> allow.
    /// </summary>
    /// <param name="bytes">A private copy of the segment from its start on; must not change meanwhile.</param>
    /// <param name="payload">What <see cref="PayloadIdentifier"/> said of just these bytes.</param>
    /// <param name="limits">What the picture may ask of us.</param>
    /// <param name="cancellationToken">Ends the work soon, with an <see cref="OperationCanceledException"/>.</param>
    RenderResult Render(
        ReadOnlyMemory<byte> bytes, PayloadDescription payload, ImageLimits limits, CancellationToken cancellationToken);
}
