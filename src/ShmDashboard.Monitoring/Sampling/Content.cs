using System.Security.Cryptography;
using ShmDashboard.Monitoring.Frames;

namespace ShmDashboard.Monitoring.Sampling;

/// <summary>
/// The bytes of the newest frame, against which the segment is compared: whole while somebody watches, only their digest
/// otherwise, so that unwatched segments cost no memory. One owner: the tracker, under its sampling lock.
/// </summary>
internal sealed class Content
{
    private readonly byte[] _digest;

    /// <param name="buffer">The payload; this takes over the caller's share.</param>
    /// <param name="samples">Pieces of the segment beyond the payload copied, see <see cref="ChangeProbe"/>.</param>
    public Content(FrameBuffer buffer, byte[] samples)
    {
        Buffer = buffer;
        Samples = samples;
        Length = buffer.Length;
        _digest = [];
    }

    private Content(byte[] digest, int length)
    {
        _digest = digest;
        Length = length;
        Samples = [];
    }

    /// <summary>The bytes; null when only the digest is kept.</summary>
    public FrameBuffer? Buffer { get; }

    public byte[] Samples { get; }

    public int Length { get; }

    /// <summary>All of the segment is zeros, not only what was copied of it.</summary>
    public bool IsEmpty { get; init; }

    /// <summary>The second look at it was at pieces, not at all of it.</summary>
    public bool AgreedInPieces { get; init; }

    /// <summary>The same content without its bytes.</summary>
    public Content Forget()
    {
        if (Buffer is null)
            return this;
        byte[] digest = DigestOf(Buffer.Bytes.Span, Samples);
        Buffer.Release();
        return new Content(digest, Length);
    }

    /// <summary>Whether another copy holds the same.</summary>
    public bool SameAs(Content other) => Length == other.Length && (Buffer is not null
        ? Buffer.Bytes.Span.SequenceEqual(other.Buffer!.Bytes.Span) && Samples.AsSpan().SequenceEqual(other.Samples)
        : _digest.AsSpan().SequenceEqual(DigestOf(other.Buffer!.Bytes.Span, other.Samples)));

    private static byte[] DigestOf(ReadOnlySpan<byte> bytes, ReadOnlySpan<byte> samples)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(bytes);
        hash.AppendData(samples);
        return hash.GetHashAndReset();
    }
}
