using System.Runtime.InteropServices;

namespace ShmDashboard.SharedMemory.Interop;

/// <summary><c>struct timespec</c> on 64-bit Linux.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct TimeSpec
{
    internal long Seconds;
    internal long Nanoseconds;

    internal static TimeSpec From(TimeSpan duration) => new()
    {
        Seconds = duration.Ticks / TimeSpan.TicksPerSecond,
        Nanoseconds = duration.Ticks % TimeSpan.TicksPerSecond * TimeSpan.NanosecondsPerTick,
    };
}
