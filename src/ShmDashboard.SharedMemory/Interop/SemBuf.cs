using System.Runtime.InteropServices;

namespace ShmDashboard.SharedMemory.Interop;

/// <summary><c>struct sembuf</c> (linux/sem.h), 6 bytes.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct SemBuf
{
    internal ushort Index;
    internal short Operation;
    internal short Flags;

    internal SemBuf(short operation, short flags)
    {
        Index = 0;
        Operation = operation;
        Flags = flags;
    }
}
