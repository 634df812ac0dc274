using System.Buffers.Text;
using System.Globalization;
using ShmDashboard.SharedMemory.Interop;

namespace ShmDashboard.SharedMemory.Locks;

/// <summary>
/// One line of <c>/proc/locks</c> (proc_locks(5)), or of a <c>lock:</c> in <c>/proc/pid/fdinfo</c>, which has the same form:
/// <code>
/// 1: POSIX  ADVISORY  READ  5433 08:01:7864448 128 128
/// 2: FLOCK  ADVISORY  WRITE 2001 08:01:7864554 0 EOF
/// 2: -> FLOCK  ADVISORY  WRITE 2002 08:01:7864554 0 EOF
/// 3: OFDLCK ADVISORY  WRITE -1 08:01:8713209 128 191
/// </code>
/// The device is hexadecimal, the inode decimal; the arrow marks who is blocked by the lock of the same number.
/// </summary>
/// <param name="Number">Position in the list: the same for a lock and for who is blocked by it. Not an identity.</param>
/// <param name="Kind">How it was taken.</param>
/// <param name="Exclusive">A lock for writing; else for reading, which others may share.</param>
/// <param name="Pid">Who took it; -1 where it belongs to an open file (OFD), 0 in a pid namespace we cannot see.</param>
/// <param name="File">Device and inode.</param>
/// <param name="FirstByte">Begin of the range.</param>
/// <param name="LastByte">Its last byte; null: to the end of the file, however long that grows.</param>
/// <param name="Blocked">Not held: waited for.</param>
public readonly record struct FileLock(
    int Number, FileLockKind Kind, bool Exclusive, int Pid, (long Device, long Inode) File, long FirstByte, long? LastByte,
    bool Blocked)
{
    /// <summary>The range and kind in words: "flock, exclusive, the whole file".</summary>
    public string Describe()
    {
        string kind = Kind switch
        {
            FileLockKind.Flock => "flock",
            FileLockKind.Posix => "file lock",
            _ => "open-file lock",
        };
        string range = (FirstByte, LastByte) switch
        {
            (0, null) => "the whole file",
            (_, null) => string.Create(CultureInfo.InvariantCulture, $"bytes {FirstByte}–EOF"),
            _ => string.Create(CultureInfo.InvariantCulture, $"bytes {FirstByte}–{LastByte}"),
        };
        return $"{kind}, {(Exclusive ? "exclusive" : "shared")}, {range}";
    }

    /// <summary>False for anything that is not a whole line of one of the three kinds: leases and delegations are no locks.</summary>
    public static bool TryParse(ReadOnlySpan<byte> line, out FileLock result)
    {
        result = default;
        line = line.TrimEnd((byte)'\n');
        if (!Utf8Parser.TryParse(line, out int number, out int used) || number < 0 || used == line.Length ||
            line[used] != ':')
        {
            return false;
        }

        line = line[(used + 1)..];
        var word = Next(ref line);
        bool blocked = word.SequenceEqual("->"u8);
        if (blocked)
            word = Next(ref line);

        FileLockKind? kind = word.SequenceEqual("FLOCK"u8) ? FileLockKind.Flock
            : word.SequenceEqual("POSIX"u8) ? FileLockKind.Posix
            : word.SequenceEqual("OFDLCK"u8) ? FileLockKind.OpenFile
            : null;
        Next(ref line); // ADVISORY; MANDATORY was dropped with Linux 5.15.
        word = Next(ref line);
        bool exclusive = word.SequenceEqual("WRITE"u8);
        if (kind is null || (!exclusive && !word.SequenceEqual("READ"u8)) ||
            !Whole(Next(ref line), out long pid) || pid is < -1 or > int.MaxValue ||
            !TryFile(Next(ref line), out var file) ||
            !Whole(Next(ref line), out long first) || first < 0)
        {
            return false;
        }

        word = Next(ref line);
        long last = 0;
        bool toTheEnd = word.SequenceEqual("EOF"u8);
        if (!toTheEnd && (!Whole(word, out last) || last < first))
            return false;

        result = new FileLock(
            number, kind.Value, exclusive, (int)pid, file, first, toTheEnd ? null : last, blocked);
        return true;
    }

    private static ReadOnlySpan<byte> Next(ref ReadOnlySpan<byte> line)
    {
        line = line.TrimStart((byte)' ');
        int end = line.IndexOf((byte)' ');
        var word = end < 0 ? line : line[..end];
        line = end < 0 ? [] : line[end..];
        return word;
    }

    private static bool Whole(ReadOnlySpan<byte> word, out long value) =>
        Utf8Parser.TryParse(word, out value, out int used) && used == word.Length;

    private static bool TryFile(ReadOnlySpan<byte> word, out (long, long) file)
    {
        file = default;
        if (!Utf8Parser.TryParse(word, out uint major, out int used, 'x') || used == word.Length || word[used] != ':')
            return false;

        word = word[(used + 1)..];
        if (!Utf8Parser.TryParse(word, out uint minor, out used, 'x') || used == word.Length || word[used] != ':')
            return false;

        word = word[(used + 1)..];
        if (!Utf8Parser.TryParse(word, out ulong inode, out used) || used != word.Length)
            return false;

        file = FileStatus.Identify(major, minor, inode);
        return true;
    }
}
