using System.Collections.Immutable;
using ShmDashboard.Imaging.Layouts.Documents;
using ShmDashboard.Imaging.Pictures;
using ShmDashboard.Wording;

namespace ShmDashboard.Imaging.Layouts.Writing;

/// <summary>
/// What has to be written, in this order, so that a program that reads this layout sees a new frame and never half of one: the
/// mark that a writer is at it, the pixels with their time, then slot, counter and the mark that all is there. Immutable.
/// </summary>
public sealed record FrameWriting
{
    /// <summary>The steps.</summary>
    public required ImmutableArray<SegmentWrite> Steps { get; init; }

    /// <summary>Where the pixels go.</summary>
    public required PixelLayout Pixels { get; init; }

    /// <summary>Prepares it.</summary>
    /// <param name="document">The layout.</param>
    /// <param name="copy">The whole segment as it is now; the pixels are changed in it.</param>
    /// <param name="picture">The picture; in another size it is fitted in.</param>
    /// <param name="fitting">How it is fitted in.</param>
    /// <param name="now">The time, for layouts that tell it.</param>
    /// <param name="problem">Why there is nothing to write, as one sentence; null when there is.</param>
    public static FrameWriting? Prepare(
        LayoutDocument document, Span<byte> copy, PixelBuffer picture, PictureFitting fitting, DateTimeOffset now, out Sentence? problem)
    {
        ArgumentNullException.ThrowIfNull(document);
        ArgumentNullException.ThrowIfNull(picture);
        var header = document.Header;
        var before = LayoutReader.Read(document, copy);
        problem = before.Problem;
        if (!before.Succeeded)
            return null;

        // Readers of slots are at the newest: the frame goes into the next, and they are sent there at the end.
        int slot = header?.Slot is null || before.Slots < 2 ? before.Slot : (before.Slot + 1) % before.Slots;
        var switching = slot == before.Slot ? [] : Encode(header!.Slot, slot, copy);
        foreach (var write in switching)
            write.Bytes.Span.CopyTo(copy[(int)write.Offset..]);
        var reading = slot == before.Slot ? before : LayoutReader.Read(document, copy);
        problem = reading.Problem;
        if (!reading.Succeeded)
            return null;

        var pixels = reading.Pixels;
        var fit = PictureFit.Into(pixels, picture, fitting);
        LayoutWriter.Write(pixels.Format.Channels.Contains("A") ? fit.Read : fit.ReadOpaque, pixels, copy);
        long sequence = (header?.Sequence?.Read(copy) ?? 0) | 1;
        long ready = header?.Ready?.EqualTo ?? 1;
        return new()
        {
            Pixels = pixels,
            Steps =
            [
                .. Encode(header?.Sequence, sequence, copy),
                .. Encode(header?.Ready, ready == 0 ? 1 : 0, copy),
                new SegmentWrite(pixels.Offset, copy.Slice((int)pixels.Offset, (int)pixels.LengthBytes).ToArray()),
                .. Encode(header?.Timestamp, TimeIn(header?.Timestamp?.Unit, now), copy),
                .. switching,
                .. Encode(header?.Counter, (header?.Counter?.Read(copy) ?? 0) + 1, copy),
                .. Encode(header?.Ready, ready, copy),
                .. Encode(header?.Sequence, sequence + 1, copy),
            ],
        };
    }

    private static SegmentWrite[] Encode(HeaderField? field, long value, ReadOnlySpan<byte> copy) =>
        field?.Write(value, copy.Length) is { } write ? [write] : [];

    private static long TimeIn(string? unit, DateTimeOffset now)
    {
        long ticks = (now - DateTimeOffset.UnixEpoch).Ticks;
        return unit switch
        {
            "s" => ticks / TimeSpan.TicksPerSecond,
            "ms" => ticks / TimeSpan.TicksPerMillisecond,
            "us" => ticks / TimeSpan.TicksPerMicrosecond,
            _ => ticks * 100,
        };
    }
}
