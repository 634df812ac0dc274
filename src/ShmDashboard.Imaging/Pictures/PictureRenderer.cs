using ShmDashboard.Imaging.Payloads;
using ShmDashboard.Wording;

namespace ShmDashboard.Imaging.Pictures;

/// <summary>
/// The one way from a payload to pixels: the pages, the API, thumbnails, conversions and uploads all come here. What kinds
/// of payload there are is the list of <see cref="IPixelSource"/> it was made with. Safe for all threads; uses the
/// caller's.
/// </summary>
/// <param name="sources">Asked in this order; the first that knows the payload makes its pixels.</param>
public sealed class PictureRenderer(params IReadOnlyList<IPixelSource> sources) : IPixelSource
{
    /// <summary>Whether anybody makes pixels of such a payload.</summary>
    public bool CanRender(PayloadDescription payload)
    {
        ArgumentNullException.ThrowIfNull(payload);
        return sources.Any(source => source.CanRender(payload));
    }

    /// <inheritdoc cref="IPixelSource.Render"/>
    public RenderResult Render(
        ReadOnlyMemory<byte> bytes, PayloadDescription payload, ImageLimits limits, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(payload);
        ArgumentNullException.ThrowIfNull(limits);
        foreach (var source in sources)
            if (source.CanRender(payload))
                return source.Render(bytes, payload, limits, cancellationToken);
        string? name = payload.Picture?.Name;
        return RenderResult.Fail(new(PictureFailureKind.Unsupported, name is null ? Sentence.Of($"payload") : Sentence.FromString(name),
            Sentence.Of($"a picture that is decoded here"), name is null ? Sentence.Of($"none") : Sentence.Of($"{name}, which only a browser decodes"),
            payload.ContentOffset));
    }
}
