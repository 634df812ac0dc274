using System.Collections.Concurrent;
using System.Security.Cryptography;
using ShmDashboard.Imaging.Payloads;
using ShmDashboard.Monitoring;
using ShmDashboard.Monitoring.Frames;
using ShmDashboard.Monitoring.Sampling;
using ShmDashboard.SharedMemory.Locks;
using ShmDashboard.SharedMemory.Posix;
using ShmDashboard.SharedMemory.Qt;
using ShmDashboard.SharedMemory.Reading;
using ShmDashboard.SharedMemory.Segments;
using ShmDashboard.Tests.SharedMemory;

namespace ShmDashboard.Tests.Monitoring;

[Trait("Category", "Kernel")]
public sealed class SegmentMonitorTests
{
    [Fact]
    public async Task LookAsync_QtPicture_TellsWhatItIs()
    {
        await using var bench = new Workbench();
        using var segment = Write(bench.Key, Workbench.QtPicture(1));

        var row = await bench.Monitor.LookAsync(bench.Id, Workbench.Token);

        Assert.Equal(bench.Id, row!.Id);
        Assert.Equal((PayloadFormat.QtImage, 40, 30), (row.Frame!.Payload.Format, row.Frame.Payload.Width, row.Frame.Payload.Height));
        Assert.Equal(VerdictKind.Consistent, row.Frame.Verdict.Kind);
        Assert.Equal(LockState.Free, row.Lock.State);
        Assert.Contains(row.Attached, process => process.Pid == Environment.ProcessId);
        Assert.Equal("qt", row.Family.Id);
    }

    [Fact]
    public async Task LookAsync_NoSuchSegment_IsNull()
    {
        await using var bench = new Workbench();

        Assert.Null(await bench.Monitor.LookAsync(bench.Id, Workbench.Token));
    }

