using System.Runtime.InteropServices;

namespace ShmDashboard.SharedMemory.Interop;

internal static unsafe partial class LibC
{
    [LibraryImport(Library, EntryPoint = "sem_open", SetLastError = true)]
    internal static partial nint SemOpen(byte* name, int flags);

    [LibraryImport(Library, EntryPoint = "sem_getvalue", SetLastError = true)]
    internal static partial int SemGetValue(nint semaphore, int* value);

    [LibraryImport(Library, EntryPoint = "sem_post", SetLastError = true)]
    internal static partial int SemPost(nint semaphore);

    [LibraryImport(Library, EntryPoint = "sem_close", SetLastError = true)]
    internal static partial int SemClose(nint semaphore);
}
