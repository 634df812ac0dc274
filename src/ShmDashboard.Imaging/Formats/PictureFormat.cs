using ShmDashboard.Imaging.Payloads;
using ShmDashboard.Imaging.Pictures;
using SixLabors.ImageSharp.Formats;

namespace ShmDashboard.Imaging.Formats;

/// <summary>
/// One format of encoded pictures: how it is recognised, how long it is, what it is called and who makes pixels of it.
/// Everything that depends on a format asks this; all of them are in <see cref="PictureFormats"/>. Immutable and
/// stateless, so safe for all threads.
/// </summary>
public abstract class PictureFormat
{
    private protected PictureFormat()
    {
    }

    /// <summary>Lower-case word for programs and addresses, such as "png".</summary>
    public abstract string Id { get; }

    /// <summary>What people call it, such as "PNG". The same in every language.</summary>
    public abstract string Name { get; }

    /// <summary>Its media type (IANA), such as "image/png".</summary>
    public abstract string MediaType { get; }

    /// <summary>How its files' names end, without the dot; the first is the one to give.</summary>
    public abstract IReadOnlyList<string> Extensions { get; }

    /// <summary>Whether browsers of today show it by themselves.</summary>
    public virtual bool IsShownByBrowsers => true;

    /// <summary>Whether we make pixels of it; if not, only a browser can.</summary>
    public bool CanDecode => Decoder is not null;

    /// <summary>
    /// Whether it is decoded without anybody asking, as for thumbnails: only what the fuzz run has found to stay within the limits
    /// of memory (<c>tests/bench/results/fuzz.md</c>).
    /// </summary>
    public virtual bool IsDecodedUnasked => CanDecode;

    /// <summary>Whether its first bytes and its structure tell it from whatever else there may be, so that it is looked for anywhere.</summary>
    internal virtual bool HasSignature => false;

    /// <summary>Whether we can write it.</summary>
    public bool CanEncode => this is IPictureEncoding;

    /// <summary>The library's decoder, set up for one picture without more than its pixels; null when there is none.
    /// </summary>
    internal virtual IImageDecoder? Decoder => null;

    /// <summary>Whether the picture starts at the probe's start. Must not be fooled by bytes that are none: looks at
    /// structure where the signature is short.</summary>
    internal abstract bool IsMatch(in PictureProbe probe);

    /// <summary>Where the picture in a live segment ends; only for what <see cref="IsMatch"/> accepted.</summary>
    internal abstract PictureEnd FindEnd(in PictureProbe probe);

    /// <summary>Describes what <see cref="IsMatch"/> accepted, from a copy that starts with it, without allocating
    /// anything that grows with it.</summary>
    internal abstract PictureOutline Outline(ReadOnlySpan<byte> picture);

    /// <summary>Why a whole picture is kept from the decoder, which is known to fail at such; null when it is not. Only
    /// for what <see cref="Outline"/> found nothing wrong with.</summary>
    internal virtual PictureFailure? FindUndecodable(ReadOnlySpan<byte> picture) => null;

    /// <summary>A whole picture in a form that the decoder is known to read right; as a rule as it is.</summary>
    internal virtual ReadOnlyMemory<byte> Prepare(ReadOnlyMemory<byte> picture) => picture;

    /// <summary>Mends in the pixels what the decoder is known to get wrong; as a rule nothing.</summary>
    internal virtual void Correct(ReadOnlySpan<byte> picture, PixelBuffer pixels)
    {
    }

    /// <summary>The name.</summary>
    public sealed override string ToString() => Name;
}
