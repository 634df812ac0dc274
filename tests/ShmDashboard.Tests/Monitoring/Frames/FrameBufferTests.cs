using ShmDashboard.Monitoring.Frames;

namespace ShmDashboard.Tests.Monitoring.Frames;

public sealed class FrameBufferTests
{
    [Fact]
    public void TryShare_AfterTheLastRelease_Fails()
    {
        var buffer = FrameBuffer.Rent(10);
        buffer.Release();

        Assert.False(buffer.TryShare());
    }

    [Fact]
    public void Release_WhileShared_KeepsTheBytes()
    {
        var buffer = FrameBuffer.Rent(4);
        buffer.Length = 4;
        buffer.Writable[..4].Fill(7);
        Assert.True(buffer.TryShare());

        buffer.Release();

        Assert.Equal([7, 7, 7, 7], buffer.Bytes.ToArray());
        buffer.Release();
    }

    [Fact]
    public void ShareAndRelease_FromManyThreads_ReturnsItOnce()
    {
        var buffer = FrameBuffer.Rent(1);
        Parallel.For(0, 10_000, _ =>
        {
            if (buffer.TryShare())
                buffer.Release();
        });

        buffer.Release();

        Assert.False(buffer.TryShare());
    }
}
