using System.Runtime.InteropServices;
using ShmDashboard.Monitoring.Frames;

namespace ShmDashboard.Tests.Monitoring.Frames;

public sealed class LargeBuffersTests
{
    private const int Large = 5 << 20;

    private readonly LargeBuffers _buffers = new();

    [Fact]
    public void Release_WhileWatched_KeepsTheMemoryForTheNextFrame()
    {
        _buffers.Keep();
        byte[] first = ReleaseOne();

        Assert.Same(first, ArrayOf(FrameBuffer.Rent(Large - 100, _buffers)));
    }

    [Fact]
    public void Take_MoreThanThereIsOrMuchLess_IsNoneOfThem()
    {
        _buffers.Keep();
        byte[] first = ReleaseOne();

        Assert.Null(_buffers.Take(first.Length + 1));
        Assert.Null(_buffers.Take(first.Length / 4));
        Assert.Same(first, _buffers.Take(first.Length));
        Assert.Null(_buffers.Take(first.Length));
    }

    [Fact]
    public void LetGo_ForgetsWhatWasKeptAndWhatComesBackLater()
    {
        _buffers.Keep();
        ReleaseOne();
        _buffers.LetGo();
        Assert.Null(_buffers.Take(Large));

        ReleaseOne();

        Assert.Null(_buffers.Take(Large));
    }

    [Fact]
    public void GiveBack_Many_KeepsTwo()
    {
        _buffers.Keep();
        for (int i = 0; i < 5; i++)
            _buffers.GiveBack(new byte[Large]);

        Assert.NotNull(_buffers.Take(Large));
        Assert.NotNull(_buffers.Take(Large));
        Assert.Null(_buffers.Take(Large));
    }

    private byte[] ReleaseOne()
    {
        var buffer = FrameBuffer.Rent(Large, _buffers);
        byte[] array = ArrayOf(buffer);
        buffer.Release();
        return array;
    }

    private static byte[] ArrayOf(FrameBuffer buffer)
    {
        buffer.Length = 1;
        Assert.True(MemoryMarshal.TryGetArray(buffer.Bytes, out var segment));
        return segment.Array!;
    }
}
