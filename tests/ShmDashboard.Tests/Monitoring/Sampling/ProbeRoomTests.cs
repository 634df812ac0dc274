using ShmDashboard.Monitoring.Activity;
using ShmDashboard.Monitoring.Sampling;

namespace ShmDashboard.Tests.Monitoring.Sampling;

public sealed class ProbeRoomTests
{
    [Fact]
    public void Probes_OneForEverySegment_KeepNoRoomOfTheirOwn()
    {
        object[] probes = new object[2000];
        long allocated = GC.GetAllocatedBytesForCurrentThread();

        for (int i = 0; i < probes.Length; i += 2)
            (probes[i], probes[i + 1]) = (new ChangeProbe(), new ActivityProbe());

        // Thousands of segments with 77 KB each were 380 MB.
        Assert.InRange((GC.GetAllocatedBytesForCurrentThread() - allocated) / 1000, 0, 200);
    }
}
