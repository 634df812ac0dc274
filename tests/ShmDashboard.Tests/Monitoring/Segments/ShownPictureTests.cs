using System.Buffers.Binary;
using ShmDashboard.Imaging.Layouts;
using ShmDashboard.Imaging.Layouts.Display;
using ShmDashboard.Imaging.Layouts.PixelFormats;
using ShmDashboard.Monitoring;
using ShmDashboard.Monitoring.Frames;
using ShmDashboard.Monitoring.Segments;
using ShmDashboard.SharedMemory.Posix;
using ShmDashboard.SharedMemory.Segments;
using ShmDashboard.Tests.SharedMemory;

namespace ShmDashboard.Tests.Monitoring.Segments;

/// <summary>Raw pictures that are only shown, over the real kernel: read once through, and copied only for who needs the bytes.</summary>
[Collection(KernelCollection.Name)]
[Trait("Category", "Kernel")]
public sealed class ShownPictureTests : IAsyncDisposable
{
    private const int Width = 800, Height = 600;

    private static readonly PictureWish s_wish = new(null, 400, 400);

    // Camera frames behind a sequence lock are known by their name.
    private readonly string _name = $"camera_shm_{Guid.NewGuid():N}";
    private readonly PosixSegment _segment;
    private readonly Workbench _bench = new();

    public ShownPictureTests()
    {
        _segment = PosixSegment.Create(_name, 32 + (Width * Height * 3));
        _segment.Write(0, Frame(1));
        _bench.Monitor.Start();
    }

    private SegmentId Id => SegmentId.Posix(_name);

    public async ValueTask DisposeAsync()
    {
        await _bench.DisposeAsync();
        _segment.Dispose();
        File.Delete("/dev/shm/" + _name);
    }

    [Fact]
    public async Task LeasePicture_OfEachFrameThatFollows_IsWhatItsBytesReduceTo()
    {
        using var watch = _bench.Monitor.Watch(Id);
        watch.Show(s_wish);
        long seen = (await Workbench.Until(watch, row => row.Frame?.Payload.Layout is not null)).Frame!.Sequence;
        for (int step = 2; step < 12; step++)
        {
            Write(Frame(step));
            seen = (await watch.WaitForNewerAsync(seen, Workbench.Token)).Frame!.Sequence;

            Assert.Null(watch.LeaseNewest());
            using var picture = watch.LeasePicture(s_wish);
            Assert.NotNull(picture);
            Assert.Equal((seen, step, 400, 300), (picture.Row.Frame!.Sequence, picture.Row.Frame.Payload.Layout!.Counter, picture.Width, picture.Height));
            byte[] expected = new byte[400 * 300 * 4];
            ReducedRenderer.Render(Frame(step), picture.Row.Frame.Payload.Layout.Pixels, null, new PixelRegion(0, 0, Width, Height), 400, 300, expected);
            Assert.Equal(expected, picture.Rgba.ToArray());
        }
    }

    [Fact]
    public async Task LeaseFrameAsync_OfWhatIsOnlyShown_HasTheBytesUnderTheSameNumber()
    {
        using var watch = _bench.Monitor.Watch(Id);
        watch.Show(s_wish);
        long first = (await Workbench.Until(watch, row => row.Frame?.Payload.Layout is not null)).Frame!.Sequence;
        Write(Frame(7));
        long second = (await watch.WaitForNewerAsync(first, Workbench.Token)).Frame!.Sequence;

        using var lease = await _bench.Monitor.LeaseFrameAsync(Id, Workbench.Token);

        Assert.Equal(second, lease!.Info.Sequence);
        Assert.Equal(Frame(7), lease.Bytes.ToArray());
        using var newest = watch.LeaseNewest();
        Assert.Equal(Frame(7), newest!.Bytes.ToArray());
    }

    [Fact]
    public async Task Show_SomebodyNeedsTheBytes_KeepsThemForAll()
    {
        using var watch = _bench.Monitor.Watch(Id);
        using var other = _bench.Monitor.Watch(Id);
        watch.Show(s_wish);
        other.Show(null);
        long first = (await Workbench.Until(watch, row => row.Frame?.Payload.Layout is not null)).Frame!.Sequence;

        Write(Frame(3));
        long second = (await watch.WaitForNewerAsync(first, Workbench.Token)).Frame!.Sequence;
        using (var lease = other.LeaseNewest())
            Assert.Equal(Frame(3), lease!.Bytes.ToArray());
        Assert.Null(watch.LeasePicture(s_wish));

        other.Dispose();
        Write(Frame(4));
        await watch.WaitForNewerAsync(second, Workbench.Token);
        using var picture = watch.LeasePicture(s_wish);
        Assert.NotNull(picture);
    }

