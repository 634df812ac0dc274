using System.Runtime.InteropServices;

namespace ShmDashboard.SharedMemory.Interop;

/// <summary>
/// The C library, one call family per file. Nothing but declarations: errno is read by the caller on the next line
/// (<see cref="Errno.Last"/>).
/// </summary>
internal static unsafe partial class LibC
{
    private const string Library = "libc";

    internal const int IPC_RMID = 0;
    internal const int IPC_STAT = 2;
    internal const int IPC_CREAT = 0x200;
    internal const int IPC_EXCL = 0x400;
    internal const short IPC_NOWAIT = 0x800;
    internal const int SHM_RDONLY = 0x1000;

    /// <summary>Bits of <see cref="IpcPerm.Mode"/> (linux/shm.h).</summary>
    internal const int SHM_DEST = 0x200;

    [LibraryImport(Library, EntryPoint = "shmget", SetLastError = true)]
    internal static partial int ShmGet(int key, nuint sizeBytes, int flags);

    [LibraryImport(Library, EntryPoint = "shmat", SetLastError = true)]
    internal static partial nint ShmAt(int shmId, nint address, int flags);

    [LibraryImport(Library, EntryPoint = "shmdt", SetLastError = true)]
    internal static partial int ShmDt(nint address);

    [LibraryImport(Library, EntryPoint = "shmctl", SetLastError = true)]
    internal static partial int ShmCtl(int shmId, int command, ShmIdDs* buffer);
}
