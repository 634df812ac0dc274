using System.Buffers.Binary;
using System.Runtime.InteropServices;
using ShmDashboard.Imaging.Pictures;

namespace ShmDashboard.Imaging.Formats.Png;

/// <summary>
/// Unfiltered rows of any colour type and depth to RGBA: 8 bits a channel from depths up to 8, 16 bits from 16.
/// Smaller greys are scaled to the whole range (v * 255 / max). A palette index without a colour is opaque black,
/// as in libpng.
/// </summary>
internal sealed class PngRowExpander
{
    private readonly PngHeader _header;
    private readonly uint[] _lookup;
    private readonly bool _hasKey;
    private readonly ushort _keyRed;
    private readonly ushort _keyGreen;
    private readonly ushort _keyBlue;

    public PngRowExpander(in PngHeader header, ReadOnlySpan<byte> palette, ReadOnlySpan<byte> transparency)
    {
        _header = header;
        if (header.ColourType is PngColourType.Grey or PngColourType.Rgb && !transparency.IsEmpty)
        {
            // Only the bits of the depth count (libpng masks the rest away).
            var mask = (ushort)((1 << header.BitDepth) - 1);
            _hasKey = true;
            _keyRed = (ushort)(BinaryPrimitives.ReadUInt16BigEndian(transparency) & mask);
            if (header.ColourType == PngColourType.Rgb)
            {
                _keyGreen = (ushort)(BinaryPrimitives.ReadUInt16BigEndian(transparency[2..]) & mask);
                _keyBlue = (ushort)(BinaryPrimitives.ReadUInt16BigEndian(transparency[4..]) & mask);
            }
        }

        _lookup = header switch
        {
            { ColourType: PngColourType.Palette } => PaletteLookup(palette, transparency),
            { ColourType: PngColourType.Grey, BitDepth: <= 8 } => GreyLookup(),
            _ => [],
        };
    }

    public PixelFormat Format => _header.BitDepth == 16 ? PixelFormat.Rgba16 : PixelFormat.Rgba8;

    /// <summary>Expands as many pixels as the destination has room for.</summary>
    public void Expand(ReadOnlySpan<byte> row, Span<byte> rgba)
    {
        if (_lookup.Length != 0)
            ExpandByLookup(row, MemoryMarshal.Cast<byte, uint>(rgba));
        else if (_header.BitDepth == 16)
            Expand16(row, MemoryMarshal.Cast<byte, ushort>(rgba));
        else if (_header.ColourType == PngColourType.Rgba)
            row[..rgba.Length].CopyTo(rgba);
        else if (_header.ColourType == PngColourType.Rgb)
            ExpandRgb8(row, rgba);
        else
            ExpandGreyAlpha8(row, rgba);
    }

    private void ExpandByLookup(ReadOnlySpan<byte> row, Span<uint> pixels)
    {
        var lookup = _lookup;
        var depth = _header.BitDepth;
        if (depth == 8)
        {
            for (var x = 0; x < pixels.Length; x++)
                pixels[x] = lookup[row[x]];
            return;
        }

        var mask = (1 << depth) - 1;
        for (var x = 0; x < pixels.Length; x++)
        {
            var bit = (long)x * depth;
            pixels[x] = lookup[(row[(int)(bit >> 3)] >> (8 - depth - (int)(bit & 7))) & mask];
        }
    }

    private void ExpandRgb8(ReadOnlySpan<byte> row, Span<byte> rgba)
    {
        for (int from = 0, to = 0; to < rgba.Length; from += 3, to += 4)
        {
            var (r, g, b) = (row[from], row[from + 1], row[from + 2]);
            rgba[to] = r;
            rgba[to + 1] = g;
            rgba[to + 2] = b;
            rgba[to + 3] = _hasKey && r == _keyRed && g == _keyGreen && b == _keyBlue ? (byte)0 : (byte)255;
        }
    }

    private static void ExpandGreyAlpha8(ReadOnlySpan<byte> row, Span<byte> rgba)
    {
        for (int from = 0, to = 0; to < rgba.Length; from += 2, to += 4)
        {
            rgba.Slice(to, 3).Fill(row[from]);
            rgba[to + 3] = row[from + 1];
        }
    }

    private void Expand16(ReadOnlySpan<byte> row, Span<ushort> rgba)
    {
        var samples = _header.SamplesPerPixel;
        for (int from = 0, to = 0; to < rgba.Length; from += 2 * samples, to += 4)
        {
            var r = BinaryPrimitives.ReadUInt16BigEndian(row[from..]);
            var (g, b, alpha) = (r, r, ushort.MaxValue);
            if (samples >= 3)
            {
                g = BinaryPrimitives.ReadUInt16BigEndian(row[(from + 2)..]);
                b = BinaryPrimitives.ReadUInt16BigEndian(row[(from + 4)..]);
            }

            if (samples is 2 or 4)
                alpha = BinaryPrimitives.ReadUInt16BigEndian(row[(from + (2 * samples) - 2)..]);
            else if (_hasKey && r == _keyRed && (samples == 1 || (g == _keyGreen && b == _keyBlue)))
                alpha = 0;
            (rgba[to], rgba[to + 1], rgba[to + 2], rgba[to + 3]) = (r, g, b, alpha);
        }
    }

    private uint[] GreyLookup()
    {
        var lookup = new uint[256];
        var max = (1 << _header.BitDepth) - 1;
        for (var value = 0; value <= max; value++)
        {
            var grey = (byte)(value * 255 / max);
            lookup[value] = Pixel(grey, grey, grey, _hasKey && value == _keyRed ? (byte)0 : (byte)255);
        }

        return lookup;
    }

    private static uint[] PaletteLookup(ReadOnlySpan<byte> palette, ReadOnlySpan<byte> transparency)
    {
        var lookup = new uint[256];
        for (var i = 0; i < lookup.Length; i++)
        {
            var alpha = i < transparency.Length ? transparency[i] : (byte)255;
            lookup[i] = (3 * i) + 2 < palette.Length
                ? Pixel(palette[3 * i], palette[(3 * i) + 1], palette[(3 * i) + 2], alpha)
                : Pixel(0, 0, 0, 255);
        }

        return lookup;
    }

    private static uint Pixel(byte r, byte g, byte b, byte a) => MemoryMarshal.Read<uint>([r, g, b, a]);
}
