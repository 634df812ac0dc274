using System.Runtime.InteropServices;
using ShmDashboard.Imaging.Pictures;

namespace ShmDashboard.Imaging.Formats.Png;

/// <summary>
/// PNG to pixels: every colour type, bit depth and interlace of the specification, PLTE and tRNS. Up to 8 bits a sample
/// give <see cref="PixelFormat.Rgba8"/>, 16 bits <see cref="PixelFormat.Rgba16"/>. Gamma and colour profiles are left
/// alone: samples come out as they are stored. Stateless, so one instance serves all threads.
/// </summary>
/// <remarks>
/// As strict as libpng, and so Qt, about what makes a picture unreadable: a wrong CRC fails in a critical chunk only.
/// Memory: the pixels, a pooled copy of the compressed data and a few rows.
/// </remarks>
public sealed class PngDecoder : IPictureDecoder
{
    /// <inheritdoc/>
    public bool CanDecode(ReadOnlySpan<byte> header) => header.StartsWith(PngHeader.Signature);

    /// <inheritdoc/>
    public DecodeResult Decode(ReadOnlySpan<byte> bytes, ImageLimits limits)
    {
        ArgumentNullException.ThrowIfNull(limits);
        if (PngHeader.TryParse(bytes, out var header, out _)
            && header.FindExcess(limits, DecodedBytes(header)) is { } excess)
            return DecodeResult.Fail(excess);

        var structure = PngStructure.Scan(bytes, limits);
        if (structure.Fatal is { } fatal)
            return DecodeResult.Fail(fatal);
        return PngInflater.FindImpossibility(structure, header.InflatedBytes) is { } impossible
            ? DecodeResult.Fail(impossible)
            : DecodeRows(bytes, header, structure);
    }

    /// <summary>Bytes of the pixels that decoding gives.</summary>
    internal static long DecodedBytes(in PngHeader header)
    {
        var bytes = (Int128)header.PixelCount * (header.BitDepth == 16 ? 8 : 4);
        return bytes > long.MaxValue ? long.MaxValue : (long)bytes;
    }

    private static DecodeResult DecodeRows(ReadOnlySpan<byte> png, in PngHeader header, PngStructure structure)
    {
        var expander = new PngRowExpander(header, png[structure.Palette], png[structure.Transparency]);
        using var inflater = PngInflater.Open(png, structure, header.InflatedBytes);
        using var scanlines = new PngScanlines(inflater, header);
        var picture = PixelBuffer.Allocate(header.Width, header.Height, expander.Format);
        var pixelBytes = Math.Max(1, header.BitsPerPixel / 8);
        var spread = header.IsInterlaced ? new byte[header.Width * picture.Format.BytesPerPixel()] : [];

        while (scanlines.MoveNext())
        {
            if (!PngFilter.TryUndo(scanlines.Filter, scanlines.Row, scanlines.Above, pixelBytes))
                return DecodeResult.Fail(BadFilter(scanlines, structure));
            var pass = scanlines.Pass;
            var target = picture.Row(pass.YStart + (scanlines.Y * pass.YStep));
            if (pass.XStep == 1)
                expander.Expand(scanlines.Row, target);
            else
                ExpandSpread(expander, scanlines.Row, pass, spread, target);
        }

        return scanlines.Failure is { } failure
            ? DecodeResult.Fail(failure)
            : DecodeResult.Success(picture, structure.Problem ?? inflater.Finish());
    }

    internal static PictureFailure BadFilter(PngScanlines scanlines, PngStructure structure) =>
        new(PictureFailureKind.Damaged, $"PNG picture data (IDAT), row {scanlines.Y}", "filter type 0 to 4",
            $"{scanlines.Filter}", structure.FirstIdatOffset);

    private static void ExpandSpread(
        PngRowExpander expander, ReadOnlySpan<byte> row, PngPass pass, Span<byte> spread, Span<byte> target)
    {
        if (expander.Format == PixelFormat.Rgba8)
            Spread<uint>(expander, row, pass, spread[..(pass.Width * 4)], target);
        else
            Spread<ulong>(expander, row, pass, spread[..(pass.Width * 8)], target);

        static void Spread<TPixel>(
            PngRowExpander expander, ReadOnlySpan<byte> row, PngPass pass, Span<byte> packed, Span<byte> target)
            where TPixel : unmanaged
        {
            expander.Expand(row, packed);
            var from = MemoryMarshal.Cast<byte, TPixel>(packed);
            var to = MemoryMarshal.Cast<byte, TPixel>(target);
            for (var x = 0; x < from.Length; x++)
                to[pass.XStart + (x * pass.XStep)] = from[x];
        }
    }
}
