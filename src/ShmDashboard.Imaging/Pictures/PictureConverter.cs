using ShmDashboard.Imaging.Formats;
using ShmDashboard.Imaging.Payloads;

namespace ShmDashboard.Imaging.Pictures;

/// <summary>
/// Pictures to files of another format: what uploads are written as, programs ask for and pages save. One at a time,
/// on a thread of the pool, since each may want as much memory as <see cref="ImageLimits"/> allows. Thread-safe.
/// </summary>
/// <param name="renderer">Makes the pixels.</param>
public sealed class PictureConverter(PictureRenderer renderer) : IDisposable
{
    private readonly SemaphoreSlim _converting = new(1, 1);

    /// <summary>
    /// Makes a file of another format. Whatever the bytes are, answers with an outcome, as <see cref="PictureRenderer"/> does.
    /// </summary>
    /// <param name="bytes">A private copy that starts with the file, or the beginning of a segment; must not change meanwhile.</param>
    /// <param name="payload">What <see cref="PayloadIdentifier"/> said of just these bytes; a picture.</param>
    /// <param name="to">One of <see cref="PictureEncoder.Formats"/>.</param>
    /// <param name="options">Its size and quality.</param>
    /// <param name="limits">What the picture may ask of us.</param>
    /// <param name="cancellationToken">Ends the waiting, and the work soon.</param>
    /// <param name="pixels">Makes the pixels instead, where they are to be made in a way of their own.</param>
    public async Task<ConversionResult> ConvertAsync(
        ReadOnlyMemory<byte> bytes, PayloadDescription payload, PictureFormat to, EncodeOptions options, ImageLimits limits,
        CancellationToken cancellationToken, IPixelSource? pixels = null)
    {
        ArgumentNullException.ThrowIfNull(payload);
        ArgumentNullException.ThrowIfNull(to);
        await _converting.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return await Task.Run(() => Convert(bytes, payload, to, options, limits, pixels ?? renderer, cancellationToken), cancellationToken)
                .ConfigureAwait(false);
        }
        finally
        {
            _converting.Release();
        }
    }

    /// <summary>The pixels of a picture file, in the same turns.</summary>
    /// <param name="file">The file; must not change meanwhile.</param>
    /// <param name="cancellationToken">Ends the waiting, and the work soon.</param>
    public Task<RenderResult> DecodeAsync(ReadOnlyMemory<byte> file, CancellationToken cancellationToken) =>
        RenderAsync(file, PayloadIdentifier.Identify(file.Span, file.Length), ImageLimits.Default, cancellationToken);

    /// <summary>Makes pixels alone, in the same turns.</summary>
    /// <param name="bytes">As <see cref="ConvertAsync"/>.</param>
    /// <param name="payload">As <see cref="ConvertAsync"/>.</param>
    /// <param name="limits">What the picture may ask of us.</param>
    /// <param name="cancellationToken">Ends the waiting, and the work soon.</param>
    public async Task<RenderResult> RenderAsync(
        ReadOnlyMemory<byte> bytes, PayloadDescription payload, ImageLimits limits, CancellationToken cancellationToken)
    {
        await _converting.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return await Task.Run(() => renderer.Render(bytes, payload, limits, cancellationToken), cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _converting.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _converting.Dispose();

    private static ConversionResult Convert(
        ReadOnlyMemory<byte> bytes, PayloadDescription payload, PictureFormat to, EncodeOptions options, ImageLimits limits,
        IPixelSource source, CancellationToken cancellationToken)
    {
        var rendered = source.Render(bytes, payload, limits, cancellationToken);
        if (rendered.Picture is not { } pixels)
            return ConversionResult.Fail(rendered.Failure!);
        byte[] file = PictureEncoder.Encode(pixels, to, options);
        var (width, height) = PictureEncoder.SizeOf(pixels, options);
        return ConversionResult.Success(file, new PictureConversion(
            payload.Picture, to, width, height, pixels.Width, pixels.Height, payload.BitsPerChannel,
            Math.Min(pixels.Format.BitsPerChannel(), PictureEncoder.MaxBitsPerChannel(to)), rendered.IsTurned,
            payload.ContentLength, file.Length));
    }
}
