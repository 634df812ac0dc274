using System.Buffers.Binary;
using ShmDashboard.Imaging.Pictures;
using ShmDashboard.Wording;

namespace ShmDashboard.Imaging.Formats.Png;

/// <summary>
/// One walk over all chunks of a PNG: where things lie and whether order and checksums are right. The one place that
/// identification, decoding and verification take these facts from. Allocates nothing that grows with the input.
/// </summary>
internal sealed class PngStructure
{
    private bool _idatRunEnded;

    private PngStructure()
    {
    }

    /// <summary>The header; null when not even that could be read.</summary>
    public PngHeader? Header { get; private set; }

    /// <summary>The data of PLTE; empty when there is none.</summary>
    public Range Palette { get; private set; }

    /// <summary>The data of tRNS; empty when there is none that counts.</summary>
    public Range Transparency { get; private set; }

    /// <summary>
    /// How eXIf says that the picture is to be shown. Of one behind the pixels browsers take no notice, which the specification
    /// allows (third edition, 11.3.3.6): they have drawn by then.
    /// </summary>
    public ExifOrientation Orientation { get; private set; }

    /// <summary>Where the first IDAT chunk starts; 0 when there is none.</summary>
    public long FirstIdatOffset { get; private set; }

    /// <summary>Compressed bytes in all IDAT chunks together.</summary>
    public long IdatBytes { get; private set; }

    /// <summary>The first byte behind IEND; null when the walk did not get there.</summary>
    public long? EndOffset { get; private set; }

    /// <summary>The first thing that is wrong, however small; null when nothing is.</summary>
    public PictureFailure? Problem { get; private set; }

    /// <summary>The first thing that makes libpng, and so Qt, give up; null when there is none.</summary>
    public PictureFailure? Fatal { get; private set; }

    public static PngStructure Scan(ReadOnlySpan<byte> png, ImageLimits limits)
    {
        var structure = new PngStructure();
        if (PngHeader.TryParse(png, out var header, out var failure))
            structure.Header = header;
        else
            structure.Give(failure);
        // A header that cannot be believed does not hide where the chunks end.
        if (failure is null or { Kind: PictureFailureKind.Damaged })
            structure.Walk(png, limits);
        return structure;
    }

    private void Walk(ReadOnlySpan<byte> png, ImageLimits limits)
    {
        long offset = PngHeader.Signature.Length;
        while (EndOffset is null)
        {
            if (!PngChunk.TryRead(png, offset, out var chunk, out var failure))
            {
                if (IsOnlyLastCrcMissing(png, offset))
                    EndOffset = png.Length;
                else
                    Fatal ??= failure;
                Problem ??= failure;
                return;
            }

            if (chunk.DataLength > limits.MaxChunkBytes)
            {
                Give(new(PictureFailureKind.TooLarge, Sentence.Of($"PNG chunk {chunk.Name}"),
                    Sentence.Of($"at most {limits.MaxChunkBytes} bytes"), Sentence.Of($"{chunk.DataLength}"), offset));
                return;
            }

            Check(png, chunk);
            offset = chunk.EndOffset;
        }

        if (Header is not null && FirstIdatOffset == 0)
            Give(new(PictureFailureKind.Damaged, "PNG", Sentence.Of($"picture data (IDAT)"), Sentence.Of($"none before IEND"), EndOffset.Value - 12));
    }

    // Qt's reader supplies the CRC of IEND itself when fewer than four bytes are left (qpnghandler.cpp, iod_read_fn).
    private static bool IsOnlyLastCrcMissing(ReadOnlySpan<byte> png, long offset)
    {
        var rest = png[(int)Math.Min(offset, png.Length)..];
        return rest.Length >= 8 && BinaryPrimitives.ReadUInt64BigEndian(rest) == PngChunk.Iend;
    }

    private void Check(ReadOnlySpan<byte> png, PngChunk chunk)
    {
        var typeAndData = png.Slice((int)chunk.Offset + 4, chunk.DataLength + 4);
        uint stored = BinaryPrimitives.ReadUInt32BigEndian(png[(int)chunk.CrcOffset..]);
        uint computed = Crc32.Compute(typeAndData);
        if (stored != computed)
        {
            var failure = new PictureFailure(PictureFailureKind.Damaged, Sentence.Of($"PNG chunk {chunk.Name}"),
                Sentence.Of($"CRC 0x{computed:x8}"), Sentence.Of($"0x{stored:x8}"), chunk.CrcOffset);
            Problem ??= failure;
            if (chunk.IsCritical)
                Fatal ??= failure;
        }

        if (chunk.Type != PngChunk.Idat && FirstIdatOffset != 0)
            _idatRunEnded = true;
        switch (chunk.Type)
        {
            case PngChunk.Ihdr: NoteHeader(chunk); break;
            case PngChunk.Plte: NotePalette(chunk); break;
            case PngChunk.Trns: NoteTransparency(chunk, stored == computed); break;
            case PngChunk.Idat: NoteData(chunk); break;
            case PngChunk.Exif when FirstIdatOffset == 0 && stored == computed: Orientation = ExifOrientation.Of(png[DataOf(chunk)]); break;
            case PngChunk.Iend: NoteEnd(chunk); break;
            default: NoteOther(chunk); break;
        }
    }

