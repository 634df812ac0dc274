using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using ShmDashboard.Wording;

namespace ShmDashboard.SharedMemory.Segments;

/// <summary>
/// A segment's readable, typeable name: <c>qt:share</c>, <c>sysv:229397</c>, <c>posix:cam0</c> or
/// <c>memfd:4711:1037</c>.
/// Stable while the segment lives; a Qt or POSIX id also survives the segment being made anew.
/// </summary>
/// <param name="Scheme">What kind of name <paramref name="Value"/> is.</param>
/// <param name="Value">The key, number or name itself, unescaped. Compared ordinally.</param>
public readonly record struct SegmentId(SegmentScheme Scheme, string Value)
{
    /// <summary>What ids look like, for people.</summary>
    public static readonly Sentence Forms = Sentence.Of($"qt:<key>, sysv:<number>, posix:<name> or memfd:<pid>:<inode>");

    /// <summary>The id of a Qt key.</summary>
    public static SegmentId Qt(string key) => new(SegmentScheme.Qt, key);

    /// <summary>The id of a System V segment by its number.</summary>
    public static SegmentId SystemV(int shmId) =>
        new(SegmentScheme.SystemV, shmId.ToString(CultureInfo.InvariantCulture));

    /// <summary>The id of a POSIX segment; a leading slash, as <c>shm_open</c> wants it, is dropped.</summary>
    public static SegmentId Posix(string name) => new(SegmentScheme.Posix, name.TrimStart('/'));

    /// <summary>The id of memory without a name: a process that has it, and its inode.</summary>
    public static SegmentId MemFd(int pid, long inode) =>
        new(SegmentScheme.MemFd, string.Create(CultureInfo.InvariantCulture, $"{pid}:{(ulong)inode}"));

    /// <summary>The process and the inode of a <c>memfd:</c> id; false for others.</summary>
    public bool TryGetMemFd(out int pid, out long inode)
    {
        pid = 0;
        inode = 0;
        return Scheme == SegmentScheme.MemFd && TryParseMemFd(Value, out pid, out inode);
    }

    /// <summary>Reads what <see cref="ToString"/> writes.</summary>
    /// <param name="text">For example <c>qt:share</c>. Not percent-encoded.</param>
    /// <param name="id">The id, when true is returned.</param>
    /// <param name="problem">Otherwise one sentence saying what was expected and found.</param>
    public static bool TryParse(string? text, out SegmentId id, [NotNullWhen(false)] out Sentence? problem)
    {
        id = default;
        int colon = text?.IndexOf(':', StringComparison.Ordinal) ?? -1;
        if (text is null || colon < 0)
        {
            problem = Sentence.Of($"'{text}' is not a segment id: expected {Forms}.");
            return false;
        }

        string value = text[(colon + 1)..];
        switch (text[..colon])
        {
            case "qt" when value.Length > 0:
                id = Qt(value);
                break;
            case "sysv" when int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out int shmId):
                id = SystemV(shmId);
                break;
            case "posix" when IsPosixName(value.TrimStart('/')):
                id = Posix(value);
                break;
            case "memfd" when TryParseMemFd(value, out int pid, out long inode):
                id = MemFd(pid, inode);
                break;
            default:
                problem = Sentence.Of(
                    $"'{text}' is not a segment id: expected {Forms}, where the key is not empty and the name has 1 to 255 bytes and no slash inside.");
                return false;
        }

        problem = null;
        return true;
    }

    /// <summary>The id as it stands in addresses and in JSON, not percent-encoded.</summary>
    public override string ToString() => SegmentWord.Of(Scheme) + ":" + Value;

    private static bool TryParseMemFd(string value, out int pid, out long inode)
    {
        inode = 0;
        int colon = value.IndexOf(':', StringComparison.Ordinal);
        if (colon < 0 || !int.TryParse(value.AsSpan(0, colon), NumberStyles.None, CultureInfo.InvariantCulture, out pid) ||
            !ulong.TryParse(value.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out ulong number))
        {
            pid = 0;
            return false;
        }

        inode = unchecked((long)number);
        return pid > 0;
    }

    private static bool IsPosixName(string name) =>
        name is not ("" or "." or "..") && !name.Contains('/', StringComparison.Ordinal) &&
        !name.Contains('\0', StringComparison.Ordinal) && System.Text.Encoding.UTF8.GetByteCount(name) <= 255;
}
