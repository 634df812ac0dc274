using System.Buffers.Text;

namespace ShmDashboard.SharedMemory.Interop;

/// <summary>Takes the fields of a row of the kernel's tables one after the other; each must end at a blank or the end.</summary>
internal static class KernelRow
{
    internal static bool Next(ref ReadOnlySpan<byte> line, out long value)
    {
        line = line.TrimStart((byte)' ');
        if (!Utf8Parser.TryParse(line, out value, out int used) || (used < line.Length && line[used] != ' '))
        {
            value = 0;
            return false;
        }

        line = line[used..];
        return true;
    }

    /// <summary>An octal field, which is never the last.</summary>
    internal static bool NextOctal(ref ReadOnlySpan<byte> line, out int value)
    {
        line = line.TrimStart((byte)' ');
        value = 0;
        int at = 0;
        for (; at < line.Length && line[at] is >= (byte)'0' and <= (byte)'7' && value < 0x1000_0000; at++)
            value = (value << 3) | (line[at] - '0');

        bool whole = at > 0 && at < line.Length && line[at] == ' ';
        line = line[at..];
        return whole;
    }

    /// <summary>Seconds since 1970 as the kernel's tables have them, 0 for never.</summary>
    internal static DateTimeOffset? Time(long seconds) =>
        seconds > 0 ? UnixTime.FromSeconds(seconds) : null;
}
