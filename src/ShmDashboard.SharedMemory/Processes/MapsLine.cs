using System.Buffers.Text;

namespace ShmDashboard.SharedMemory.Processes;

/// <summary>
/// One line of <c>/proc/pid/maps</c> (proc_pid_maps(5)):
/// <c>7f12a000-7f12b000 rw-s 00000000 00:01 229397  /SYSV5100e461 (deleted)</c>.
/// </summary>
internal readonly ref struct MapsLine
{
    private static ReadOnlySpan<byte> Deleted => " (deleted)"u8;

    internal ulong Start { get; private init; }
    internal ulong End { get; private init; }
    internal bool Writable { get; private init; }
    internal bool Shared { get; private init; }
    internal long Offset { get; private init; }
    internal uint DeviceMajor { get; private init; }
    internal uint DeviceMinor { get; private init; }
    internal ulong Inode { get; private init; }

    /// <summary>The path as printed, with <c> (deleted)</c> if it stands there; empty for anonymous memory.</summary>
    internal ReadOnlySpan<byte> Path { get; private init; }

    /// <summary>Whether a path is that of a System V segment (ipc/shm.c: <c>"SYSV%08x"</c>, unlinked from birth).</summary>
    internal static bool IsSystemVPath(ReadOnlySpan<byte> path) =>
        path.StartsWith("/SYSV"u8) && path.EndsWith(Deleted) && path.Length == 5 + 8 + Deleted.Length;

    internal static bool IsDeleted(ReadOnlySpan<byte> path) => path.EndsWith(Deleted);

    internal static ReadOnlySpan<byte> WithoutDeleted(ReadOnlySpan<byte> path) =>
        IsDeleted(path) ? path[..^Deleted.Length] : path;

    /// <summary>False for anything that is not such a line, cut ones included.</summary>
    internal static bool TryParse(ReadOnlySpan<byte> line, out MapsLine result)
    {
        result = default;
        if (!TryHex(ref line, (byte)'-', out ulong start) || !TryHex(ref line, (byte)' ', out ulong end) ||
            end <= start || line.Length < 5 || line[4] != ' ')
        {
            return false;
        }

        var rights = line[..4];
        line = line[5..];
        if (!TryHex(ref line, (byte)' ', out ulong offset) || !TryHex(ref line, (byte)':', out ulong major) ||
            !TryHex(ref line, (byte)' ', out ulong minor) ||
            !Utf8Parser.TryParse(line, out ulong inode, out int used))
        {
            return false;
        }

        result = new MapsLine
        {
            Start = start,
            End = end,
            Writable = rights[1] == 'w',
            Shared = rights[3] == 's',
            Offset = unchecked((long)offset),
            DeviceMajor = unchecked((uint)major),
            DeviceMinor = unchecked((uint)minor),
            Inode = inode,
            Path = line[used..].TrimStart((byte)' '),
        };
        return true;
    }

    private static bool TryHex(ref ReadOnlySpan<byte> text, byte end, out ulong value)
    {
        if (Utf8Parser.TryParse(text, out value, out int used, 'x') && used < text.Length && text[used] == end)
        {
            text = text[(used + 1)..];
            return true;
        }

        return false;
    }
}
