using System.Buffers.Binary;
using System.Collections.Immutable;
using ShmDashboard.Imaging.Formats;
using ShmDashboard.Imaging.Formats.Jpeg;

namespace ShmDashboard.Imaging.Payloads;

/// <summary>
/// Finds encoded pictures wherever they are: behind a program's own header, behind fields of a stream, inside other messages, as
/// base64 in text. A signature is not enough: the structure has to be right to the picture's end. What is looked at is bounded, so
/// that no bytes whatever make it slow. Stateless and safe for all threads.
/// </summary>
internal static class EmbeddedPictures
{
    /// <summary>How far a search goes whose outcome decides what a payload is, in bytes.</summary>
    public const int HeadBytes = 64 * 1024;

    private const int MostBytes = 16 << 20;
    private const int MostPictures = 64;
    private const int MostHits = 100_000;
    private const int LeastBase64 = 80;
    private const int Base64HeadLetters = 4096;

    private static readonly byte[] s_dataUrl = ";base64,"u8.ToArray();

    private static readonly byte[][] s_binary =
    [
        [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A], [0xFF, 0xD8, 0xFF], "RIFF"u8.ToArray(), "GIF8"u8.ToArray(), "II*\0"u8.ToArray(),
        "MM\0*"u8.ToArray(), "BM"u8.ToArray(),
    ];

    // The first letters of the same; of TIFF and BMP only where a data URL says that there is a picture.
    private static readonly byte[][] s_letters = ["iVBORw0KGgo"u8.ToArray(), "/9j/"u8.ToArray(), "UklGR"u8.ToArray(), "R0lGOD"u8.ToArray(), s_dataUrl];

    /// <summary>All of them whose start is in a part of a copy.</summary>
    /// <param name="copy">The bytes from the start of the segment.</param>
    /// <param name="from">Where the search begins.</param>
    /// <param name="count">How many places are looked at; at most 16 MiB are.</param>
    /// <param name="letters">Whether base64 is looked for.</param>
    public static ImmutableArray<EmbeddedPicture> Find(ReadOnlySpan<byte> copy, int from, int count, bool letters = true)
    {
        byte[][] signatures = letters ? [.. s_binary, .. s_letters] : s_binary;
        int to = (int)Math.Min(copy.Length, from + (long)Math.Min(count, MostBytes)), at = from;
        long work = (2L * copy.Length) + HeadBytes;
        int[] next = new int[signatures.Length];
        Array.Fill(next, -1);
        var found = ImmutableArray.CreateBuilder<EmbeddedPicture>();
        EmbeddedPicture? damaged = null;
        for (int hits = 0; hits < MostHits && work > 0 && found.Count < MostPictures; hits++)
        {
            int first = 0;
            for (int i = 0; i < next.Length; i++)
            {
                if (next[i] < at)
                    next[i] = copy[at..to].IndexOf(signatures[i]) is >= 0 and var ahead ? at + ahead : int.MaxValue;
                if (next[i] < next[first])
                    first = i;
            }

            if (next[first] == int.MaxValue)
                break;
            at = next[first];
            var picture = first < s_binary.Length ? Look(copy, at, ref work) : LookAtLetters(copy, signatures[first] == s_dataUrl ? at + s_dataUrl.Length : at,
                signatures[first] == s_dataUrl, ref work);
            if (picture is { Integrity: PayloadIntegrity.Complete or PayloadIntegrity.Unchecked })
            {
                found.Add(picture);
                at = (int)(picture.Offset + picture.LengthBytes);
            }
            else
            {
                damaged ??= picture;
                at++;
            }

            if (at >= to)
                break;
        }

        return found.Count > 0 || damaged is null ? found.DrainToImmutable() : [damaged];
    }

