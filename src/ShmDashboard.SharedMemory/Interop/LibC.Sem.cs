using System.Runtime.InteropServices;

namespace ShmDashboard.SharedMemory.Interop;

internal static unsafe partial class LibC
{
    internal const int GETPID = 11;
    internal const int GETVAL = 12;
    internal const int GETNCNT = 14;
    internal const int GETZCNT = 15;
    internal const int SETVAL = 16;
    internal const short SEM_UNDO = 0x1000;

    [LibraryImport(Library, EntryPoint = "semget", SetLastError = true)]
    internal static partial int SemGet(int key, int count, int flags);

    // Variadic in C. A fixed signature passes the fourth argument in the same register on Linux x64 and arm64.
    [LibraryImport(Library, EntryPoint = "semctl", SetLastError = true)]
    internal static partial int SemCtl(int semId, int index, int command, nint argument);

    [LibraryImport(Library, EntryPoint = "semtimedop", SetLastError = true)]
    internal static partial int SemTimedOp(int semId, SemBuf* operations, nuint count, TimeSpec* timeout);
}
