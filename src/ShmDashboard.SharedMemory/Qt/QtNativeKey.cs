using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using ShmDashboard.SharedMemory.Interop;

namespace ShmDashboard.SharedMemory.Qt;

/// <summary>
/// How Qt turns a key into the name of a kernel object: <c>QNativeIpcKey</c> and <c>QSharedMemory::legacyNativeKey</c>
/// (qtbase, src/corelib/ipc/qtipccommon.cpp; before 6.6 src/corelib/kernel/qsharedmemory.cpp). Pure functions, but for
/// <see cref="TempPath()"/>. Immutable.
/// </summary>
public sealed record QtNativeKey
{
    internal const string SegmentPrefix = "qipc_sharedmemory_";
    internal const string LockPrefix = "qipc_systemsem_";
    internal const int HashLength = 40;

    private const int WindowsPathMax = 260;

    /// <summary>A native key made of its parts.</summary>
    /// <param name="value">A path (System V), a name with or without slash (POSIX) or an object name (Windows).</param>
    /// <param name="type">Which of the three; a number from 1 to 255 is System V with that project id.</param>
    /// <param name="legacyKey">The key of the user's it was made from.</param>
    public QtNativeKey(string value, QtIpcType type, string? legacyKey = null)
    {
        ArgumentNullException.ThrowIfNull(value);
        Value = value;
        Type = type;
        LegacyKey = legacyKey;
    }

    /// <summary>The name itself. Empty for an empty key: every operation of Qt then fails with KeyError.</summary>
    public string Value { get; }

    /// <summary>What kind of object it names.</summary>
    public QtIpcType Type { get; }

    /// <summary>The key it was made from, when it was made by the legacy rule.</summary>
    public string? LegacyKey { get; }

    /// <summary>Whether it is a System V key, whatever its project id.</summary>
    public bool IsSystemV => (int)Type is >= 1 and <= 0xff;

    /// <summary>
    /// The legacy rule, identical from Qt 4.4 to the newest: prefix, the ASCII letters of the key (all else is dropped),
    /// and the SHA-1 of its UTF-8 form.
    /// </summary>
    /// <param name="key">As given to <c>QSharedMemory(key)</c>.</param>
    /// <param name="purpose">The segment or its lock.</param>
    /// <param name="type">System V unless Qt was built with <c>-feature-ipc_posix</c>.</param>
    /// <param name="tempPath">Qt's temporary directory; null: <see cref="TempPath()"/>. System V only.</param>
    public static QtNativeKey Legacy(
        string key, QtKeyPurpose purpose = QtKeyPurpose.Segment, QtIpcType type = QtIpcType.SystemV,
        string? tempPath = null)
    {
        ArgumentNullException.ThrowIfNull(key);
        if (key.Length == 0)
            return new QtNativeKey("", type, key);

        string core = FileName(key, purpose);
        return new QtNativeKey(type switch
        {
            QtIpcType.PosixRealtime => "/" + core,
            QtIpcType.Windows => core,
            _ => Join(tempPath ?? TempPath(), core),
        }, type, key);
    }

    /// <summary>
    /// The name of the semaphore, or of the lock's key file, that belongs to a segment's: by the legacy rule, else the same
    /// name, as Qt 6.6's native keys and others have it.
    /// </summary>
    public static string LockNameOf(string segmentName)
    {
        ArgumentNullException.ThrowIfNull(segmentName);
        return segmentName.StartsWith(SegmentPrefix, StringComparison.Ordinal)
            ? string.Concat(LockPrefix, segmentName.AsSpan(SegmentPrefix.Length))
            : segmentName;
    }

    /// <summary>The other way round: the name of the segment whose lock has that name.</summary>
    internal static string SegmentNameOf(string lockName) => lockName.StartsWith(LockPrefix, StringComparison.Ordinal)
        ? string.Concat(SegmentPrefix, lockName.AsSpan(LockPrefix.Length))
        : lockName;

    /// <summary>
    /// Qt 6.6's <c>QSharedMemory::platformSafeKey</c>: a native key that any platform accepts.
    /// </summary>
    /// <param name="key">Any text without zero characters.</param>
    /// <param name="type">The default of that interface on Linux is POSIX.</param>
    /// <param name="runtimePath">
    /// Where relative System V keys go: <c>$XDG_RUNTIME_DIR</c>, which null stands for (without it
    /// <c>/tmp/runtime-user</c>).
    /// </param>
    /// <param name="purpose">Matters for Windows only: elsewhere segment and lock share the native key.</param>
    public static QtNativeKey PlatformSafe(
        string key, QtIpcType type = QtIpcType.PosixRealtime, string? runtimePath = null,
        QtKeyPurpose purpose = QtKeyPurpose.Segment)
    {
        ArgumentNullException.ThrowIfNull(key);
        if (key.Length == 0)
            return new QtNativeKey("", type);

        return new QtNativeKey(type switch
        {
            QtIpcType.PosixRealtime => key.StartsWith('/') ? key : "/" + key,
            QtIpcType.Windows => WindowsName(key, purpose),
            _ => key.StartsWith('/') ? key : Join(runtimePath ?? RuntimePath(), key),
        }, type);
    }

    /// <summary>The file name the legacy rule gives, without directory: <c>qipc_sharedmemory_shareaab9…e6ab</c>.</summary>
    public static string FileName(string key, QtKeyPurpose purpose)
    {
        ArgumentNullException.ThrowIfNull(key);
        return (purpose == QtKeyPurpose.Lock ? LockPrefix : SegmentPrefix) + Letters(key) + Hash(key);
    }

