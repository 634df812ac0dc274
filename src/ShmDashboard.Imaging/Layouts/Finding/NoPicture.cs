using ShmDashboard.Imaging.Layouts.PixelFormats;

namespace ShmDashboard.Imaging.Layouts.Finding;

/// <summary>Tells what is certainly no picture: writing, sound, and memory that is nearly all zeros.</summary>
internal static class NoPicture
{
    private const int Samples = 16384;

    /// <summary>Whether the bytes are writing, or hardly anything.</summary>
    public static bool Is(ReadOnlySpan<byte> bytes)
    {
        int step = Math.Max(1, bytes.Length / Samples) | 1;
        int printable = 0, zeros = 0, all = 0;
        Span<bool> seen = stackalloc bool[256];
        for (int i = 0; i < bytes.Length; i += step, all++)
        {
            byte value = bytes[i];
            printable += value is >= 0x20 and < 0x7F or 0x0A or 0x0D or 0x09 ? 1 : 0;
            zeros += value == 0 ? 1 : 0;
            seen[value] = true;
        }

        int kinds = seen.Count(true);
        // Writing has letters and line ends, but never so many kinds of bytes beside each other in order as pictures have.
        bool isWriting = printable > 0.97 * (all - zeros) && kinds is > 8 and < 110 && HasWords(bytes);
        return isWriting || zeros > 0.985 * all || kinds < 2;
    }

    private static bool HasWords(ReadOnlySpan<byte> bytes)
    {
        var part = bytes[..Math.Min(bytes.Length, Samples)];
        int spaces = part.Count((byte)' ') + part.Count((byte)'\n') + part.Count((byte)',') + part.Count((byte)'"');
        int steps = 0;
        for (int i = 1; i < part.Length; i++)
            steps += Math.Abs(part[i] - part[i - 1]) > 12 ? 1 : 0;
        return spaces > part.Length / 25 && steps > part.Length / 5;
    }

    /// <summary>Whether the bytes may be sound, which swings around zero evenly. Some pictures do as well.</summary>
    public static bool MayBeSound(ReadOnlySpan<byte> bytes)
    {
        foreach (var type in (ReadOnlySpan<SampleType>)[SampleType.S16, SampleType.F32])
        {
            foreach (int channels in (ReadOnlySpan<int>)[1, 2])
            {
                if (Swings(bytes, type, channels))
                    return true;
            }
        }

        return false;
    }

    private static bool Swings(ReadOnlySpan<byte> bytes, SampleType type, int channels)
    {
        int size = type.Bytes();
        long count = bytes.Length / size;
        double sum = 0, squares = 0, near = 0;
        int all = 0;
        Span<int> counts = stackalloc int[2];
        Span<int> below = stackalloc int[2];
        long step = Math.Max(1, count / Samples) | 1;
        for (long i = 0; i + channels < count; i += step, all++)
        {
            double value = type.Read(bytes[(int)(i * size)..], false);
            double next = type.Read(bytes[(int)((i + channels) * size)..], false);
            if (!double.IsFinite(value) || !double.IsFinite(next) || (value != 0 && Math.Abs(value) is < 1e-12 or > 40000))
                return false;
            sum += value;
            squares += value * value;
            near += Math.Abs(next - value);
            counts[(int)i & 1]++;
            below[(int)i & 1] += value < 0 ? 1 : 0;
        }

        if (all < 100)
            return false;
        double mean = sum / all, deviation = Math.Sqrt(Math.Max(0, (squares / all) - (mean * mean)));
        // The halves of larger numbers swing too, but not all of them evenly.
        return SwingsEvenly(below[0], counts[0]) && SwingsEvenly(below[1], counts[1]) && Math.Abs(mean) < 0.12 * deviation && near / all < 0.75 * deviation;
    }

    private static bool SwingsEvenly(int below, int all) => below > 0.35 * all && below < 0.65 * all;
}
