using System.Runtime.InteropServices;

namespace ShmDashboard.SharedMemory.Interop;

internal static unsafe partial class LibC
{
    /// <summary>How many pieces one vectored call takes (linux/uio.h, UIO_MAXIOV).</summary>
    internal const int IOV_MAX = 1024;

    [LibraryImport(Library, EntryPoint = "process_vm_readv", SetLastError = true)]
    internal static partial nint ProcessVmReadV(
        int pid, IoVec* local, nuint localCount, IoVec* remote, nuint remoteCount, nuint flags);

    /// <summary>Only ever called with signal 0, which sends nothing and asks whether the process exists (kill(2)).</summary>
    [LibraryImport(Library, EntryPoint = "kill", SetLastError = true)]
    internal static partial int Kill(int pid, int signal);
}
