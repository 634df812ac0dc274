using System.Buffers.Binary;

namespace ShmDashboard.Imaging.Layouts.Finding;

/// <summary>Whether two parts of a segment show the same.</summary>
internal static class Likeness
{
    private const int PartsOfRows = 12;
    private const int Samples = 8192;

    /// <summary>Correlation, -1 to 1, of the steps between neighbouring pixels in one part with those in another.</summary>
    /// <param name="bytes">The bytes.</param>
    /// <param name="start">Where the first part starts.</param>
    /// <param name="length">Bytes of a part.</param>
    /// <param name="distance">Bytes from the one to the other.</param>
    /// <param name="pixelBytes">Bytes from a pixel to the next.</param>
    public static double OfSteps(ReadOnlySpan<byte> bytes, long start, long length, long distance, int pixelBytes)
    {
        if (start + length + distance > bytes.Length || length < 64)
            return 0;
        double both = 0, one = 0, other = 0;
        long step = Math.Max(1, (length - pixelBytes) / Samples) | 1;
        for (long i = start; i + pixelBytes < start + length; i += step)
        {
            int first = bytes[(int)i + pixelBytes] - bytes[(int)i];
            int second = bytes[(int)(i + distance) + pixelBytes] - bytes[(int)(i + distance)];
            both += first * second;
            one += first * first;
            other += second * second;
        }

        return one == 0 || other == 0 ? (one == other ? 0.5 : 0) : both / Math.Sqrt(one * other);
    }

    /// <summary>Correlation, -1 to 1, of the steps between neighbouring floating-point numbers in one part with those in another.</summary>
    public static double OfFloats(ReadOnlySpan<byte> bytes, long start, long length, long distance)
    {
        if (start + length + distance > bytes.Length || length < 256)
            return 0;
        double both = 0, one = 0, other = 0;
        long count = (length / 4) - 1, step = Math.Max(1, count / Samples) | 1;
        for (long i = 0; i < count; i += step)
        {
            int at = (int)(start + (4 * i)), there = (int)(at + distance);
            double first = Value(bytes, at + 4) - Value(bytes, at), second = Value(bytes, there + 4) - Value(bytes, there);
            if (!double.IsFinite(first) || !double.IsFinite(second))
                continue;
            both += first * second;
            one += first * first;
            other += second * second;
        }

        return one == 0 || other == 0 ? 0 : both / Math.Sqrt(one * other);
    }

    private static double Value(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadSingleLittleEndian(bytes[at..]);

    /// <summary>Mean difference of the bytes of two parts, or of every second or fourth of them.</summary>
    public static double Difference(ReadOnlySpan<byte> bytes, long start, long length, long distance, int every = 1)
    {
        if (start + length + distance > bytes.Length || length < 64)
            return 255;
        return Difference(bytes.Slice((int)start, (int)length), bytes.Slice((int)(start + distance), (int)length), every);
    }

    /// <summary>Mean difference of the bytes of two parts of one length, which is not 0.</summary>
    public static double Difference(ReadOnlySpan<byte> one, ReadOnlySpan<byte> other, int every = 1)
    {
        double sum = 0;
        int count = 0, step = (Math.Max(1, one.Length / every / Samples) | 1) * every;
        for (int i = 0; i < one.Length; i += step, count++)
            sum += Math.Abs(one[i] - other[i]);
        return sum / count;
    }

    /// <summary>The step from a row to the next.</summary>
    public static double StepAt(ReadOnlySpan<byte> bytes, PixelLayout layout, int row) =>
        Difference(bytes, layout.Offset + (row * layout.StrideBytes), layout.StrideBytes, layout.StrideBytes);

    /// <summary>Such steps spread over a picture of so many rows from one on: how great they are, and how great the greatest is.</summary>
    public static (double Mean, double Most) StepsWithin(ReadOnlySpan<byte> bytes, PixelLayout layout, int first, int rows)
    {
        double sum = 0, most = 0;
        for (int part = 1; part < PartsOfRows; part++)
        {
            // Of even and of odd rows: two pictures beside each other are alike in every second.
            double step = StepAt(bytes, layout, first + (rows * part / PartsOfRows) + (part & 1));
            sum += step;
            most = Math.Max(most, step);
        }

        return (sum / (PartsOfRows - 1), most);
    }
}
