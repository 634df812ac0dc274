namespace ShmDashboard.Tests.Imaging.Formats.Png;

/// <summary>
/// A random picture of one kind, as a PNG file and as the RGBA it must decode to. Written after the specification as
/// plainly as possible: sample by sample, bit by bit.
/// </summary>
internal sealed class PngSample
{
    private static readonly (int X, int Y, int Dx, int Dy)[] s_adam7 =
        [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)];

    private readonly Random _random;
    private readonly int _channels;
    private readonly int[,,] _samples;
    private byte[] _palette = [];
    private byte[] _transparency = [];

    public PngSample(int colour, int depth, bool isInterlaced, int width, int height, bool hasTransparency)
    {
        (Colour, Depth, IsInterlaced, Width, Height) = (colour, depth, isInterlaced, width, height);
        _random = new Random(HashCode(colour, depth, isInterlaced ? 1 : 0, width, height));
        _channels = colour switch { 2 => 3, 4 => 2, 6 => 4, _ => 1 };
        _samples = new int[height, width, _channels];
        for (int y = 0; y < height; y++)
            for (int x = 0; x < width; x++)
                for (int c = 0; c < _channels; c++)
                    _samples[y, x, c] = _random.Next(4) == 0 ? _random.Next(1 << depth) : (x + (y * 3) + c) % (1 << depth);
        if (colour == 3)
            _palette = Bytes(3 << depth);
        if (hasTransparency)
            MakeTransparency();
        File = Write();
    }

    public int Colour { get; }
    public int Depth { get; }
    public bool IsInterlaced { get; }
    public int Width { get; }
    public int Height { get; }
    public byte[] File { get; }

    /// <summary>Red, green, blue, alpha of a pixel: 0 to 255, or to 65,535 where the depth is 16.</summary>
    public (int R, int G, int B, int A) Expected(int x, int y)
    {
        int opaque = Depth == 16 ? 65_535 : 255;
        int Full(int c) => Depth == 16 ? _samples[y, x, c] : _samples[y, x, c] * 255 / ((1 << Depth) - 1);
        switch (Colour)
        {
            case 3:
                int i = _samples[y, x, 0];
                return (_palette[3 * i], _palette[(3 * i) + 1], _palette[(3 * i) + 2],
                    i < _transparency.Length ? _transparency[i] : 255);
            case 0: return (Full(0), Full(0), Full(0), IsKey(x, y) ? 0 : opaque);
            case 4: return (Full(0), Full(0), Full(0), Full(1));
            case 2: return (Full(0), Full(1), Full(2), IsKey(x, y) ? 0 : opaque);
            default: return (Full(0), Full(1), Full(2), Full(3));
        }
    }

    private static int HashCode(params int[] values) => values.Aggregate(17, (hash, value) => (hash * 31) + value);

    private void MakeTransparency() => _transparency = Colour == 3
        ? Bytes(Math.Max(1, (1 << Depth) - 1))
        : [.. Enumerable.Range(0, _channels).SelectMany(c =>
            new[] { (byte)(_samples[0, 0, c] >> 8), (byte)_samples[0, 0, c] })];

    private bool IsKey(int x, int y) => _transparency.Length > 0
        && Enumerable.Range(0, _channels).All(c => _samples[y, x, c] == _samples[0, 0, c]);

    private byte[] Write()
    {
        var file = new PngFile().Ihdr((uint)Width, (uint)Height, Depth, Colour, IsInterlaced ? 1 : 0);
        file.Chunk("tEXt", "Comment\0made by a test"u8);
        if (_palette.Length > 0)
            file.Chunk("PLTE", _palette);
        if (_transparency.Length > 0)
            file.Chunk("tRNS", _transparency);
        byte[] data = PngFile.Zlib(Rows());
        for (int at = 0; at < data.Length;)
        {
            int length = Math.Min(data.Length - at, _random.Next(0, 200));
            file.Chunk("IDAT", data.AsSpan(at, length));
            at += length;
        }

        return file.Iend();
    }

    private byte[] Rows()
    {
        var result = new List<byte>();
        foreach (var (x0, y0, dx, dy) in IsInterlaced ? s_adam7 : [(0, 0, 1, 1)])
        {
            if (x0 >= Width)
                continue;
            byte[]? above = null;
            for (int y = y0; y < Height; y += dy)
            {
                byte[] row = Pack(y, x0, dx);
                byte filter = (byte)_random.Next(5);
                result.Add(filter);
                result.AddRange(Filter(filter, row, above ?? new byte[row.Length]));
                above = row;
            }
        }

        return [.. result];
    }

    private byte[] Pack(int y, int x0, int dx)
    {
        var bits = new List<bool>();
        for (int x = x0; x < Width; x += dx)
            for (int c = 0; c < _channels; c++)
                for (int bit = Depth - 1; bit >= 0; bit--)
                    bits.Add((_samples[y, x, c] >> bit & 1) != 0);
        byte[] bytes = new byte[(bits.Count + 7) / 8];
        for (int i = 0; i < bits.Count; i++)
            if (bits[i])
                bytes[i / 8] |= (byte)(0x80 >> (i % 8));
        return bytes;
    }

    private byte[] Filter(byte filter, byte[] row, byte[] above)
    {
        int step = Math.Max(1, _channels * Depth / 8);
        byte[] result = new byte[row.Length];
        for (int i = 0; i < row.Length; i++)
        {
            int a = i >= step ? row[i - step] : 0, b = above[i], c = i >= step ? above[i - step] : 0;
            int predicted = filter switch { 1 => a, 2 => b, 3 => (a + b) / 2, 4 => Paeth(a, b, c), _ => 0 };
            result[i] = (byte)(row[i] - predicted);
        }

        return result;
    }

    private static int Paeth(int a, int b, int c)
    {
        int p = a + b - c;
        int pa = Math.Abs(p - a), pb = Math.Abs(p - b), pc = Math.Abs(p - c);
        return pa <= pb && pa <= pc ? a : pb <= pc ? b : c;
    }

    private byte[] Bytes(int count)
    {
        byte[] bytes = new byte[count];
        _random.NextBytes(bytes);
        return bytes;
    }
}
