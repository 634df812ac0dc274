using System.Runtime.InteropServices;

namespace ShmDashboard.SharedMemory.Interop;

internal static unsafe partial class LibC
{
    internal const uint RENAME_NOREPLACE = 1;

    [LibraryImport(Library, EntryPoint = "geteuid")]
    internal static partial uint GetEUid();

    [LibraryImport(Library, EntryPoint = "mkdir", SetLastError = true)]
    internal static partial int MkDir(byte* path, uint mode);

    [LibraryImport(Library, EntryPoint = "renameat2", SetLastError = true)]
    internal static partial int RenameAt2(int fromDirectory, byte* from, int toDirectory, byte* to, uint flags);
}
