using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace ShmDashboard.SharedMemory.Segments;

/// <summary>
/// A segment's readable, typeable name: <c>qt:share</c>, <c>sysv:229397</c> or <c>posix:cam0</c>.
/// Stable while the segment lives; a Qt or POSIX id also survives the segment being made anew.
/// </summary>
/// <param name="Scheme">What kind of name <paramref name="Value"/> is.</param>
/// <param name="Value">The key, number or name itself, unescaped. Compared ordinally.</param>
public readonly record struct SegmentId(SegmentScheme Scheme, string Value)
{
    /// <summary>The id of a Qt key.</summary>
    public static SegmentId Qt(string key) => new(SegmentScheme.Qt, key);

    /// <summary>The id of a System V segment by its number.</summary>
    public static SegmentId SystemV(int shmId) =>
        new(SegmentScheme.SystemV, shmId.ToString(CultureInfo.InvariantCulture));

    /// <summary>The id of a POSIX segment; a leading slash, as <c>shm_open</c> wants it, is dropped.</summary>
    public static SegmentId Posix(string name) => new(SegmentScheme.Posix, name.TrimStart('/'));

    /// <summary>Reads what <see cref="ToString"/> writes.</summary>
    /// <param name="text">For example <c>qt:share</c>. Not percent-encoded.</param>
    /// <param name="id">The id, when true is returned.</param>
    /// <param name="problem">Otherwise one sentence saying what was expected and found.</param>
    public static bool TryParse(string? text, out SegmentId id, [NotNullWhen(false)] out string? problem)
    {
        id = default;
        int colon = text?.IndexOf(':', StringComparison.Ordinal) ?? -1;
        if (text is null || colon < 0)
        {
            problem = $"'{text}' is not a segment id: expected qt:<key>, sysv:<number> or posix:<name>.";
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
            default:
                problem = $"'{text}' is not a segment id: expected qt:<key>, sysv:<number> or posix:<name>, " +
                    "where the key is not empty and the name has 1 to 255 bytes and no slash inside.";
                return false;
        }

        problem = null;
        return true;
    }

    /// <summary>The id as it stands in addresses and in JSON, not percent-encoded.</summary>
    public override string ToString() => Scheme switch
    {
        SegmentScheme.Qt => "qt:" + Value,
        SegmentScheme.SystemV => "sysv:" + Value,
        _ => "posix:" + Value,
    };

    private static bool IsPosixName(string name) =>
        name is not ("" or "." or "..") && !name.Contains('/', StringComparison.Ordinal) &&
        !name.Contains('\0', StringComparison.Ordinal) && System.Text.Encoding.UTF8.GetByteCount(name) <= 255;
}
