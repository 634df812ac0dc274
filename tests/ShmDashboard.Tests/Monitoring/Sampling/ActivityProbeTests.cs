using ShmDashboard.Monitoring.Sampling;

namespace ShmDashboard.Tests.Monitoring.Sampling;

public sealed class ActivityProbeTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(100)]
    [InlineData(4096)]
    [InlineData(8192)]
    [InlineData(65_531)]
    public void Take_OneByteOfASmallSegmentChanged_IsAnother(int length)
    {
        byte[] live = new byte[length];
        var probe = new ActivityProbe();
        ulong before = probe.Take(new ArrayView(live), length);

        Assert.Equal(before, probe.Take(new ArrayView(live), length));
        for (int at = 0; at < length; at += Math.Max(1, length / 97))
        {
            live[at] ^= 1;
            Assert.NotEqual(before, probe.Take(new ArrayView(live), length));
            live[at] ^= 1;
        }
    }

    [Fact]
    public void Take_LargeSegment_ReadsLittle()
    {
        var view = new ArrayView(new byte[1 << 20]);

        new ActivityProbe().Take(view, 1 << 20);

        Assert.InRange(view.BytesRead, 1, 4096);
    }
}
