using System.Runtime.InteropServices;

namespace ShmDashboard.SharedMemory.Interop;

/// <summary><c>struct ipc_perm</c> of glibc (bits/ipc-perm.h): the same 48 bytes on x64 and arm64.</summary>
[StructLayout(LayoutKind.Explicit, Size = 48)]
internal struct IpcPerm
{
    [FieldOffset(0)] internal int Key;
    [FieldOffset(4)] internal uint Uid;
    [FieldOffset(8)] internal uint Gid;
    [FieldOffset(12)] internal uint CreatorUid;
    [FieldOffset(16)] internal uint CreatorGid;
    [FieldOffset(20)] internal uint Mode;
}
