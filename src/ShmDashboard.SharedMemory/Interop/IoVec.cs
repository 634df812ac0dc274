using System.Runtime.InteropServices;

namespace ShmDashboard.SharedMemory.Interop;

/// <summary><c>struct iovec</c> on 64-bit Linux.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct IoVec
{
    internal nuint Base;
    internal nuint Length;
}