    /// <summary>Where the first picture of a live segment's piece seems to start, as far as its head tells; null for none.</summary>
    public static PictureLocation? FindStart(ReadOnlySpan<byte> piece)
    {
        int best = int.MaxValue;
        PictureFormat? format = null;
        foreach (byte[] signature in s_binary)
        {
            for (int at = 0, hits = 0; hits < 64 && piece[at..].IndexOf(signature) is >= 0 and var ahead && at + ahead < best; at += ahead + 1, hits++)
            {
                if (MatchAt(piece, at + ahead) is not { } match)
                    continue;
                (best, format) = (at + ahead, match);
                break;
            }
        }

        return format is null ? null : new PictureLocation(format, best);
    }

    /// <summary>Whether a piece of text holds the beginning of a picture written as letters.</summary>
    public static bool HasLetters(ReadOnlySpan<byte> piece)
    {
        foreach (byte[] signature in s_letters)
        {
            if (piece.IndexOf(signature) >= 0)
                return true;
        }

        return false;
    }

    private static EmbeddedPicture? Look(ReadOnlySpan<byte> copy, int at, ref long work)
    {
        if (MatchAt(copy, at) is not { } format)
            return null;
        var outline = format.Outline(copy[at..]);
        work -= 64 + (outline.Problem is { } problem ? Math.Clamp(problem.Offset, 0, copy.Length - at) : outline.LengthBytes);
        // Only what has checksums is known to be one that is being written, and not just something that begins alike.
        bool isPicture = outline.Width is > 0 && (outline.Problem is null ? outline.LengthBytes > 32 : format == PictureFormats.Png);
        return isPicture ? Of(format, outline, at, outline.Problem is null ? outline.LengthBytes : copy.Length - at) with
        {
            IsInQtStream = format == PictureFormats.Png && at >= 4 && BinaryPrimitives.ReadUInt32BigEndian(copy[(at - 4)..]) == 1,
        } : null;
    }

    private static PictureFormat? MatchAt(ReadOnlySpan<byte> copy, int at)
    {
        var rest = copy[at..];
        switch (rest[0])
        {
            case 0xFF when !JpegDetector.HasHeader(rest):
                return null;
            case (byte)'B' when rest.Length < 30 || BinaryPrimitives.ReadUInt32LittleEndian(rest[6..]) != 0
                || BinaryPrimitives.ReadUInt32LittleEndian(rest[2..]) is var stated && (stated < 30 || stated > rest.Length):
                return null;
        }

        var probe = PictureProbe.OverCopy(rest, rest.Length);
        foreach (var format in PictureFormats.All)
        {
            if (format.HasSignature && format.IsMatch(probe))
                return format;
        }

        return null;
    }

    private static EmbeddedPicture? LookAtLetters(ReadOnlySpan<byte> copy, int at, bool isUrl, ref long work)
    {
        if (isUrl && copy[Math.Max(0, at - 64)..at].LastIndexOf("data:image/"u8) < 0)
            return null;
        int length = Base64Content.LengthOf(copy[at..]);
        work -= length + 64L;
        if (length < LeastBase64)
            return null;
        byte[] head = Base64Content.Decode(copy.Slice(at, Math.Min(length, Base64HeadLetters)));
        if (MatchAt(head, 0) is null)
            return null;
        work -= 3L * length;
        byte[] file = Base64Content.Decode(copy.Slice(at, length));
        if (MatchAt(file, 0) is not { } format)
            return null;
        var outline = format.Outline(file);
        return outline is { Problem: null, Width: > 0 } ? Of(format, outline, at, length) with { IsBase64 = true } : null;
    }

    private static EmbeddedPicture Of(PictureFormat format, PictureOutline outline, long offset, long length) => new()
    {
        Format = format,
        Offset = offset,
        LengthBytes = length,
        Width = outline.Width,
        Height = outline.Height,
        BitsPerChannel = outline.BitsPerChannel,
        Channels = outline.Channels,
        Integrity = outline.Integrity,
        Problem = outline.Problem?.ShiftedBy(offset).Message,
    };
}
