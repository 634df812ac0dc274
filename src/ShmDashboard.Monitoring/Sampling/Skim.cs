using ShmDashboard.Monitoring.Frames;

namespace ShmDashboard.Monitoring.Sampling;

/// <summary>
/// What is kept of a content that was read once through and not copied: how it looks to those who show it, its hashes, and
/// samples of it for the next look. Immutable but for the shares in its pictures.
/// </summary>
internal sealed record Skim
{
    /// <summary>How much of both ends is kept: as much as lies between two samples, so that no writer slips through there.</summary>
    public const int EdgeBytes = 64 << 10;

    /// <summary>Bytes of each sample.</summary>
    public const int PieceBytes = 64;

    /// <summary>The first bytes, with the header.</summary>
    public required byte[] Head { get; init; }

    /// <summary>The last bytes.</summary>
    public required byte[] Tail { get; init; }

    /// <summary>Where samples were taken, in order.</summary>
    public required long[] Offsets { get; init; }

    /// <summary>The samples, one after the other.</summary>
    public required byte[] Pieces { get; init; }

    /// <summary>Hashes, see <see cref="ContentHashes"/>.</summary>
    public required ulong[] Hashes { get; init; }

    /// <summary>Bytes of the first piece that was hashed.</summary>
    public required int FirstBand { get; init; }

    /// <summary>Bytes of the others.</summary>
    public required int Bands { get; init; }

    /// <summary>The pictures; this holds a share of each.</summary>
    public required ReducedPicture[] Pictures { get; init; }

    /// <summary>Whether bytes are those that were read.</summary>
    public bool IsOf(ReadOnlySpan<byte> bytes) => Hashes.AsSpan().SequenceEqual(ContentHashes.Of(bytes, FirstBand, Bands));

    /// <summary>Whether the same was read both times.</summary>
    public bool IsAs(Skim other) => (FirstBand, Bands) == (other.FirstBand, other.Bands) && Hashes.AsSpan().SequenceEqual(other.Hashes);

    /// <summary>Gives the pictures' memory back.</summary>
    public void Release()
    {
        foreach (var picture in Pictures)
            picture.Rgba.Release();
    }
}
