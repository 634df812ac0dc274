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

    /// <summary>Whether the writer's own mark said that it was at it.</summary>
    public bool BeingWritten { get; init; }

    /// <summary>Which frame of how many is shown.</summary>
    public int Slot { get; init; }

    /// <summary>How many frames there are.</summary>
    public int Slots { get; init; } = 1;

    /// <summary>What a document says of a copy of the whole segment; null where it finds no picture.</summary>
    public static LayoutMatch? Of(LayoutDocument document, LayoutOrigin origin, ReadOnlySpan<byte> copy)
    {
        var reading = LayoutReader.Read(document, copy);
        return reading.Succeeded ? new()
        {
            Pixels = reading.Pixels,
            Origin = origin,
            Document = document,
            Counter = reading.Counter,
            BeingWritten = reading.BeingWritten,
            Slot = reading.Slot,
            Slots = reading.Slots,
        } : null;
    }

    /// <summary>The payload that a copy is by this layout.</summary>
    public PayloadDescription Describe(int copyBytes) => new()
    {
        Format = PayloadFormat.RawPixels,
        Width = Pixels.Width,
        Height = Pixels.Height,
        BitsPerChannel = Pixels.Format.BitsPerSample,
        Channels = Pixels.Format.Name,
        ContentOffset = Pixels.Offset,
        ContentLength = Pixels.LengthBytes,
        PayloadLength = copyBytes,
        Integrity = PayloadIntegrity.Unchecked,
        Layout = this,
    };
}
