using System.Runtime.InteropServices;

namespace ShmDashboard.SharedMemory.Interop;

/// <summary>
/// <c>struct semid_ds</c>: 104 bytes on x64 (asm/sembuf.h of x86, with padding after each time), 88 on arm64
/// (asm-generic/sembuf.h). The parts used here lie at the same place on both.
/// </summary>
[StructLayout(LayoutKind.Explicit, Size = 104)]
internal struct SemIdDs
{
    [FieldOffset(0)] internal IpcPerm Permission;
    [FieldOffset(48)] internal long OperationTime;
}
