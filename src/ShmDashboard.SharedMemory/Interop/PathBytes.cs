using System.Text;

namespace ShmDashboard.SharedMemory.Interop;

/// <summary>Paths as the kernel takes them: UTF-8 with a zero behind.</summary>
internal static class PathBytes
{
    /// <summary>Enough for nearly every path; longer ones are allocated.</summary>
    internal const int ScratchLength = 512;

    /// <summary>Encodes into <paramref name="scratch"/> if it fits. An embedded zero is refused: C would cut there.</summary>
    /// <exception cref="ArgumentException">The path contains a zero character.</exception>
    internal static Span<byte> Encode(string path, Span<byte> scratch)
    {
        if (path.Contains('\0', StringComparison.Ordinal))
        {
            throw new ArgumentException(
                $"Cannot use the path '{path.Replace('\0', '?')}': it contains a zero character. Leave it out.", nameof(path));
        }

        int needed = Encoding.UTF8.GetByteCount(path) + 1;
        var bytes = needed <= scratch.Length ? scratch[..needed] : new byte[needed];
        Encoding.UTF8.GetBytes(path, bytes);
        bytes[^1] = 0;
        return bytes;
    }
}
