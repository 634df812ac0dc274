using System.Runtime.InteropServices;

namespace ShmDashboard.SharedMemory.Interop;

/// <summary>
/// <c>struct procmap_query</c> of the ioctl <c>PROCMAP_QUERY</c> on <c>/proc/pid/maps</c> (linux/fs.h, Linux 6.11+):
/// asks for one mapping instead of having all of them printed.
/// </summary>
[StructLayout(LayoutKind.Explicit, Size = 104)]
internal struct ProcMapQuery
{
    /// <summary><c>_IOWR('f', 17, struct procmap_query)</c>.</summary>
    internal const uint PROCMAP_QUERY = 0xC0686611;

    internal const ulong PROCMAP_QUERY_VMA_WRITABLE = 0x02;
    internal const ulong PROCMAP_QUERY_VMA_SHARED = 0x08;
    internal const ulong PROCMAP_QUERY_COVERING_OR_NEXT_VMA = 0x10;
    internal const ulong PROCMAP_QUERY_FILE_BACKED_VMA = 0x20;

    [FieldOffset(0)] internal ulong Size;
    [FieldOffset(8)] internal ulong Flags;
    [FieldOffset(16)] internal ulong Address;
    [FieldOffset(24)] internal ulong Start;
    [FieldOffset(32)] internal ulong End;
    [FieldOffset(40)] internal ulong VmaFlags;
    [FieldOffset(48)] internal ulong PageSize;
    [FieldOffset(56)] internal ulong Offset;
    [FieldOffset(64)] internal ulong Inode;
    [FieldOffset(72)] internal uint DeviceMajor;
    [FieldOffset(76)] internal uint DeviceMinor;
    [FieldOffset(80)] internal uint NameSize;
    [FieldOffset(84)] internal uint BuildIdSize;
    [FieldOffset(88)] internal ulong NameAddress;
    [FieldOffset(96)] internal ulong BuildIdAddress;
}
