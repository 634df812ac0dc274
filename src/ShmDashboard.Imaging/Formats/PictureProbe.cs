using ShmDashboard.Imaging.Payloads;

namespace ShmDashboard.Imaging.Formats;

/// <summary>
/// What a format may look at to recognise itself and to find its end: the first bytes at once, others by reading them out
/// of a copy or out of the live segment. Offsets count from where the picture would start.
/// </summary>
internal readonly ref struct PictureProbe
{
    /// <summary>Most bytes of <see cref="Head"/> (the brands of AVIF and the comments of PNM reach furthest).</summary>
    public const int HeadBytes = 512;

    private readonly ReadOnlySpan<byte> _copy;
    private readonly ReadAt? _read;
    private readonly long _start;

    private PictureProbe(ReadOnlySpan<byte> copy, ReadAt? read, long start, long availableBytes)
    {
        _copy = copy;
        _read = read;
        _start = start;
        AvailableBytes = availableBytes;
    }

    /// <summary>The first bytes, at most <see cref="HeadBytes"/>.</summary>
    public ReadOnlySpan<byte> Head => _copy[..Math.Min(_copy.Length, HeadBytes)];

    /// <summary>Bytes to the end of the segment, copied or not.</summary>
    public long AvailableBytes { get; }

    /// <summary>Over a private copy of the segment's beginning.</summary>
    public static PictureProbe OverCopy(ReadOnlySpan<byte> copy, long segmentSizeBytes) =>
        new(copy, null, 0, Math.Max(segmentSizeBytes, copy.Length));

    /// <summary>Over the live segment, whose first bytes have been read already.</summary>
    public static PictureProbe OverSegment(ReadAt read, ReadOnlySpan<byte> head, long segmentSizeBytes) =>
        new(head, read, 0, segmentSizeBytes);

    /// <summary>The same bytes when the picture starts further behind; the offset is at most the length of the head.</summary>
    public PictureProbe From(int offset) =>
        new(_copy[offset..], _read, _start + offset, AvailableBytes - offset);

    /// <summary>Copies bytes from <paramref name="offset"/> on; fewer at the end, 0 behind it.</summary>
    public int Read(long offset, Span<byte> destination)
    {
        if (offset < 0 || offset >= AvailableBytes || destination.IsEmpty)
            return 0;
        if (_read is not null)
            return PayloadMeasure.ReadSome(_read, _start + offset, destination);
        if (offset >= _copy.Length)
            return 0;
        int count = (int)Math.Min(destination.Length, _copy.Length - offset);
        _copy.Slice((int)offset, count).CopyTo(destination);
        return count;
    }

    /// <summary>Whether all of <paramref name="destination"/> could be filled.</summary>
    public bool TryRead(long offset, Span<byte> destination) => Read(offset, destination) == destination.Length;
}