    [Fact]
    public async Task Watch_ChangeThatNoSampleMeets_IsSeenWithinASecond()
    {
        using var watch = _bench.Monitor.Watch(Id);
        watch.Show(s_wish);
        long first = (await Workbench.Until(watch, row => row.Frame?.Payload.Layout is not null)).Frame!.Sequence;
        Write(Frame(2));
        long second = (await watch.WaitForNewerAsync(first, Workbench.Token)).Frame!.Sequence;

        // One pixel, and nothing in the header says so.
        byte[] changed = Frame(2);
        changed[500_001] ^= 0xFF;
        _segment.Write(500_001, changed.AsSpan(500_001, 1));

        var row = await watch.WaitForNewerAsync(second, Workbench.Token).WaitAsync(Workbench.Patience, Workbench.Token);
        Assert.Equal(second + 1, row.Frame!.Sequence);
        using var lease = await _bench.Monitor.LeaseFrameAsync(Id, Workbench.Token);
        Assert.Equal(changed, lease!.Bytes.ToArray());
    }

    [Fact]
    public async Task Watch_WriterInTheMiddle_IsWaitedFor_AndToldWhenItNeverEnds()
    {
        using var watch = _bench.Monitor.Watch(Id);
        watch.Show(s_wish);
        long first = (await Workbench.Until(watch, row => row.Frame?.Payload.Layout is not null)).Frame!.Sequence;

        // It takes its time between odd and even, and dies there once.
        byte[] odd = Frame(2);
        BinaryPrimitives.WriteInt64LittleEndian(odd, 5);
        _segment.Write(0, odd);
        var row = await watch.WaitForNewerAsync(first, Workbench.Token);
        Assert.Equal((VerdictKind.TakenWhileLocked, null), (row.Frame!.Verdict.Kind, row.Frame.Verdict.Holder));

        Write(Frame(3));
        row = await watch.WaitForNewerAsync(row.Frame.Sequence, Workbench.Token);
        Assert.Equal(VerdictKind.NoLock, row.Frame!.Verdict.Kind);
    }

    [Fact]
    public async Task Watch_FastWriterBehindItsSequenceLock_NeverShowsAMixture()
    {
        using var watch = _bench.Monitor.Watch(Id);
        watch.Show(s_wish);
        long seen = (await Workbench.Until(watch, row => row.Frame?.Payload.Layout is not null)).Frame!.Sequence;
        using var stop = new CancellationTokenSource();
        var writing = Task.Run(() => WriteUntil(stop.Token));
        int whole = 0;
        for (int i = 0; i < 120; i++)
        {
            seen = (await watch.WaitForNewerAsync(seen, Workbench.Token)).Frame!.Sequence;
            using var picture = watch.LeasePicture(s_wish);
            if (picture is null || picture.Row.Frame!.Verdict.Kind is VerdictKind.TakenWhileLocked or VerdictKind.ChangedDuringRead)
                continue;
            var pixels = System.Runtime.InteropServices.MemoryMarshal.Cast<byte, uint>(picture.Rgba.Span);
            Assert.True(pixels.IndexOfAnyExcept(pixels[0]) < 0, $"frame {seen} is a mixture.");
            whole += (byte)picture.Row.Frame.Payload.Layout!.Counter!.Value == (byte)pixels[0] ? 1 : 0;
        }

        await stop.CancelAsync();
        await writing;
        Assert.True(whole > 20, $"only {whole} whole frames were seen.");
    }

    // As the layout has it: whoever is interrupted here is at odd.
    private void Write(byte[] frame)
    {
        byte[] odd = frame[..8];
        odd[0]--;
        _segment.Write(0, odd);
        _segment.Write(8, frame.AsSpan(8));
        _segment.Write(0, frame.AsSpan(0, 8));
    }

    // Row by row, so that it takes milliseconds; each frame of one colour, which is its number.
    private void WriteUntil(CancellationToken stop)
    {
        byte[] head = Frame(1)[..32], row = new byte[Width * 3];
        for (int frame = 100; !stop.IsCancellationRequested; frame++)
        {
            BinaryPrimitives.WriteInt64LittleEndian(head, (frame * 2L) - 1);
            _segment.Write(0, head);
            row.AsSpan().Fill((byte)frame);
            for (int y = 0; y < Height; y++)
                _segment.Write(32 + (y * row.Length), row);
            BinaryPrimitives.WriteInt64LittleEndian(head.AsSpan(16), frame);
            _segment.Write(16, head.AsSpan(16, 8));
            BinaryPrimitives.WriteInt64LittleEndian(head, frame * 2L);
            _segment.Write(0, head.AsSpan(0, 8));
            stop.WaitHandle.WaitOne(3);
        }
    }

    private static byte[] Frame(int step)
    {
        byte[] bytes = new byte[32 + (Width * Height * 3)];
        new Random(step).NextBytes(bytes);
        BinaryPrimitives.WriteInt64LittleEndian(bytes, step * 2L);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(8), Width);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(12), Height);
        BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(16), step);
        return bytes;
    }
}
