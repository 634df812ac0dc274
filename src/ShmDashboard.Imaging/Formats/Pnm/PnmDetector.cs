using System.Diagnostics;
using ShmDashboard.Imaging.Pictures;
using ShmDashboard.Wording;

namespace ShmDashboard.Imaging.Formats.Pnm;

/// <summary>
/// Recognises PNM by a header that makes sense and, since any text may start with "P5 1 2", by what follows it. No
/// checksums.
/// </summary>
internal static class PnmDetector
{
    /// <summary>Characters behind a plain header that must be samples before it counts as one.</summary>
    private const int TriedCharacters = 64;

    public static bool IsMatch(in PictureProbe probe)
    {
        if (!PnmHeader.TryParse(probe.Head, out var header))
            return false;
        if (header.IsPlain)
            return header.LengthBytes <= probe.AvailableBytes && StartsWithSamples(probe.Head[header.DataOffset..]);
        return header.IsOnLines || header.LengthBytes <= probe.AvailableBytes;
    }

    public static PictureEnd FindEnd(in PictureProbe probe) =>
        !PnmHeader.TryParse(probe.Head, out var header) ? PictureEnd.Unknown
        : header.IsPlain ? PictureEnd.BeforeZeros
        : new PictureEnd(header.LengthBytes);

    public static PictureOutline Outline(ReadOnlySpan<byte> pnm)
    {
        bool isHeader = PnmHeader.TryParse(pnm[..Math.Min(pnm.Length, PictureProbe.HeadBytes)], out var header);
        Debug.Assert(isHeader, "Only what IsMatch accepted is described.");
        var problem = header.IsPlain ? ReadSamples(pnm, header, out long end) : FindShortage(pnm, header, out end);
        return new PictureOutline
        {
            Width = header.Width,
            Height = header.Height,
            BitsPerChannel = header.BitsPerChannel,
            Channels = header.Channels,
            LengthBytes = end,
            IsLengthStated = !header.IsPlain,
            Integrity = PictureOutline.VerdictOf(problem),
            Problem = problem,
        };
    }

    private static PictureFailure? FindShortage(ReadOnlySpan<byte> pnm, in PnmHeader header, out long end)
    {
        end = Math.Min(header.LengthBytes, pnm.Length);
        return header.LengthBytes <= pnm.Length ? null
            : new(PictureFailureKind.Truncated, "PNM", Sentence.Of($"{header.LengthBytes} bytes for {header.Width} x {header.Height} " +
                $"pixels of {header.Channels}"), Sentence.Of($"{pnm.Length}"), 0);
    }

    // Bits of a plain bitmap need no space between them; the numbers of the others do.
    private static PictureFailure? ReadSamples(ReadOnlySpan<byte> pnm, in PnmHeader header, out long end)
    {
        Int128 samples = 0;
        int value = 0;
        bool isInNumber = false;
        int at = header.DataOffset;
        for (end = at; at < pnm.Length && samples < header.Samples; at++)
        {
            byte b = pnm[at];
            if (PnmHeader.IsSpace(b))
            {
                samples += isInNumber ? 1 : 0;
                isInNumber = false;
                value = 0;
                continue;
            }

            value = (value * 10) + (b - '0');
            if (!char.IsAsciiDigit((char)b) || value > header.MaxValue)
                return new(PictureFailureKind.Damaged, "PNM", Sentence.Of($"samples from 0 to {header.MaxValue}"),
                    char.IsAsciiDigit((char)b) ? Sentence.Of($"{value}") : Sentence.Of($"0x{b:X2}"), at);
            end = at + 1;
            if (header.IsBitmap)
                (samples, value) = (samples + 1, 0);
            else
                isInNumber = true;
        }

        samples += isInNumber ? 1 : 0;
        return samples >= header.Samples ? null
            : new(PictureFailureKind.Truncated, "PNM", Sentence.Of($"{header.Samples} samples"), Sentence.Of($"{samples}"), at);
    }

    private static bool StartsWithSamples(ReadOnlySpan<byte> data)
    {
        foreach (byte b in data[..Math.Min(data.Length, TriedCharacters)])
            if (!PnmHeader.IsSpace(b) && !char.IsAsciiDigit((char)b))
                return b == 0;
        return true;
    }
}
