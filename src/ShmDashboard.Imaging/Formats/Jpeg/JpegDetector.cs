using System.Buffers.Binary;
using ShmDashboard.Imaging.Pictures;
using ShmDashboard.Wording;

namespace ShmDashboard.Imaging.Formats.Jpeg;

/// <summary>Recognises JPEG and walks its segments to the end marker (ITU-T T.81, annex B). It carries no checksum:
/// a torn one looks whole.</summary>
internal static class JpegDetector
{
    // Whoever looks for pictures within other bytes fails nearly everywhere: what is said of it is made once.
    private static readonly Sentence s_marker = Sentence.Of($"a marker (0xFF)");
    private static readonly Sentence s_endMarker = Sentence.Of($"the end marker FFD9");
    private static readonly Sentence s_endOfBytes = Sentence.Of($"the end of the bytes");

    public static bool IsMatch(ReadOnlySpan<byte> head) => head.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xD8, 0xFF]);

    /// <summary>Whether the segments up to the first scan are those of a JPEG, as far as these bytes go.</summary>
    public static bool HasHeader(ReadOnlySpan<byte> jpeg)
    {
        const int MostSegments = 64;
        if (!IsMatch(jpeg))
            return false;
        bool hasFrame = false;
        int position = 2;
        for (int i = 0; i < MostSegments; i++)
        {
            if (ReadMarker(jpeg, ref position, out byte marker) is { } noMarker)
                return noMarker.Kind == PictureFailureKind.Truncated && i > 1;
            if (marker is not (JpegMarker.Dht or JpegMarker.Sos or 0xDB or 0xDD or 0xFE) && marker is not (>= 0xE0 and <= 0xEF) && !JpegMarker.IsStartOfFrame(marker))
                return false;
            if (ReadSegment(jpeg, marker, ref position, out var content) is { } cut)
                return cut.Kind == PictureFailureKind.Truncated && i > 1;
            hasFrame |= JpegMarker.IsStartOfFrame(marker) && JpegHeader.TryParse(jpeg[content], out _);
            if (marker == JpegMarker.Sos)
                return hasFrame;
        }

        return false;
    }

    public static PictureOutline Outline(ReadOnlySpan<byte> jpeg)
    {
        JpegHeader? header = null;
        ExifOrientation? orientation = null;
        int position = 2;
        PictureFailure? problem;
        while ((problem = ReadMarker(jpeg, ref position, out byte marker)) is null && marker != JpegMarker.Eoi)
        {
            if (JpegMarker.StandsAlone(marker))
                continue;
            if ((problem = ReadSegment(jpeg, marker, ref position, out var content)) is not null)
                break;
            if (JpegMarker.IsStartOfFrame(marker) && header is null
                && JpegHeader.TryParse(jpeg[content], out var found))
                header = found;
            if (marker == JpegMarker.App1 && orientation is null && jpeg[content].StartsWith(ExifOrientation.Prefix))
                orientation = ExifOrientation.Of(jpeg[content]);
            if (marker == JpegMarker.Sos)
                position = EndOfScan(jpeg, position);
        }

        if (problem is null && header is null)
            problem = new(PictureFailureKind.Damaged, "JPEG", Sentence.Of($"a frame header (SOF)"), Sentence.Of($"none before the end marker"),
                position - 2);
        return new PictureOutline
        {
            Width = orientation?.LiesOnItsSide == true ? header?.Height : header?.Width,
            Height = orientation?.LiesOnItsSide == true ? header?.Width : header?.Height,
            IsTurned = orientation?.IsTurned == true,
            BitsPerChannel = header?.BitsPerSample,
            Channels = header?.Channels,
            LengthBytes = problem is null ? position : jpeg.Length,
            IsLengthStated = false,
            Integrity = PictureOutline.VerdictOf(problem),
            Problem = problem,
        };
    }

    private static PictureFailure? ReadMarker(ReadOnlySpan<byte> jpeg, ref int position, out byte marker)
    {
        marker = 0;
        if (position >= jpeg.Length)
            return NoEnd(jpeg);
        if (jpeg[position] != 0xFF)
            return new(PictureFailureKind.Damaged, "JPEG", s_marker, Sentence.Of($"0x{jpeg[position]:X2}"), position);

        // Any number of fill bytes 0xFF may stand in front of a marker (T.81, B.1.1.2).
        int fill = jpeg[position..].IndexOfAnyExcept((byte)0xFF);
        if (fill < 0)
            return NoEnd(jpeg);
        position += fill;
        marker = jpeg[position++];
        return marker == 0
            ? new(PictureFailureKind.Damaged, "JPEG", Sentence.Of($"a marker"), Sentence.Of($"a stuffed 0xFF outside a scan"), position - 2)
            : null;
    }

    private static PictureFailure? ReadSegment(
        ReadOnlySpan<byte> jpeg, byte marker, ref int position, out Range content)
    {
        content = default;
        if (jpeg.Length - position < 2)
            return NoEnd(jpeg);
        ushort length = BinaryPrimitives.ReadUInt16BigEndian(jpeg[position..]);
        if (length < 2)
            return new(PictureFailureKind.Damaged, Sentence.Of($"JPEG segment 0x{marker:X2}"), Sentence.Of($"a length of at least 2"), Sentence.Of($"{length}"),
                position);
        if (length > jpeg.Length - position)
            return NoEnd(jpeg);
        content = (position + 2)..(position + length);
        position += length;
        return null;
    }

    // In a scan 0xFF is followed by 0 (a stuffed byte), a restart marker or another 0xFF; all else ends it.
    private static int EndOfScan(ReadOnlySpan<byte> jpeg, int position)
    {
        while (true)
        {
            int next = jpeg[position..].IndexOf((byte)0xFF);
            if (next < 0 || position + next + 1 >= jpeg.Length)
                return jpeg.Length;
            position += next;
            byte code = jpeg[position + 1];
            if (code is not (0 or 0xFF or (>= JpegMarker.Rst0 and <= JpegMarker.Rst7)))
                return position;
            position += code == 0xFF ? 1 : 2;
        }
    }

    private static PictureFailure NoEnd(ReadOnlySpan<byte> jpeg) =>
        new(PictureFailureKind.Truncated, "JPEG", s_endMarker, s_endOfBytes, jpeg.Length);
}
