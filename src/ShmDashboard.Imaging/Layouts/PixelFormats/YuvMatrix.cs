using System.Collections.Immutable;

namespace ShmDashboard.Imaging.Layouts.PixelFormats;

/// <summary>
/// How luma and chroma become red, green and blue: the standard's weights and the range of the samples. Computed with whole
/// numbers of 20 fraction bits; for BT.601 with limited range with the weights that OpenCV uses, so that both agree.
/// </summary>
public sealed class YuvMatrix
{
    private const int Bits = 20;
    private const int Half = 1 << (Bits - 1);

    private readonly int _black;
    private readonly int _luma;
    private readonly int _redV;
    private readonly int _greenU;
    private readonly int _greenV;
    private readonly int _blueU;
    private readonly double _redShare;
    private readonly double _blueShare;

    private YuvMatrix(
        string name, int black, double luma, double redV, double greenU, double greenV, double blueU, double red = 0.299, double blue = 0.114)
    {
        Name = name;
        _redShare = red;
        _blueShare = blue;
        _black = black;
        _luma = Scaled(luma);
        _redV = Scaled(redV);
        _greenU = Scaled(greenU);
        _greenV = Scaled(greenV);
        _blueU = Scaled(blueU);
    }

    /// <summary>ITU-R BT.601, luma 16 to 235: cameras, and what OpenCV and FFmpeg take unless told otherwise.</summary>
    public static YuvMatrix Bt601 { get; } = new("bt601", 16, 1.164, 1.596, 0.391, 0.813, 2.018);

    /// <summary>ITU-R BT.601 over the full range of 8 bits: JPEG.</summary>
    public static YuvMatrix Bt601Full { get; } = Of("bt601-full", 0.299, 0.114, limited: false);

    /// <summary>ITU-R BT.709, luma 16 to 235: HD video.</summary>
    public static YuvMatrix Bt709 { get; } = Of("bt709", 0.2126, 0.0722, limited: true);

    /// <summary>ITU-R BT.709 over the full range of 8 bits.</summary>
    public static YuvMatrix Bt709Full { get; } = Of("bt709-full", 0.2126, 0.0722, limited: false);

    /// <summary>All of them.</summary>
    public static ImmutableArray<YuvMatrix> All { get; } = [Bt601, Bt601Full, Bt709, Bt709Full];

    /// <summary>As layouts write it: <c>bt601</c>, <c>bt601-full</c>, <c>bt709</c>, <c>bt709-full</c>.</summary>
    public string Name { get; }

    /// <summary>The matrix of that name; null for none.</summary>
    public static YuvMatrix? Find(string name) => All.FirstOrDefault(matrix => matrix.Name == name);

    /// <summary>Turns one pixel into opaque RGBA, rounded once.</summary>
    public void Convert(int luma, int u, int v, int bits, Span<byte> rgba)
    {
        if (bits > 8)
        {
            ConvertDeep(luma, u, v, bits - 8, rgba);
            return;
        }

        int y = Math.Max(0, luma - _black) * _luma;
        u -= 128;
        v -= 128;
        rgba[0] = Held((y + (_redV * v) + Half) >> Bits);
        rgba[1] = Held((y - (_greenU * u) - (_greenV * v) + Half) >> Bits);
        rgba[2] = Held((y + (_blueU * u) + Half) >> Bits);
        rgba[3] = 255;
    }

    // Samples of 16 bits times the weights need more than 32.
    private void ConvertDeep(int luma, int u, int v, int more, Span<byte> rgba)
    {
        long y = (long)Math.Max(0, luma - (_black << more)) * _luma, half = (long)Half << more;
        u -= 128 << more;
        v -= 128 << more;
        int less = Bits + more;
        rgba[0] = Held((int)((y + ((long)_redV * v) + half) >> less));
        rgba[1] = Held((int)((y - ((long)_greenU * u) - ((long)_greenV * v) + half) >> less));
        rgba[2] = Held((int)((y + ((long)_blueU * u) + half) >> less));
        rgba[3] = 255;
    }

    /// <summary>The other way round: luma and chroma, 0 to 255 and not rounded, of colours from 0 to 1.</summary>
    internal (double Y, double U, double V) From(double red, double green, double blue)
    {
        double luma = (_redShare * red) + ((1 - _redShare - _blueShare) * green) + (_blueShare * blue);
        double lumaRange = _black == 0 ? 255 : 219, chromaRange = _black == 0 ? 255 : 224;
        return (_black + (lumaRange * luma),
            128 + (chromaRange * (blue - luma) / (2 * (1 - _blueShare))),
            128 + (chromaRange * (red - luma) / (2 * (1 - _redShare))));
    }

    private static YuvMatrix Of(string name, double red, double blue, bool limited)
    {
        double luma = limited ? 255.0 / 219 : 1;
        double chroma = limited ? 255.0 / 224 : 1;
        double green = 1 - red - blue;
        return new YuvMatrix(name, limited ? 16 : 0, luma, 2 * (1 - red) * chroma,
            2 * (1 - blue) * blue / green * chroma, 2 * (1 - red) * red / green * chroma, 2 * (1 - blue) * chroma, red, blue);
    }

    private static int Scaled(double weight) => (int)Math.Round(weight * (1 << Bits));

    private static byte Held(int value) => (byte)Math.Clamp(value, 0, 255);
}
