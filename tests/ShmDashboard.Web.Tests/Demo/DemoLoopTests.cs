using ShmDashboard.Imaging.Payloads;
using ShmDashboard.Web.Demo;

namespace ShmDashboard.Web.Tests.Demo;

public sealed class DemoLoopTests
{
    private static readonly TimeSpan s_interval = TimeSpan.FromMilliseconds(50);

    [Fact]
    public void At_AnyMoment_IsAPictureThatQtReads()
    {
        byte[] stream = new DemoLoop(s_interval).At(TimeSpan.FromSeconds(3));

        var payload = PayloadIdentifier.Identify(stream, stream.Length);
        Assert.True(payload.ReadableByQImageStream);
        Assert.Equal((DemoPicture.Width, DemoPicture.Height), (payload.Width, payload.Height));
    }

    [Fact]
    public void At_TheNextRound_IsTheSameFrameAndNotDrawnAgain()
    {
        var loop = new DemoLoop(s_interval);

        byte[] first = loop.At(TimeSpan.FromSeconds(1.23));

        Assert.Same(first, loop.At(DemoPicture.Period + TimeSpan.FromSeconds(1.24)));
        Assert.NotEqual(first, loop.At(TimeSpan.FromSeconds(1.26)));
    }
}
