using ShmDashboard.Imaging.Formats;
using ShmDashboard.Imaging.Pictures;
using ShmDashboard.Monitoring.Frames;
using ShmDashboard.Monitoring.Segments;

namespace ShmDashboard.Web.Streaming;

/// <summary>
/// Makes pictures that browsers show of frames: files that they open go as they are, those that only we open (TIFF, PNM, TGA)
/// as PNG. Thread-safe; decodes one at a time, since many pages may ask at once.
/// </summary>
/// <param name="renderer">Makes the pixels.</param>
public sealed class BrowserPictures(PictureRenderer renderer) : IDisposable
{
    private readonly SemaphoreSlim _decoding = new(1, 1);

    /// <summary>The picture file of a frame, as browsers show it; null when it cannot be decoded.</summary>
    public async Task<BrowserPicture?> OfAsync(FrameLease lease, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(lease);
        var payload = lease.Info.Payload;
        // Browsers refuse a JPEG without its end marker, and fill in what is missing in front of one.
        if (payload.IsShownInPart)
            return new BrowserPicture(payload.MediaType, (byte[])[.. lease.Picture.Span, 0xFF, 0xD9]);
        if (payload.Picture is not { IsShownByBrowsers: false })
            return new BrowserPicture(payload.MediaType, lease.Picture);

        await _decoding.WaitAsync(cancellationToken);
        try
        {
            // On a thread of the pool: whoever asks has a socket to serve.
            return await Task.Run<BrowserPicture?>(() =>
                renderer.Render(lease.Bytes, payload, ImageLimits.Unasked, cancellationToken) is { Picture: { } picture }
                    ? new BrowserPicture(
                        PictureFormats.Png.MediaType, PictureEncoder.Encode(picture, PictureFormats.Png, EncodeOptions.Default))
                    : null, cancellationToken);
        }
        finally
        {
            _decoding.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _decoding.Dispose();
}