    private void NoteHeader(PngChunk chunk)
    {
        if (chunk.Offset != PngHeader.Signature.Length)
            Give(Wrong(chunk, Sentence.Of($"one IHDR"), Sentence.Of($"another")));
    }

    private void NotePalette(PngChunk chunk)
    {
        bool isNeeded = Header?.ColourType == PngColourType.Palette;
        if (Palette.End.Value != 0)
            Give(Wrong(chunk, Sentence.Of($"one PLTE"), Sentence.Of($"another")));
        else if (FirstIdatOffset != 0)
            Give(Wrong(chunk, Sentence.Of($"PLTE in front of IDAT"), Sentence.Of($"it behind")));
        else if (chunk.DataLength is 0 or > 768 || chunk.DataLength % 3 != 0)
            Give(Wrong(chunk, Sentence.Of($"1 to 256 colours of 3 bytes"), Sentence.Of($"{Amount.Bytes(chunk.DataLength)}")), isFatal: isNeeded);
        else
            Palette = DataOf(chunk);
    }

    // libpng leaves out a tRNS it cannot use and shows the picture opaque.
    private void NoteTransparency(PngChunk chunk, bool isIntact)
    {
        int colours = (Palette.End.Value - Palette.Start.Value) / 3;
        var (fits, expected) = Header?.ColourType switch
        {
            PngColourType.Grey => (chunk.DataLength == 2, Sentence.Of($"2 bytes")),
            PngColourType.Rgb => (chunk.DataLength == 6, Sentence.Of($"6 bytes")),
            PngColourType.Palette =>
                (chunk.DataLength >= 1 && chunk.DataLength <= colours, Sentence.Of($"1 to {colours} bytes behind PLTE")),
            _ => (false, Sentence.Of($"none where the pixels have alpha of their own")),
        };
        if (!fits)
            Give(Wrong(chunk, expected, Sentence.Of($"{Amount.Bytes(chunk.DataLength)}")), isFatal: false);
        else if (FirstIdatOffset != 0)
            Give(Wrong(chunk, Sentence.Of($"tRNS in front of IDAT"), Sentence.Of($"it behind")), isFatal: false);
        else if (Transparency.End.Value != 0)
            Give(Wrong(chunk, Sentence.Of($"one tRNS"), Sentence.Of($"another")), isFatal: false);
        else if (isIntact)
            Transparency = DataOf(chunk);
    }

    private void NoteData(PngChunk chunk)
    {
        if (_idatRunEnded)
        {
            Give(Wrong(chunk, Sentence.Of($"all IDAT chunks in one run"), Sentence.Of($"another chunk between them")));
            return;
        }

        if (FirstIdatOffset == 0)
        {
            FirstIdatOffset = chunk.Offset;
            if (Header?.ColourType == PngColourType.Palette && Palette.End.Value == 0)
                Give(Wrong(chunk, Sentence.Of($"a usable PLTE in front of IDAT"), Sentence.Of($"none")));
        }

        IdatBytes += chunk.DataLength;
    }

    private void NoteEnd(PngChunk chunk)
    {
        EndOffset = chunk.EndOffset;
        if (chunk.DataLength != 0)
            Give(Wrong(chunk, Sentence.Of($"no data"), Sentence.Of($"{Amount.Bytes(chunk.DataLength)}")), isFatal: false);
    }

    private void NoteOther(PngChunk chunk)
    {
        if (chunk.IsCritical)
            Give(new(PictureFailureKind.Unsupported, "PNG", Sentence.Of($"no critical chunk besides IHDR, PLTE, IDAT and IEND"),
                Sentence.Of($"chunk {chunk.Name}"), chunk.Offset));
    }

    private void Give(PictureFailure failure, bool isFatal = true)
    {
        Problem ??= failure;
        if (isFatal)
            Fatal ??= failure;
    }

    private static PictureFailure Wrong(PngChunk chunk, Sentence expected, Sentence found) =>
        new(PictureFailureKind.Damaged, Sentence.Of($"PNG chunk {chunk.Name}"), expected, found, chunk.Offset);

    private static Range DataOf(PngChunk chunk) => (int)chunk.DataOffset..(int)chunk.CrcOffset;
}
