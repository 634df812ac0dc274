using System.Diagnostics;

namespace ShmDashboard.Tests.SharedMemory;

/// <summary>Waits for what another process is about to do, without a fixed sleep.</summary>
public static class Until
{
    public static void True(Func<bool> condition, string what)
    {
        long start = Stopwatch.GetTimestamp();
        var spin = new SpinWait();
        while (!condition())
        {
            Assert.True(Stopwatch.GetElapsedTime(start) < TimeSpan.FromSeconds(10), "waited in vain until " + what);
            spin.SpinOnce();
        }
    }
}
