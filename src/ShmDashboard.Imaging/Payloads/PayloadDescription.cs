namespace ShmDashboard.Imaging.Payloads;

/// <summary>What was found in a copy of a segment's bytes. Immutable; pixels are never decoded for it.</summary>
public sealed record PayloadDescription
{
    /// <summary>What it is.</summary>
    public required PayloadFormat Format { get; init; }

    /// <summary>Media type of the picture inside (<c>image/png</c>), null when there is none.</summary>
    public string? MediaType { get; init; }

    /// <summary>Width in pixels, where the header tells.</summary>
    public int? Width { get; init; }

    /// <summary>Height in pixels, where the header tells.</summary>
    public int? Height { get; init; }

    /// <summary>Bits of one channel of one pixel, where the header tells.</summary>
    public int? BitsPerChannel { get; init; }

    /// <summary>"RGB", "RGBA", "grey", "grey + alpha", "palette".</summary>
    public string? Channels { get; init; }

    /// <summary>Where the picture file or the text begins, in bytes from the start (4 in a Qt image stream).</summary>
    public long ContentOffset { get; init; }

    /// <summary>Length of the picture file or the text, in bytes.</summary>
    public long ContentLength { get; init; }

    /// <summary>Length of the whole payload from the start, in bytes; what follows is slack.</summary>
    public long PayloadLength { get; init; }

    /// <summary>Whether structure and checksums hold.</summary>
    public PayloadIntegrity Integrity { get; init; }

    /// <summary>When something is wrong: what was expected, what found, at which offset.</summary>
    public string? Problem { get; init; }

    /// <summary>The text, up to a bound.</summary>
    public string? Text { get; init; }

    /// <summary>Whether <see cref="Text"/> is only the beginning.</summary>
    public bool TextTruncated { get; init; }

    /// <summary>Whether Qt's <c>in &gt;&gt; QImage</c> would show it.</summary>
    public bool ReadableByQImageStream { get; init; }

    /// <summary>There is a picture file inside.</summary>
    public bool IsPicture => MediaType is not null;

    /// <summary>There is text inside.</summary>
    public bool IsText => Text is not null;
}
