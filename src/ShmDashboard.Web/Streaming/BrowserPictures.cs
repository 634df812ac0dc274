using ShmDashboard.Imaging.Formats;
using ShmDashboard.Imaging.Payloads;
using ShmDashboard.Imaging.Pictures;
using ShmDashboard.Monitoring.Frames;
using ShmDashboard.Monitoring.Segments;

namespace ShmDashboard.Web.Streaming;

/// <summary>
/// Makes pictures that browsers show of frames: files that they open go as they are, those that only we open (TIFF, PNM, TGA) and
/// raw pixels as PNG, and large ones that are shown small are made small first. Thread-safe; decodes one at a time, since many
/// pages may ask at once, and nobody asked for it: what is decoded here has passed the fuzz run.
/// </summary>
/// <param name="renderer">Makes the pixels.</param>
/// <param name="time">The clock of <see cref="TryTakeTurn"/>.</param>
public sealed class BrowserPictures(PictureRenderer renderer, TimeProvider time) : IDisposable
{
    /// <summary>Files up to this many bytes go as they are, however small they are shown: sending costs less than decoding.</summary>
    public const int SmallFileBytes = 256 << 10;

    /// <summary>How much of one core is spent on pictures that are made smaller again and again.</summary>
    private const double ShareOfOneCore = 0.15;

    // Less would not be worth the loss.
    private const int LeastReduction = 2;

    private static readonly EncodeOptions s_thumbnail = EncodeOptions.Default with { Quality = 80 };

    private readonly SemaphoreSlim _decoding = new(1, 1);
    private long _restedAt = time.GetTimestamp();

    /// <summary>Whether a picture is made smaller before it is sent.</summary>
    /// <param name="payload">What it is.</param>
    /// <param name="width">How wide it is shown, in device pixels.</param>
    /// <param name="height">How high it is shown.</param>
    public static bool IsReduced(PayloadDescription payload, int width, int height)
    {
        ArgumentNullException.ThrowIfNull(payload);
        return payload is { Picture.IsDecodedUnasked: true, Width: { } fullWidth, Height: { } fullHeight } &&
            payload.ContentLength > SmallFileBytes && !payload.IsDamaged && width > 0 && height > 0 &&
            Math.Max((double)fullWidth / width, (double)fullHeight / height) >= LeastReduction;
    }

    /// <summary>
    /// Whether one more picture may be made smaller now without the work of all pages together being more than its share; if
    /// not, how long to wait.
    /// </summary>
    public bool TryTakeTurn(out TimeSpan wait)
    {
        wait = -time.GetElapsedTime(Volatile.Read(ref _restedAt));
        return wait <= TimeSpan.Zero;
    }

    /// <summary>The picture file of a frame, as browsers show it; null when it cannot be decoded.</summary>
    public Task<BrowserPicture?> OfAsync(FrameLease lease, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(lease);
        var payload = lease.Info.Payload;
        // Browsers refuse a JPEG without its end marker, and fill in what is missing in front of one.
        if (payload.IsShownInPart)
            return Task.FromResult<BrowserPicture?>(new BrowserPicture(payload.MediaType, (byte[])[.. lease.Picture.Span, 0xFF, 0xD9]));
        return payload.Picture is { IsShownByBrowsers: true }
            ? Task.FromResult<BrowserPicture?>(new BrowserPicture(payload.MediaType, lease.Picture))
            : MakeAsync(lease, EncodeOptions.Default, cancellationToken);
    }

    /// <summary>The same, no larger than it is shown where <see cref="IsReduced"/>.</summary>
    public Task<BrowserPicture?> OfAsync(FrameLease lease, int width, int height, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(lease);
        return IsReduced(lease.Info.Payload, width, height)
            ? MakeAsync(lease, s_thumbnail with { Width = width, Height = height }, cancellationToken)
            : OfAsync(lease, cancellationToken);
    }

    /// <inheritdoc/>
    public void Dispose() => _decoding.Dispose();

    private async Task<BrowserPicture?> MakeAsync(FrameLease lease, EncodeOptions options, CancellationToken cancellationToken)
    {
        await _decoding.WaitAsync(cancellationToken);
        long started = time.GetTimestamp();
        try
        {
            // On a thread of the pool: whoever asks has a socket to serve.
            return await Task.Run(() => Make(lease, options, cancellationToken), cancellationToken);
        }
        finally
        {
            var rest = time.GetElapsedTime(started) * (1 / ShareOfOneCore);
            // Not added up: what was asked for without waiting for its turn must not keep all others from theirs.
            Volatile.Write(ref _restedAt, Math.Max(Volatile.Read(ref _restedAt), started + (long)(rest.TotalSeconds * time.TimestampFrequency)));
            _decoding.Release();
        }
    }

    private BrowserPicture? Make(FrameLease lease, EncodeOptions options, CancellationToken cancellationToken)
    {
        var payload = lease.Info.Payload;
        if (renderer.Render(lease.Bytes, payload, ImageLimits.Unasked, cancellationToken) is not { Picture: { } pixels })
            return null;
        // Nothing is lost where somebody may zoom in.
        var format = options.Width is not null && payload.IsOpaque ? PictureFormats.Jpeg : PictureFormats.Png;
        return new BrowserPicture(format.MediaType, PictureEncoder.Encode(pixels, format, options));
    }
}
