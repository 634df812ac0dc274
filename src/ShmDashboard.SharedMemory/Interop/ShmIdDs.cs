using System.Runtime.InteropServices;

namespace ShmDashboard.SharedMemory.Interop;

/// <summary><c>struct shmid_ds</c> (asm-generic/shmbuf.h, 64-bit): the same on x64 and arm64.</summary>
[StructLayout(LayoutKind.Explicit, Size = 112)]
internal struct ShmIdDs
{
    [FieldOffset(0)] internal IpcPerm Permission;
    [FieldOffset(48)] internal ulong SegmentSize;
    [FieldOffset(56)] internal long AttachTime;
    [FieldOffset(64)] internal long DetachTime;
    [FieldOffset(72)] internal long ChangeTime;
    [FieldOffset(80)] internal int CreatorPid;
    [FieldOffset(84)] internal int LastPid;
    [FieldOffset(88)] internal ulong AttachCount;
}
