using ShmDashboard.Monitoring.Frames;

namespace ShmDashboard.Monitoring.Sampling;

/// <summary>
/// The bytes of the newest frame, against which the segment is compared: whole while somebody watches, only their hashes
/// otherwise, so that unwatched segments cost no memory. One owner: the tracker, under its sampling lock.
/// </summary>
internal sealed class Content
{
    // A kilobyte of hashes for the largest copy; beginnings of so many bytes are told even of one that was forgotten.
    private const int PieceBytes = 1 << 20;

    private readonly ulong[] _hashes = [];
    private readonly ulong _hashOfSamples;
    private readonly Skim? _known;

    /// <param name="buffer">The payload; this takes over the caller's share.</param>
    /// <param name="samples">Pieces of the segment beyond the payload copied, see <see cref="ChangeProbe"/>.</param>
    public Content(FrameBuffer buffer, byte[] samples)
    {
        Buffer = buffer;
        Samples = samples;
        Length = buffer.Length;
    }

    /// <param name="skim">What was kept of reading it; this takes over the caller's shares.</param>
    /// <param name="length">How many bytes were read.</param>
    public Content(Skim skim, int length)
    {
        Skim = _known = skim;
        Length = length;
    }

    private Content(ulong[] hashes, ulong hashOfSamples, Skim? known, int length)
    {
        _hashes = hashes;
        _hashOfSamples = hashOfSamples;
        _known = known;
        Length = length;
    }

    /// <summary>The bytes; null when only hashes are kept, or they were not copied.</summary>
    public FrameBuffer? Buffer { get; }

    /// <summary>What is kept where the bytes were only read through; null otherwise.</summary>
    public Skim? Skim { get; }

    public byte[] Samples { get; } = [];

    public int Length { get; }

    /// <summary>All of the segment is zeros, not only what was copied of it.</summary>
    public bool IsEmpty { get; init; }

    /// <summary>The second look at it was at pieces, not at all of it.</summary>
    public bool AgreedInPieces { get; init; }

    /// <summary>The same content without its bytes and its pictures.</summary>
    public Content Forget()
    {
        if (Buffer is null && Skim is null)
            return this;
        ulong[] hashes = Buffer is null ? [] : HashesOf(Buffer.Bytes.Span);
        Release();
        return new Content(hashes, ContentHashes.Of(Samples), Skim is null ? null : Skim with { Head = [], Tail = [], Offsets = [], Pieces = [], Pictures = [] }, Length);
    }

    /// <summary>Gives all memory back; not used any more.</summary>
    public void Release()
    {
        Buffer?.Release();
        Skim?.Release();
    }

    /// <summary>Whether another, just read, holds the same.</summary>
    public bool SameAs(Content other)
    {
        if (Length != other.Length)
            return false;
        if (other.Skim is { } skim)
            return Buffer is not null ? Samples.Length == 0 && skim.IsOf(Buffer.Bytes.Span) : _known?.IsAs(skim) == true;
        var bytes = other.Buffer!.Bytes.Span;
        return Buffer is not null ? Buffer.Bytes.Span.SequenceEqual(bytes) && Samples.AsSpan().SequenceEqual(other.Samples)
            : _known is not null ? other.Samples.Length == 0 && _known.IsOf(bytes)
            : _hashes.AsSpan().SequenceEqual(HashesOf(bytes)) && _hashOfSamples == ContentHashes.Of(other.Samples);
    }

    /// <summary>Whether one of the two, of different lengths, is the beginning of the other, just read.</summary>
    public bool AgreesAsFarAs(Content other)
    {
        int common = Math.Min(Length, other.Length);
        if (common == 0 || other.Buffer is not { } copied)
            return false;
        var bytes = copied.Bytes.Span[..common];
        if (Buffer is not null)
            return Buffer.Bytes.Span[..common].SequenceEqual(bytes);
        int pieces = (common + PieceBytes - 1) / PieceBytes;
        return _hashes.Length >= pieces && (common == Length || common % PieceBytes == 0) &&
            _hashes.AsSpan(0, pieces).SequenceEqual(HashesOf(bytes));
    }

    private static ulong[] HashesOf(ReadOnlySpan<byte> bytes) => ContentHashes.Of(bytes, PieceBytes, PieceBytes);
}
