using ShmDashboard.Monitoring.Sampling;
using ShmDashboard.SharedMemory.Reading;
using ShmDashboard.SharedMemory.Segments;

namespace ShmDashboard.Tests.Monitoring.Sampling;

public sealed class ChangeProbeTests
{
    private const int Size = 3 << 20;

    [Theory]
    [InlineData(0)]
    [InlineData(4095)]
    [InlineData(Size - 1)]
    [InlineData(Size - 4096)]
    public void LooksSame_OneByteOfAnEdgeChanged_SaysNo(int at)
    {
        var (copy, live) = Twins();
        live[at] ^= 1;

        Assert.False(new ChangeProbe().LooksSame(new ArrayView(live), copy));
    }

    [Fact]
    public void LooksSame_NothingChanged_SaysYesAndReadsLittle()
    {
        var (copy, live) = Twins();
        var view = new ArrayView(live);

        Assert.True(new ChangeProbe().LooksSame(view, copy));
        Assert.InRange(view.BytesRead, 8192, Size / 20);
    }

    [Fact]
    public void LooksSame_SmallChangeInTheMiddle_IsMetWithinOneRoundOfTurns()
    {
        var (copy, live) = Twins();
        live[(Size / 2) + 1234] ^= 1;
        var probe = new ChangeProbe();

        Assert.Contains(Enumerable.Range(0, 64), _ => !probe.LooksSame(new ArrayView(live), copy));
    }

    [Fact]
    public void LooksSame_SegmentBecameShorter_SaysNo()
    {
        var (copy, live) = Twins();

        Assert.False(new ChangeProbe().LooksSame(new ArrayView(live[..^1]), copy));
    }

    [Fact]
    public void SampleBeyond_ChangeOfWholePages_IsSeen()
    {
        var (_, live) = Twins();
        ISegmentView view = new ArrayView(live);
        var probe = new ChangeProbe();
        byte[] before = probe.SampleBeyond(view, 1 << 20, Size);
        live.AsSpan(2 << 20, 64 << 10).Fill(99);

        Assert.NotEqual(before, probe.SampleBeyond(view, 1 << 20, Size));
    }

    private static (byte[] Copy, byte[] Live) Twins()
    {
        byte[] bytes = new byte[Size];
        new Random(5).NextBytes(bytes);
        return (bytes, [.. bytes]);
    }
}
