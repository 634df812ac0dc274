using System.Runtime.Intrinsics;
using ShmDashboard.Imaging.Layouts.PixelFormats;

namespace ShmDashboard.Imaging.Layouts.Finding;

/// <summary>
/// How much bytes differ from those a distance further on, for every distance: lowest where the distance is that from row to
/// row. Pieces with something in them are compared, spread over the whole.
/// </summary>
internal sealed class RowCurve
{
    private const int PieceBytes = 64;
    private const int MostPieces = 96;
    private const int LongestRow = 1 << 16;

    private readonly float[] _differences;
    private readonly int _step;

    private RowCurve(float[] differences, float unrelated, int step)
    {
        _differences = differences;
        _step = step;
        Unrelated = unrelated;
    }

    /// <summary>Mean difference of bytes that have nothing to do with each other.</summary>
    public float Unrelated { get; }

    /// <summary>Distances that are known: below this.</summary>
    public int Limit => _differences.Length * _step;

    /// <summary>Mean difference at a distance in bytes; infinite beyond the known.</summary>
    public float this[long distance] =>
        distance > 0 && distance % _step == 0 && distance / _step < _differences.Length ? _differences[distance / _step] : float.PositiveInfinity;

    /// <summary>
    /// Goes through the distances up to the longest row; null where nothing varies. Of floating-point numbers only the bytes
    /// with sign and exponent are compared: the rest is noise even in smooth pictures.
    /// </summary>
    public static RowCurve? Of(ReadOnlySpan<byte> bytes)
    {
        foreach (int step in (ReadOnlySpan<int>)[8, 4])
        {
            if (!HoldsFloats(bytes, step))
                continue;
            byte[] leading = new byte[2 * (bytes.Length / step)];
            for (int i = 0; i < leading.Length / 2; i++)
            {
                leading[2 * i] = bytes[(i * step) + step - 2];
                leading[(2 * i) + 1] = bytes[(i * step) + step - 1];
            }

            return Of(leading, step / 2);
        }

        return SmoothHalf(bytes) is { } half ? Of(half, 2) ?? Of(bytes, 1) : Of(bytes, 1);
    }

    // Of 16-bit samples, the bytes with the highest bits; the others are noise. Null where no half is much smoother.
    private static byte[]? SmoothHalf(ReadOnlySpan<byte> bytes)
    {
        Span<long> steps = stackalloc long[2];
        int stride = Math.Max(1, bytes.Length / 32768) | 1;
        for (int i = 0; i + 2 < bytes.Length; i += stride)
            steps[i & 1] += Math.Abs(bytes[i] - bytes[i + 2]);
        int smooth = steps[0] < steps[1] ? 0 : 1;
        if (steps[1 - smooth] < 3 * steps[smooth] || steps[smooth] == 0)
            return null;
        byte[] half = new byte[bytes.Length / 2];
        for (int i = 0; i < half.Length; i++)
            half[i] = bytes[(2 * i) + smooth];
        return half;
    }

    private static bool HoldsFloats(ReadOnlySpan<byte> bytes, int size)
    {
        var type = size == 8 ? SampleType.F64 : SampleType.F32;
        int count = bytes.Length / size, all = 0, plausible = 0, zeros = 0;
        int step = Math.Max(1, count / 4096) | 1;
        for (int i = 0; i < count; i += step, all++)
        {
            double value = type.Read(bytes[(i * size)..], false);
            zeros += value == 0 ? 1 : 0;
            plausible += double.IsNaN(value) || value == 0 || Math.Abs(value) is > 1e-6 and < 1e7 ? 1 : 0;
        }

        return plausible > 0.97 * all && zeros < 0.8 * all;
    }

    private static RowCurve? Of(ReadOnlySpan<byte> bytes, int unit)
    {
        int longest = Math.Min(LongestRow, bytes.Length / 3);
        if (longest < 16 || Pieces(bytes, bytes.Length - longest - PieceBytes) is not { Count: > 0 } pieces)
            return null;
        float unrelated = UnrelatedDifference(bytes, pieces);
        if (unrelated < 0.15f)
            return null;

        float[] differences = new float[longest];
        uint[] sums = new uint[longest];
        foreach (int piece in pieces)
            AddDistances(bytes, piece, sums);
        for (int i = 0; i < longest; i++)
            differences[i] = sums[i] / (float)(pieces.Count * PieceBytes);
        return new RowCurve(differences, unrelated, unit);
    }