    /// <summary>How a key is called that is not known: its letters, and the end of the hash.</summary>
    internal static string Shortened(string letters, string hash) => letters + "…" + hash[^4..];

    /// <summary>The letters a to z and A to Z of a key; digits, signs and accented letters are dropped.</summary>
    public static string Letters(string key)
    {
        ArgumentNullException.ThrowIfNull(key);
        return string.Concat(key.Where(char.IsAsciiLetter));
    }

    /// <summary>SHA-1 of the key's UTF-8 form, 40 digits of lower-case hex. A name, not a protection.</summary>
    [SuppressMessage("Security", "CA5350", Justification = "Qt names its files by SHA-1; nothing is secured by it.")]
    public static string Hash(string key)
    {
        ArgumentNullException.ThrowIfNull(key);
        return Convert.ToHexStringLower(SHA1.HashData(Encoding.UTF8.GetBytes(key)));
    }

    /// <summary><c>QDir::tempPath()</c> of a program started with our environment.</summary>
    public static string TempPath() => TempPath(Environment.GetEnvironmentVariable("TMPDIR"));

    /// <summary>
    /// <c>QDir::tempPath()</c> on Unix: cleaned, with links resolved, without a slash at the end. A relative path or a
    /// directory that does not exist gives <c>/</c>: Qt then puts its key files into the root directory.
    /// </summary>
    /// <param name="tmpDir">The value of <c>$TMPDIR</c>; null or empty means <c>/tmp</c>.</param>
    public static string TempPath(string? tmpDir)
    {
        string path = string.IsNullOrEmpty(tmpDir) ? "/tmp" : tmpDir;
        return path.StartsWith('/') ? KernelFile.RealPath(CleanPath(path)) ?? "/" : "/";
    }

    /// <summary>Qt's <c>RuntimeLocation</c>: <c>$XDG_RUNTIME_DIR</c>, else <c>/tmp/runtime-user</c>.</summary>
    public static string RuntimePath() =>
        Environment.GetEnvironmentVariable("XDG_RUNTIME_DIR") is { Length: > 0 } path
            ? path
            : TempPath() + "/runtime-" + Environment.UserName;

    /// <summary>
    /// Reads <c>QNativeIpcKey::toString()</c>: <c>systemv:PATH</c>, <c>systemv-N:PATH</c>, <c>posix:/NAME</c> or
    /// <c>windows:NAME</c>, percent-encoded, with an optional <c>?legacyKey=</c>.
    /// </summary>
    public static bool TryParse(string? text, [NotNullWhen(true)] out QtNativeKey? key)
    {
        key = null;
        int colon = text?.IndexOf(':', StringComparison.Ordinal) ?? -1;
        if (text is null || colon < 0)
            return false;

        string scheme = text[..colon];
        QtIpcType type;
        switch (scheme)
        {
            case "systemv":
                type = QtIpcType.SystemV;
                break;
            case "posix":
                type = QtIpcType.PosixRealtime;
                break;
            case "windows":
                type = QtIpcType.Windows;
                break;
            case var _ when scheme.StartsWith("systemv-", StringComparison.Ordinal) &&
                byte.TryParse(scheme[8..], NumberStyles.None, CultureInfo.InvariantCulture, out byte project) && project > 0:
                type = (QtIpcType)project;
                break;
            default:
                return false;
        }

        const string LegacyParameter = "legacyKey=";
        string value = text[(colon + 1)..];
        string? legacy = null;
        int question = value.IndexOf('?', StringComparison.Ordinal);
        if (question >= 0)
        {
            string query = value[(question + 1)..];
            value = value[..question];
            if (!query.StartsWith(LegacyParameter, StringComparison.Ordinal))
                return false;

            legacy = Uri.UnescapeDataString(query[LegacyParameter.Length..]);
        }

        key = new QtNativeKey(Uri.UnescapeDataString(value), type, legacy);
        return true;
    }

    /// <summary>The text form of <c>QNativeIpcKey::toString()</c>.</summary>
    public override string ToString()
    {
        string scheme = Type switch
        {
            QtIpcType.SystemV => "systemv",
            QtIpcType.PosixRealtime => "posix",
            QtIpcType.Windows => "windows",
            _ => string.Create(CultureInfo.InvariantCulture, $"systemv-{(int)Type}"),
        };
        string path = string.Join('/', Value.Split('/').Select(Uri.EscapeDataString));
        return $"{scheme}:{path}{(string.IsNullOrEmpty(LegacyKey) ? "" : "?legacyKey=" + Uri.EscapeDataString(LegacyKey))}";
    }

    private static string WindowsName(string key, QtKeyPurpose purpose)
    {
        string scope = "";
        foreach (string known in (ReadOnlySpan<string>)["Local\\", "Global\\"])
        {
            if (key.StartsWith(known, StringComparison.Ordinal))
            {
                scope = known;
                key = key[known.Length..];
                break;
            }
        }

        string name = scope + (purpose == QtKeyPurpose.Lock ? "sem_" : "shm_") + key;
        return name.Length < WindowsPathMax ? name : name[..(WindowsPathMax - 1)];
    }

    private static string Join(string directory, string name) =>
        directory.EndsWith('/') ? directory + name : directory + "/" + name;

    // QDir::cleanPath: "a/../" vanishes before links are looked at, unlike in realpath(3).
    private static string CleanPath(string path)
    {
        var parts = new List<string>();
        foreach (string part in path.Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            if (part == ".." && parts.Count > 0)
                parts.RemoveAt(parts.Count - 1);
            else if (part is not ("." or ".."))
                parts.Add(part);
        }

        return "/" + string.Join('/', parts);
    }
}
