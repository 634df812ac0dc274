using System.Collections.Immutable;
using ShmDashboard.Imaging.Layouts.Documents;
using ShmDashboard.Imaging.Layouts.Finding;
using ShmDashboard.Imaging.Payloads;

namespace ShmDashboard.Imaging.Layouts;

/// <summary>The layout by which a copy of a segment is a picture. Immutable.</summary>
public sealed record LayoutMatch
{
    /// <summary>Where the pixels are in this copy.</summary>
    public required PixelLayout Pixels { get; init; }

    /// <summary>Who says so.</summary>
    public required LayoutOrigin Origin { get; init; }

    /// <summary>What it was read by.</summary>
    public required LayoutDocument Document { get; init; }

    /// <summary>Why, where it is guessed.</summary>
    public ImmutableArray<LayoutReason> Reasons { get; init; } = [];

    /// <summary>The frame counter in this copy.</summary>
    public long? Counter { get; init; }

    /// <summary>The sequence lock's value in this copy, odd while the writer is at it; null where there is none.</summary>
    public long? Sequence { get; init; }

    /// <summary>Whether the sequence lock says that the writer was at it.</summary>
    public bool IsSequenceOdd => Sequence is { } value && (value & 1) == 1;

    /// <summary>Whether the writer's own mark said that it was at it.</summary>
    public bool BeingWritten { get; init; }

    /// <summary>Which frame of how many is shown.</summary>
    public int Slot { get; init; }

    /// <summary>How many frames there are.</summary>
    public int Slots { get; init; } = 1;

    /// <summary>What a document says of a copy of the whole segment; null where it finds no picture.</summary>
    public static LayoutMatch? Of(LayoutDocument document, LayoutOrigin origin, ReadOnlySpan<byte> copy) =>
        LayoutReader.Place(document, copy) is var (placed, end) && LayoutReader.Read(placed, copy[..(int)end], end) is { Succeeded: true } reading
            ? Told(new() { Pixels = reading.Pixels, Origin = origin, Document = placed }, reading) : null;

    /// <summary>
    /// What the same document says of the same segment a moment later, of which only the beginning was copied; null where it
    /// finds no picture there.
    /// </summary>
    /// <param name="head">The beginning, with all that the document has fields for.</param>
    /// <param name="sizeBytes">The segment's size.</param>
    public LayoutMatch? Again(ReadOnlySpan<byte> head, long sizeBytes) =>
        LayoutReader.Read(Document, head, sizeBytes) is { Succeeded: true } reading ? Told(this, reading) : null;

    /// <summary>
    /// Whether all that tells where the picture is lies before it, and only one picture is there: then <see cref="Again"/> needs
    /// no more than those bytes.
    /// </summary>
    public bool IsToldBeforePixels => Slots == 1 && Document.Slots?.Offsets is null && (Document.Header?.All ?? [])
        .All(told => told.Offset >= 0 && told.Offset <= Pixels.Offset - told.Type.Bytes);

    /// <summary>
    /// Whether two beginnings of the segment, up to the first pixel, tell the same but for what is another with each frame
    /// (<see cref="IsToldBeforePixels"/>).
    /// </summary>
    public bool HasSameHead(ReadOnlySpan<byte> one, ReadOnlySpan<byte> other)
    {
        int length = (int)Pixels.Offset, at = 0;
        if (one.Length < length || other.Length < length)
            return false;
        foreach (var field in (Document.Header?.Moving ?? []).OrderBy(field => field.Offset))
        {
            if (field.Offset > at && !one[at..(int)field.Offset].SequenceEqual(other[at..(int)field.Offset]))
                return false;
            at = Math.Max(at, (int)field.Offset + field.Type.Bytes);
        }

        return one[at..length].SequenceEqual(other[at..length]);
    }

    /// <summary>Whether another, read anew, says the very same.</summary>
    internal bool DescribesAs(LayoutMatch other) =>
        (this with { Document = other.Document, Reasons = [] }) == (other with { Reasons = [] }) && Reasons.SequenceEqual(other.Reasons) &&
        (Document == other.Document || LayoutJson.Write(Document) == LayoutJson.Write(other.Document));

    private static LayoutMatch Told(LayoutMatch match, LayoutReading reading) => match with
    {
        Pixels = reading.Pixels!,
        Counter = reading.Counter,
        Sequence = reading.Sequence,
        BeingWritten = reading.BeingWritten,
        Slot = reading.Slot,
        Slots = reading.Slots,
    };

    /// <summary>The payload that a copy is by this layout.</summary>
    public PayloadDescription Describe(int copyBytes) => new()
    {
        Format = PayloadFormat.RawPixels,
        Width = Pixels.ShownWidth,
        Height = Pixels.ShownHeight,
        BitsPerChannel = Pixels.Format.BitsPerSample,
        Channels = Pixels.Format.Name,
        ContentOffset = Pixels.Offset,
        ContentLength = Pixels.LengthBytes,
        PayloadLength = copyBytes,
        Integrity = PayloadIntegrity.Unchecked,
        Layout = this,
    };
}
