using ShmDashboard.SharedMemory.Interop;

namespace ShmDashboard.SharedMemory.Qt;

/// <summary>
/// The empty file whose identity stands for a System V object: <c>ftok(path, 'Q')</c>. Pure functions and one
/// <c>statx(2)</c>; never creates or changes anything.
/// </summary>
public static class QtKeyFile
{
    /// <summary>ftok's project id in every Qt but some of 5.6 to 5.9: 'Q'.</summary>
    public const int ProjectId = 0x51;

    internal const int IdentityMask = 0x00ff_ffff;

    /// <summary>
    /// The System V key of a file: <c>project &lt;&lt; 24 | low 8 bits of the device &lt;&lt; 16 | low 16 bits of the inode</c>
    /// (glibc sysvipc/ftok.c). Only 24 bits of identity: different files can have one key.
    /// </summary>
    public static int KeyOf(long device, long inode, int projectId = ProjectId) => unchecked(
        ((projectId & 0xff) << 24) | (int)((device & 0xff) << 16) | (int)(inode & 0xffff));

    /// <summary>The System V key of an existing file, links followed; null when there is none or it may not be reached.</summary>
    public static int? TryKeyOf(string path, int projectId = ProjectId)
    {
        ArgumentNullException.ThrowIfNull(path);
        return FileStatus.TryGet(path, followLinks: true, out var status, out _)
            ? KeyOf(status, projectId)
            : null;
    }

    /// <summary>Whether an existing file leads to a key, whatever its project id: to one with the same 24 bits of identity.</summary>
    internal static bool LeadsTo(string path, int systemVKey) => (TryKeyOf(path) & IdentityMask) == (systemVKey & IdentityMask);

    /// <summary>Takes a legacy file name apart: prefix, letters, SHA-1.</summary>
    /// <param name="fileName">Without directory.</param>
    /// <param name="purpose">By its prefix.</param>
    /// <param name="letters">The letters of the key.</param>
    /// <param name="hash">40 digits of lower-case hex.</param>
    /// <returns>False when it is not such a name.</returns>
    public static bool TryParseName(
        ReadOnlySpan<char> fileName, out QtKeyPurpose purpose, out string letters, out string hash)
    {
        letters = hash = "";
        purpose = fileName.StartsWith(QtNativeKey.LockPrefix, StringComparison.Ordinal)
            ? QtKeyPurpose.Lock
            : QtKeyPurpose.Segment;
        if (purpose == QtKeyPurpose.Segment &&
            !fileName.StartsWith(QtNativeKey.SegmentPrefix, StringComparison.Ordinal))
        {
            return false;
        }

        var core = fileName[
            (purpose == QtKeyPurpose.Lock ? QtNativeKey.LockPrefix : QtNativeKey.SegmentPrefix).Length..];
        if (core.Length < QtNativeKey.HashLength)
            return false;

        var head = core[..^QtNativeKey.HashLength];
        var tail = core[^QtNativeKey.HashLength..];
        foreach (char letter in head)
        {
            if (!char.IsAsciiLetter(letter))
                return false;
        }

        foreach (char digit in tail)
        {
            if (!char.IsAsciiHexDigitLower(digit))
                return false;
        }

        letters = head.ToString();
        hash = tail.ToString();
        return true;
    }

    /// <summary>The lock's file beside a segment's legacy key file; any other key file serves both.</summary>
    internal static string LockPathOf(string segmentPath)
    {
        int slash = segmentPath.LastIndexOf('/');
        return string.Concat(segmentPath.AsSpan(0, slash + 1), QtNativeKey.LockNameOf(segmentPath[(slash + 1)..]));
    }

    internal static int KeyOf(in FileStatus status, int projectId = ProjectId) =>
        KeyOf(status.DeviceMinor, unchecked((long)status.Inode), projectId);
}
