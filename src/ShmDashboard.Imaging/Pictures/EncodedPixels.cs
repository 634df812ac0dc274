using ShmDashboard.Imaging.Payloads;
using ShmDashboard.Wording;
using SixLabors.ImageSharp;
using SixLabors.ImageSharp.Formats;
using SixLabors.ImageSharp.Memory;
using SixLabors.ImageSharp.Metadata.Profiles.Exif;
using SixLabors.ImageSharp.PixelFormats;
using SixLabors.ImageSharp.Processing;

namespace ShmDashboard.Imaging.Pictures;

/// <summary>
/// Picture files to pixels, by SixLabors.ImageSharp. Up to 8 bits a sample stay 8, deeper ones become 16. Turned upright
/// as Exif says; gamma and colour profiles are left alone. The first picture of several.
/// </summary>
/// <remarks>
/// The library has limits of its own neither for sizes nor for time: what a file claims is judged twice before anything is
/// decoded (by our outline and by the library's), its memory comes from an allocator with a limit, and it reads from a
/// stream that ends the work when it takes too long.
/// </remarks>
/// <param name="time">The clock of <see cref="ImageLimits.MaxDuration"/>.</param>
public sealed class EncodedPixels(TimeProvider time) : IPixelSource
{
    /// <inheritdoc/>
    public bool CanRender(PayloadDescription payload)
    {
        ArgumentNullException.ThrowIfNull(payload);
        return payload.Picture is { CanDecode: true };
    }

    /// <inheritdoc/>
    public RenderResult Render(
        ReadOnlyMemory<byte> bytes, PayloadDescription payload, ImageLimits limits, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(payload);
        ArgumentNullException.ThrowIfNull(limits);
        if (payload.Picture is not { Decoder: { } decoder } format)
            throw new ArgumentException("The payload holds no picture that is decoded here.", nameof(payload));
        if (payload.IsCutByCopy || payload.IsDamaged)
            return Fail(payload, payload.Integrity == PayloadIntegrity.Damaged ? PictureFailureKind.Damaged
                : PictureFailureKind.Truncated, Sentence.Of($"the whole picture"), Sentence.Of($"a part ({payload.Problem!.WithoutFullStop()})"));
        if (limits.FindExcess(format.Name, payload.Width, payload.Height, payload.ContentOffset) is { } excess)
            return RenderResult.Fail(excess);

        var file = payload.FileIn(bytes);
        if (format.FindUndecodable(file.Span) is { } undecodable)
            return RenderResult.Fail(undecodable.ShiftedBy(payload.ContentOffset));
        using var timeLimit = new CancellationTokenSource(limits.MaxDuration, time);
        try
        {
            using var stream = new PictureStream(format.Prepare(file), timeLimit.Token, cancellationToken);
            var result = Decode(stream, decoder, payload, limits);
            if (result.Picture is { } pixels)
                format.Correct(file.Span, pixels);
            return result;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            throw;
        }
        catch (OperationCanceledException)
        {
            return Fail(payload, PictureFailureKind.TooLarge,
                Sentence.Of($"a picture that takes at most {limits.MaxDuration.TotalSeconds:0.#} s to decode"), Sentence.Of($"one that takes longer"));
        }
        catch (Exception error) when (error is InvalidMemoryOperationException or OutOfMemoryException)
        {
            return Fail(payload, PictureFailureKind.TooLarge,
                Sentence.Of($"a picture that {limits.MaxPixelBytes >> 20} MiB are enough for"), Sentence.Of($"one that needs more"));
        }
        // Others' bytes go through others' code: whatever it throws is an answer about these bytes.
        catch (Exception error)
        {
            return Fail(payload, PictureFailureKind.Damaged, Sentence.Of($"a picture that can be decoded"), Sentence.Of($"{FirstSentence(error)}"));
        }
    }

    private static RenderResult Decode(
        PictureStream stream, IImageDecoder decoder, PayloadDescription payload, ImageLimits limits)
    {
        var configuration = SharpConfiguration.For(limits);
        var info = ((IImageInfoDetector)decoder).Identify(configuration, stream, CancellationToken.None);
        if (info is null)
            return Fail(payload, PictureFailureKind.Damaged, Sentence.Of($"a header that tells the size"), Sentence.Of($"none"));
        if (limits.FindExcess(payload.Picture!.Name, info.Width, info.Height, payload.ContentOffset) is { } excess)
            return RenderResult.Fail(excess);

        stream.Position = 0;
        bool isDeep = payload.BitsPerChannel > 8;
        return (payload.Channels, isDeep) switch
        {
            // A grey PNG may name one brightness transparent, and only its pixels tell.
            ("grey", _) when payload.MediaType == "image/png" => isDeep
                ? Load<Rgba64>(configuration, stream, decoder, payload.IsTurned, PixelFormat.Rgba16)
                : Load<Rgba32>(configuration, stream, decoder, payload.IsTurned, PixelFormat.Rgba8),
            ("grey", false) => Load<L8>(configuration, stream, decoder, payload.IsTurned, PixelFormat.Grey8),
            ("grey", true) => Load<L16>(configuration, stream, decoder, payload.IsTurned, PixelFormat.Grey16),
            ("RGB" or "CMYK", false) when payload.MediaType != "image/png" =>
                Load<Rgb24>(configuration, stream, decoder, payload.IsTurned, PixelFormat.Rgb8),
            (_, true) => Load<Rgba64>(configuration, stream, decoder, payload.IsTurned, PixelFormat.Rgba16),
            _ => Load<Rgba32>(configuration, stream, decoder, payload.IsTurned, PixelFormat.Rgba8),
        };
    }

    private static RenderResult Load<TPixel>(
        Configuration configuration, PictureStream stream, IImageDecoder decoder, bool isTurned, PixelFormat format)
        where TPixel : unmanaged, IPixel<TPixel>
    {
        using var image = Image.Load<TPixel>(configuration, stream, decoder);
        // Where the library finds an orientation of which browsers take no notice, the picture has one size all the same.
        if (isTurned)
        {
            image.Metadata.ExifProfile ??= image.Frames.RootFrame.Metadata.ExifProfile;
            image.Mutate(context => context.AutoOrient());
        }

        var pixels = PixelBuffer.Allocate(image.Width, image.Height, format);
        image.ProcessPixelRows(rows =>
        {
            for (int y = 0; y < rows.Height; y++)
                System.Runtime.InteropServices.MemoryMarshal.AsBytes(rows.GetRowSpan(y)).CopyTo(pixels.Row(y));
        });
        return RenderResult.Success(pixels, isTurned);
    }

    private static RenderResult Fail(PayloadDescription payload, PictureFailureKind kind, Sentence expected, Sentence found) =>
        RenderResult.Fail(new(kind, payload.Picture!.Name, expected, found, payload.ContentOffset));

    // The library's messages end in advice for its own callers.
    private static string FirstSentence(Exception error)
    {
        string message = error.Message.ReplaceLineEndings(" ");
        int end = message.IndexOf(". ", StringComparison.Ordinal);
        return $"\"{(end < 0 ? message : message[..end]).TrimEnd('.')}\"";
    }
}