    /// <summary>The middle difference at distances around one, but not right beside it.</summary>
    public float Around(int distance, int pixelBytes)
    {
        Span<float> values = stackalloc float[32];
        int count = 0;
        for (int i = 8; i < 24; i++)
        {
            foreach (int near in (ReadOnlySpan<int>)[distance - (i * pixelBytes), distance + (i * pixelBytes)])
            {
                if (float.IsFinite(this[near]))
                    values[count++] = this[near];
            }
        }

        if (count == 0)
            return Unrelated;
        values[..count].Sort();
        return values[count / 2];
    }

    /// <summary>
    /// Whether records follow each other rather than pixels: bytes resemble those some dozens of bytes further on more than any
    /// nearer ones. A pixel resembles the next one most.
    /// </summary>
    public bool IsTable()
    {
        float near = float.PositiveInfinity, far = float.PositiveInfinity;
        for (int distance = _step; distance <= 256; distance += _step)
        {
            if (distance <= 16)
                near = Math.Min(near, this[distance]);
            else if (distance >= 20)
                far = Math.Min(far, this[distance]);
        }

        return far < 0.7f * near;
    }

    /// <summary>Whether bytes agree better at a distance than at those beside it.</summary>
    public bool IsMinimum(int distance) =>
        this[distance] <= this[distance - _step] && this[distance] <= this[distance + _step] && this[distance] < 0.9f * Unrelated;

    /// <summary>Distances at which the difference is smaller than at its neighbours, the smallest difference first.</summary>
    public List<int> Minima(int most)
    {
        var minima = new List<int>();
        for (int i = 8; i < _differences.Length - 1; i++)
        {
            float here = _differences[i];
            if (here <= _differences[i - 1] && here <= _differences[i + 1] && here < 0.8f * Unrelated)
                minima.Add(i * _step);
        }

        minima.Sort((one, other) => this[one].CompareTo(this[other]));
        if (minima.Count > most)
            minima.RemoveRange(most, minima.Count - most);
        return minima;
    }

    private static void AddDistances(ReadOnlySpan<byte> bytes, int piece, uint[] sums)
    {
        var first = Vector256.Create(bytes.Slice(piece, 32));
        var second = Vector256.Create(bytes.Slice(piece + 32, 32));
        for (int distance = 1; distance < sums.Length; distance++)
        {
            var there = bytes.Slice(piece + distance, PieceBytes);
            sums[distance] += Sum(first, Vector256.Create(there)) + Sum(second, Vector256.Create(there[32..]));
        }
    }

    private static uint Sum(Vector256<byte> one, Vector256<byte> other)
    {
        var difference = Vector256.Max(one, other) - Vector256.Min(one, other);
        var (low, high) = Vector256.Widen(difference);
        return Vector256.Sum(low + high);
    }

    private static float UnrelatedDifference(ReadOnlySpan<byte> bytes, List<int> pieces)
    {
        long sum = 0;
        int count = 0;
        // A stride that has nothing to do with the pieces, over all of the bytes.
        ulong state = 0x9E3779B97F4A7C15;
        foreach (int piece in pieces)
        {
            for (int i = 0; i < 64; i++)
            {
                state = (state * 6364136223846793005) + 1442695040888963407;
                int other = (int)((state >> 33) % (ulong)bytes.Length);
                sum += Math.Abs(bytes[piece + (i % PieceBytes)] - bytes[other]);
                count++;
            }
        }

        return (float)sum / count;
    }

    // Where nothing changes there is nothing to compare: of many places, evenly those with something in them.
    private static List<int> Pieces(ReadOnlySpan<byte> bytes, int room)
    {
        var useful = new List<int>();
        if (room <= 0)
            return useful;
        int places = Math.Min(4 * MostPieces, room);
        for (int i = 0; i < places; i++)
        {
            // Not at equal distances, which could all meet the same column.
            int at = (int)Math.Min(room - 1, ((long)i * room / places) + (i * 7919L % Math.Max(1, room / places)));
            int changes = 0;
            for (int j = 1; j < PieceBytes; j++)
                changes += bytes[at + j] != bytes[at + j - 1] ? 1 : 0;
            if (changes > 1)
                useful.Add(at);
        }

        int kept = Math.Min(MostPieces, useful.Count);
        return [.. Enumerable.Range(0, kept).Select(i => useful[(int)((long)i * useful.Count / kept)])];
    }
}
