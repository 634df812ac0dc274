using ShmDashboard.Imaging.Formats;
using ShmDashboard.Wording;

namespace ShmDashboard.Imaging.Payloads;

/// <summary>One of the encoded pictures in a segment. Immutable.</summary>
public sealed record EmbeddedPicture
{
    /// <summary>Its format.</summary>
    public required PictureFormat Format { get; init; }

    /// <summary>Where it starts, in bytes from the start of the segment: its signature, or the first letter of its base64.</summary>
    public required long Offset { get; init; }

    /// <summary>Bytes of the segment that it takes.</summary>
    public required long LengthBytes { get; init; }

    /// <summary>Pixels in a row as it claims, upright; null when unknown.</summary>
    public int? Width { get; init; }

    /// <summary>Rows as it claims; null when unknown.</summary>
    public int? Height { get; init; }

    /// <summary>Bits of one sample; null when unknown.</summary>
    public int? BitsPerChannel { get; init; }

    /// <summary>As <see cref="PayloadDescription.Channels"/>.</summary>
    public string? Channels { get; init; }

    /// <summary>How far it vouches for itself.</summary>
    public required PayloadIntegrity Integrity { get; init; }

    /// <summary>What is wrong with it, as one sentence; null when nothing is.</summary>
    public Sentence? Problem { get; init; }

    /// <summary>Whether it is written as letters (RFC 4648), as in a data URL.</summary>
    public bool IsBase64 { get; init; }

    /// <summary>Whether Qt's image marker stands in front of it: an item of a stream.</summary>
    public bool IsInQtStream { get; init; }
}