    [Theory]
    [InlineData(1L << 30, 600L << 20, PayloadIntegrity.Unchecked)]
    [InlineData(16L << 20, -1, PayloadIntegrity.Complete)]
    [InlineData(1L << 30, -1, PayloadIntegrity.Complete)]
    public async Task LookAsync_ZerosAsFarAsIsLooked_AreNotCalledAll(long size, long written, PayloadIntegrity expected)
    {
        await using var bench = new Workbench();
        var id = SegmentId.Posix($"test-{Guid.NewGuid():N}");
        string path = "/dev/shm/" + id.Value;
        try
        {
            await using (var file = File.Create(path))
            {
                file.SetLength(size);
                if (written >= 0)
                {
                    file.Position = written;
                    file.WriteByte(1);
                }
            }

            var row = await bench.Monitor.LookAsync(id, Workbench.Token);

            Assert.Equal((PayloadFormat.Empty, expected), (row?.Frame?.Payload.Format, row?.Frame?.Payload.Integrity));
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public async Task LeaseFrameAsync_QtPicture_BringsThePngAsWritten()
    {
        await using var bench = new Workbench();
        byte[] png = Workbench.Png(7);
        using var segment = Write(bench.Key, [0, 0, 0, 1, .. png], slack: 5000);

        using var lease = await bench.Monitor.LeaseFrameAsync(bench.Id, Workbench.Token);

        Assert.Equal(png, lease!.Picture.ToArray());
    }

    [Fact]
    public async Task LeaseFrameAsync_SameContentTwice_KeepsTheSequence()
    {
        await using var bench = new Workbench();
        using var segment = Write(bench.Key, Workbench.QtPicture(1));

        long first = await Sequence(bench);
        long again = await Sequence(bench);
        Overwrite(segment, Workbench.QtPicture(2));
        long changed = await Sequence(bench);

        Assert.Equal(first, again);
        Assert.Equal(first + 1, changed);
    }

    [Fact]
    public async Task LookAroundAsync_SegmentMadeJustNow_IsListed()
    {
        await using var bench = new Workbench();
        await bench.Monitor.LookAroundAsync(Workbench.Token);
        bench.Catalog.Keys.Remember(bench.Key);
        using var segment = Write(bench.Key, Workbench.QtPicture(1));

        var list = await bench.Monitor.LookAroundAsync(Workbench.Token);

        Assert.Contains(list.Rows, row => row.Id == bench.Id);
    }

    [Fact]
    public async Task Watch_WriterWritesAgain_BringsTheNewFrame()
    {
        await using var bench = new Workbench();
        using var segment = Write(bench.Key, Workbench.QtPicture(1));
        using var watch = bench.Monitor.Watch(bench.Id);
        var first = await watch.WaitForNewerAsync(0, Workbench.Token).WaitAsync(Workbench.Patience, Workbench.Token);

        Overwrite(segment, Workbench.QtPicture(2));
        var second = await watch.WaitForNewerAsync(first.Frame!.Sequence, Workbench.Token).WaitAsync(Workbench.Patience, Workbench.Token);

        Assert.True(second.Frame!.Sequence > first.Frame.Sequence);
        Assert.NotNull(second.LastChangeUtc);
    }

    [Fact]
    public async Task Watch_SegmentComesLater_IsFound()
    {
        await using var bench = new Workbench();
        using var watch = bench.Monitor.Watch(bench.Id);
        Assert.Null(watch.Row);

        using var segment = Write(bench.Key, Workbench.QtPicture(1));
        var row = await watch.WaitForNewerAsync(0, Workbench.Token).WaitAsync(Workbench.Patience, Workbench.Token);

        Assert.Equal(bench.Id, row.Id);
    }

    [Fact]
    public async Task Watch_SegmentGoesAndComesBack_SaysGoneAndGoesOn()
    {
        await using var bench = new Workbench();
        using var watch = bench.Monitor.Watch(bench.Id);
        long before;
        using (Write(bench.Key, Workbench.QtPicture(1)))
        {
            var row = await watch.WaitForNewerAsync(0, Workbench.Token).WaitAsync(Workbench.Patience, Workbench.Token);
            before = row.Frame!.Sequence;
        }

        await Workbench.Until(watch, row => row.Gone);
        using var again = Write(bench.Key, Workbench.QtPicture(2, 50, 50));
        var back = await watch.WaitForNewerAsync(before, Workbench.Token).WaitAsync(Workbench.Patience, Workbench.Token);

        Assert.False(back.Gone);
        Assert.Equal(50, back.Frame!.Payload.Width);
    }

    [Fact]
    public async Task Watch_LockHeldWhileContentChanges_SaysTakenWhileLockedAndThenConsistent()
    {
        await using var bench = new Workbench();
        using var segment = Write(bench.Key, Workbench.QtPicture(1));
        using var watch = bench.Monitor.Watch(bench.Id);
        var first = await watch.WaitForNewerAsync(0, Workbench.Token).WaitAsync(Workbench.Patience, Workbench.Token);

        segment.Lock(TimeSpan.FromSeconds(1));
        segment.Write(0, Workbench.QtPicture(2));
        var held = await Workbench.Until(watch, row =>
            row.Frame!.Sequence > first.Frame!.Sequence && row.Lock.State == LockState.Held);
        segment.Unlock();
        var free = await Workbench.Until(watch, row => row.Frame!.Verdict.Kind == VerdictKind.Consistent);

        Assert.Equal(VerdictKind.TakenWhileLocked, held.Frame!.Verdict.Kind);
        Assert.Equal(Environment.ProcessId, held.Frame.Verdict.Holder!.Value.Pid);
        Assert.Equal(Environment.ProcessId, held.Lock.Holder!.Value.Pid);
        Assert.Equal(held.Frame.Sequence, free.Frame!.Sequence);
    }

    [Fact]
    public async Task LookAsync_LockHeldAtTheFirstLookAndThenFree_IsConsistentThen()
    {
        await using var bench = new Workbench();
        using var segment = Write(bench.Key, Workbench.QtPicture(1));
        segment.Lock(TimeSpan.FromSeconds(1));
        var held = await bench.Monitor.LookAsync(bench.Id, Workbench.Token);
        segment.Unlock();
        var free = await bench.Monitor.LookAsync(bench.Id, Workbench.Token);

        Assert.Equal(VerdictKind.TakenWhileLocked, held!.Frame!.Verdict.Kind);
        Assert.Equal(VerdictKind.Consistent, free!.Frame!.Verdict.Kind);
        Assert.Equal(held.Frame.Sequence, free.Frame.Sequence);
    }

    [Fact]
    public async Task LookAsync_TextWhoseWriterWasNotSeen_IsUnproven()
    {
        await using var bench = new Workbench();
        using var segment = Write(bench.Key, "Hello, reader"u8.ToArray());

        var row = await bench.Monitor.LookAsync(bench.Id, Workbench.Token);

        Assert.Equal(VerdictKind.Unproven, row!.Frame!.Verdict.Kind);
    }

    [Fact]
    public async Task Watch_PngTornByItsWriter_IsNotCalledWhole()
    {
        await using var bench = new Workbench();
        byte[] torn = Workbench.QtPicture(1, 200, 200);
        Workbench.QtPicture(2, 200, 200).AsSpan(torn.Length / 2, torn.Length / 4).CopyTo(torn.AsSpan(torn.Length / 2));
        using var segment = Write(bench.Key, torn);

        var row = await bench.Monitor.LookAsync(bench.Id, Workbench.Token);

        Assert.NotEqual(PayloadIntegrity.Complete, row!.Frame!.Payload.Integrity);
        Assert.Equal(VerdictKind.Unproven, row.Frame.Verdict.Kind);
        Assert.NotNull(row.Frame.Payload.Problem);
    }

    [Fact]
    public async Task Watch_TwoViewersOfOneSegment_ShareTheFrame()
    {
        await using var bench = new Workbench();
        using var segment = Write(bench.Key, Workbench.QtPicture(1));
        using var one = bench.Monitor.Watch(bench.Id);
        using var other = bench.Monitor.Watch(SegmentId.SystemV(segment.ShmId));

        var first = await one.WaitForNewerAsync(0, Workbench.Token).WaitAsync(Workbench.Patience, Workbench.Token);
        var second = await other.WaitForNewerAsync(0, Workbench.Token).WaitAsync(Workbench.Patience, Workbench.Token);

        Assert.Equal(first.Frame!.Sequence, second.Frame!.Sequence);
    }

    [Fact]
    public async Task Watch_GivenUpAndBegunAgainManyTimes_HasOneSampler()
    {
        await using var bench = new Workbench();
        using var segment = Write(bench.Key, Workbench.QtPicture(1));
        var watch = bench.Monitor.Watch(bench.Id);
        for (int i = 0; i < 50; i++)
        {
            watch.Dispose();
            watch = bench.Monitor.Watch(bench.Id);
        }

        await watch.WaitForNewerAsync(0, Workbench.Token).WaitAsync(Workbench.Patience, Workbench.Token);
        Assert.Equal(1, bench.Monitor.WatchedSegments);
        watch.Dispose();
    }

    [Fact]
    public async Task Subscribe_OneHandlerFails_TheListGoesOnAndItIsReportedOnce()
    {
        var reported = new List<string>();
        await using var bench = new Workbench(new MonitorOptions { Unexpected = error => reported.Add(error.Message) });
        int later = 0;
        using var failing = bench.Monitor.Subscribe(() => throw new InvalidOperationException("a broken page"));
        using var counting = bench.Monitor.Subscribe(() => later++);

        await bench.Monitor.LookAroundAsync(Workbench.Token);
        await bench.Monitor.LookAroundAsync(Workbench.Token);

        Assert.Equal(2, later);
        Assert.Equal(["a broken page"], reported);
    }

    [Fact]
    public async Task Look_PosixSemaphoreWithWaiters_NamesThemAndInfersTheHolder()
    {
        await using var bench = new Workbench();
        string name = $"test-{Guid.NewGuid():N}";
        using var segment = PosixSegment.Create(name, 10);
        using var holder = NativeChild.Start();
        using var waiter = NativeChild.Start();
        try
        {
            holder.Do($"semcreate /{name} 1");
            holder.Do($"semwait");
            waiter.Do($"semopen /{name}");
            waiter.Tell($"semwait");

            var row = await Workbench.Eventually(async () =>
                await bench.Monitor.LookAsync(SegmentId.Posix(name), Workbench.Token) is { Lock: { Holder: not null, Waiters.Length: 1 } } found ? found : null);

            Assert.Equal((holder.Pid, true), (row.Lock.Holder!.Value.Pid, row.Lock.HolderIsInferred));
            Assert.Equal(waiter.Pid, row.Lock.Waiters[0].Pid);
            Assert.True(row.Lock.WaitersKnown);
            holder.Do($"sempost");
            Assert.DoesNotContain("failed", waiter.Answer(), StringComparison.Ordinal);
        }
        finally
        {
            File.Delete("/dev/shm/sem." + name);
            PosixSegment.Unlink(name);
        }
    }

    [Fact]
    public async Task Watch_PosixFileTruncatedWhileRead_LivesOn()
    {
        await using var bench = new Workbench();
        string name = $"test {Guid.NewGuid():N}";
        using var segment = PosixSegment.Create(name, 4 << 20);
        try
        {
            segment.Write(0, RandomNumberGenerator.GetBytes(4 << 20));
            using var watch = bench.Monitor.Watch(SegmentId.Posix(name));
            await watch.WaitForNewerAsync(0, Workbench.Token).WaitAsync(Workbench.Patience, Workbench.Token);

            using (var file = new FileStream("/dev/shm/" + name, FileMode.Open, FileAccess.Write))
                file.SetLength(100);

            var row = await Workbench.Until(watch, row => row.Frame!.Payload.PayloadLength <= 100);
            Assert.False(row.Gone);
        }
        finally
        {
            PosixSegment.Unlink(name);
        }
    }

    [Theory]
    [InlineData(10_000, 30_000, false)]
    [InlineData(30_000, 10_000, false)]
    [InlineData(10_000, 30_000, true)]
    [InlineData(30_000, 10_000, true)]
    public async Task Watch_PosixFileOfAnotherSize_ChangesSizeAndContentTogether(int before, int after, bool isFoundBySweep)
    {
        // Hints alone would tell for an hour that the first bytes are as before.
        await using var bench = new Workbench(new MonitorOptions { FullCompareInterval = TimeSpan.FromHours(1) });
        string name = $"test {Guid.NewGuid():N}";
        using var segment = PosixSegment.Create(name, before);
        try
        {
            segment.Write(0, RandomNumberGenerator.GetBytes(before));
            using var watch = bench.Monitor.Watch(SegmentId.Posix(name));
            await Workbench.Until(watch, row => row.Frame?.Payload.PayloadLength == before);
            var told = new ConcurrentQueue<(long Size, long Content)>();
            using (watch.Subscribe(() => told.Enqueue((watch.Row!.Facts.SizeBytes, watch.Row.Frame!.Payload.PayloadLength))))
            {
                using (var file = new FileStream("/dev/shm/" + name, FileMode.Open, FileAccess.Write))
                    file.SetLength(after);
                if (isFoundBySweep)
                    await bench.Monitor.LookAroundAsync(Workbench.Token);
                await Workbench.Until(watch, row => row.Facts.SizeBytes == after);
            }

            Assert.Equal(after, watch.Row!.Frame!.Payload.PayloadLength);
            Assert.All(told, row => Assert.Equal(row.Size, row.Content));
        }
        finally
        {
            PosixSegment.Unlink(name);
        }
    }

    [Fact]
    public async Task ReadBytesAsync_PieceAcrossTheEnd_IsShorter()
    {
        await using var bench = new Workbench();
        using var segment = Write(bench.Key, [1, 2, 3, 4, 5], slack: 0);

        var outcome = await bench.Monitor.ReadBytesAsync(bench.Id, 3, 100, Workbench.Token);

        Assert.Equal(ReadStatus.Copied, outcome.Status);
        Assert.Equal([4, 5], outcome.Bytes.ToArray());
        Assert.Equal(5, outcome.SizeBytes);
    }

    [Fact]
    public async Task Watch_WithoutPeersMemory_LeavesTheLockFreeAndNobodyAttached()
    {
        await using var bench = new Workbench(new MonitorOptions { AllowPeerMemory = false, SampleInterval = TimeSpan.FromMilliseconds(2) });
        using var segment = Write(bench.Key, Workbench.QtPicture(1));
        using (var watch = bench.Monitor.Watch(bench.Id))
        {
            var row = await watch.WaitForNewerAsync(0, Workbench.Token).WaitAsync(Workbench.Patience, Workbench.Token);
            Assert.Equal(ReadRoute.LockedAttach, row.Frame!.Route);
            for (int i = 2; i < 30; i++)
            {
                Overwrite(segment, Workbench.QtPicture(i));
                row = await watch.WaitForNewerAsync(row.Frame!.Sequence, Workbench.Token).WaitAsync(Workbench.Patience, Workbench.Token);
            }
        }

        Assert.Equal(1, bench.Catalog.Find(bench.Id)!.AttachCount);
        Assert.Equal(1, new LockObserver(bench.Catalog.Processes).Read(bench.Catalog.Find(bench.Id)!).Value);
    }

    private static async Task<long> Sequence(Workbench bench)
    {
        using var lease = await bench.Monitor.LeaseFrameAsync(bench.Id, Workbench.Token);
        return lease!.Info.Sequence;
    }

    [Fact]
    public async Task LookAsync_TwoKeysThatLedToOneSegment_AreTwoOnceTheyLeadToTwo()
    {
        await using var bench = new Workbench();
        string other = $"test {Guid.NewGuid():N} 另";
        string otherFile = KeyFile(other);
        using var first = Write(bench.Key, Workbench.QtPicture(1));
        File.CreateSymbolicLink(otherFile, KeyFile(bench.Key));
        foreach (var id in (SegmentId[])[bench.Id, SegmentId.Qt(other)])
            Assert.Equal(first.SizeBytes, (await bench.Monitor.LookAsync(id, Workbench.Token))!.Facts.SizeBytes);

        File.Delete(otherFile);
        using var second = Write(other, Workbench.QtPicture(2), slack: 5000);
        for (int i = 0; i < 3; i++)
        {
            var list = await bench.Monitor.LookAroundAsync(Workbench.Token);
            Assert.Equal(first.SizeBytes, (await bench.Monitor.LookAsync(bench.Id, Workbench.Token))!.Facts.SizeBytes);
            Assert.Equal(second.SizeBytes, (await bench.Monitor.LookAsync(SegmentId.Qt(other), Workbench.Token))!.Facts.SizeBytes);
            Assert.Single(list.Rows, row => row.Facts.SystemV?.ShmId == first.ShmId);
            Assert.Single(list.Rows, row => row.Facts.SystemV?.ShmId == second.ShmId);
        }
    }

    private static string KeyFile(string key) =>
        QtNativeKey.Legacy(key, QtKeyPurpose.Segment, QtIpcType.SystemV, QtNativeKey.TempPath()).Value;

    private static QtSharedMemory Write(string key, byte[] payload, int slack = 1000)
    {
        var segment = QtSharedMemory.Create(key, payload.Length + slack);
        Overwrite(segment, payload);
        return segment;
    }

    private static void Overwrite(QtSharedMemory segment, byte[] payload)
    {
        segment.Lock(TimeSpan.FromSeconds(1));
        segment.Write(0, payload);
        segment.Unlock();
    }
}
