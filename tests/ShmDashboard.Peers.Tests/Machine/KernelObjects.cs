using System.Globalization;
using System.Runtime.InteropServices;

namespace ShmDashboard.Peers.Tests.Machine;

/// <summary>
/// The kernel's own word about System V objects, taken without any code of the product: what is checked must not check itself.
/// </summary>
internal static class KernelObjects
{
    private const int RemoveId = 0; // IPC_RMID
    private const int GetValue = 12; // GETVAL
    private const int QtProject = 'Q';

    private static readonly char[] s_blanks = [' '];

    /// <summary>A row of <c>/proc/sysvipc/shm</c>.</summary>
    public readonly record struct Segment(int Key, int Id, long SizeBytes, int CreatorPid, int AttachCount);

    /// <summary>A row of <c>/proc/sysvipc/sem</c>.</summary>
    public readonly record struct SemaphoreSet(int Key, int Id);

    public static IReadOnlyList<Segment> Segments() =>
        [.. Rows("/proc/sysvipc/shm").Select(row => new Segment(
            Number(row[0]), Number(row[1]), long.Parse(row[3], CultureInfo.InvariantCulture), Number(row[4]), Number(row[6])))];

    public static IReadOnlyList<SemaphoreSet> SemaphoreSets() =>
        [.. Rows("/proc/sysvipc/sem").Select(row => new SemaphoreSet(Number(row[0]), Number(row[1])))];

    /// <summary>The System V key that Qt derives from a key file; null when there is no such file.</summary>
    public static int? QtKeyOf(string path) => ftok(path, QtProject) is var key && key != -1 ? key : null;

    public static void RemoveSegment(int id) => _ = shmctl(id, RemoveId, 0);

    public static void RemoveSemaphoreSet(int id) => _ = semctl(id, 0, RemoveId, 0);

    /// <summary>1 free, 0 held, more: damaged; -1 when the set has gone.</summary>
    public static int ValueOf(SemaphoreSet set) => semctl(set.Id, 0, GetValue, 0);

    private static IEnumerable<string[]> Rows(string path) =>
        File.ReadLines(path).Skip(1).Select(line => line.Split(s_blanks, StringSplitOptions.RemoveEmptyEntries));

    private static int Number(string text) => unchecked((int)long.Parse(text, CultureInfo.InvariantCulture));

#pragma warning disable SYSLIB1054 // LibraryImport needs unsafe code, which the tests do without.
#pragma warning disable CA2101 // The path is ASCII.
    [DllImport("libc", SetLastError = true)]
    private static extern int ftok([MarshalAs(UnmanagedType.LPUTF8Str)] string path, int project);

    [DllImport("libc", SetLastError = true)]
    private static extern int shmctl(int id, int command, nint buffer);

    [DllImport("libc", SetLastError = true)]
    private static extern int semctl(int id, int number, int command, nint argument);
#pragma warning restore
}
