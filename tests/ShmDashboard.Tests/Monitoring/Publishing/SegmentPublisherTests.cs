using ShmDashboard.Imaging.Formats;
using ShmDashboard.Imaging.Payloads;
using ShmDashboard.Imaging.Pictures;
using ShmDashboard.Monitoring.Publishing;
using ShmDashboard.SharedMemory.Interop;
using ShmDashboard.SharedMemory.Locks;
using ShmDashboard.SharedMemory.Posix;
using ShmDashboard.SharedMemory.Qt;
using ShmDashboard.SharedMemory.Segments;
using ShmDashboard.Tests.SharedMemory;

namespace ShmDashboard.Tests.Monitoring.Publishing;

[Trait("Category", "Kernel")]
public sealed class SegmentPublisherTests
{
    [Fact]
    public async Task PublishPictureAsync_NewQtKey_CreatesAndHoldsIt()
    {
        await using var bench = new Workbench();
        byte[] png = Workbench.Png(1);

        var result = await bench.Publisher.PublishPictureAsync(bench.Id, png, PayloadKind.QtImage, null, Workbench.Token);

        Assert.Equal((PublishAction.Create, png.Length + 4L), (result.Action, result.SegmentBytes));
        Assert.Equal(bench.Id, Assert.Single(bench.Publisher.Held).Id);
        using var lease = await bench.Monitor.LeaseFrameAsync(bench.Id, Workbench.Token);
        Assert.Equal(png, lease!.Picture.ToArray());
        Assert.True(lease.Row.HeldByDashboard);
    }

    [Fact]
    public async Task PublishPictureAsync_JpegForQt_IsAPngAndWasPlannedSo()
    {
        await using var bench = new Workbench();
        byte[] jpeg = PictureEncoder.Encode(PixelBuffer.Allocate(40, 30, PixelFormat.Rgb8), PictureFormats.Jpeg, EncodeOptions.Default);

        var plan = await bench.Publisher.PlanPictureAsync(bench.Id, jpeg, PayloadKind.QtImage, Workbench.Token);
        var result = await bench.Publisher.PublishPictureAsync(bench.Id, jpeg, PayloadKind.QtImage, plan.Situation, Workbench.Token);

        Assert.Equal((PublishAction.Create, PublishAction.Create), (plan.Action, result.Action));
        Assert.Equal(plan.PayloadBytes, result.PayloadBytes);
        Assert.Equal(plan.Conversion, result.Conversion);
        Assert.Equal((PictureFormats.Jpeg, PictureFormats.Png, 40, 30), (result.Conversion!.From, result.Conversion.To, result.Conversion.Width, result.Conversion.Height));
        using var lease = await bench.Monitor.LeaseFrameAsync(bench.Id, Workbench.Token);
        Assert.True(lease!.Info.Payload.ReadableByQImageStream);
    }

    [Fact]
    public async Task PlanPictureAsync_DamagedJpeg_IsRefusedWithTheSentenceOfTheWrite()
    {
        await using var bench = new Workbench();
        byte[] jpeg = PictureEncoder.Encode(PixelBuffer.Allocate(40, 30, PixelFormat.Rgb8), PictureFormats.Jpeg, EncodeOptions.Default)[..200];

        var plan = await bench.Publisher.PlanPictureAsync(bench.Id, jpeg, PayloadKind.QtImage, Workbench.Token);
        var result = await bench.Publisher.PublishPictureAsync(bench.Id, jpeg, PayloadKind.QtImage, null, Workbench.Token);

        Assert.Equal((PublishAction.Refuse, PublishFailure.NotAPicture), (plan.Action, plan.Failure));
        Assert.Equal(plan.Problem, result.Problem);
        Assert.Null(bench.Catalog.Find(bench.Id));
    }

    [Fact]
    public async Task PublishPictureAsync_LargerAndOnlyWeHoldIt_MakesItAnew()
    {
        await using var bench = new Workbench();
        await bench.Publisher.PublishPictureAsync(bench.Id, Workbench.Png(1, 10, 10), PayloadKind.QtImage, null, Workbench.Token);
        byte[] larger = Workbench.Png(2, 100, 100);

        var result = await bench.Publisher.PublishPictureAsync(bench.Id, larger, PayloadKind.QtImage, null, Workbench.Token);

        Assert.Equal((PublishAction.Recreate, larger.Length + 4L), (result.Action, result.SegmentBytes));
        Assert.Equal(larger.Length + 4, bench.Catalog.Find(bench.Id)!.SizeBytes);
    }

    [Fact]
    public async Task PublishPictureAsync_SmallerIntoOwn_OverwritesInPlace()
    {
        await using var bench = new Workbench();
        await bench.Publisher.PublishPictureAsync(bench.Id, Workbench.Png(1, 100, 100), PayloadKind.QtImage, null, Workbench.Token);
        int before = bench.Catalog.Find(bench.Id)!.SystemV!.ShmId;

        var result = await bench.Publisher.PublishPictureAsync(bench.Id, Workbench.Png(2, 10, 10), PayloadKind.QtImage, null, Workbench.Token);

        Assert.Equal(PublishAction.Overwrite, result.Action);
        Assert.Equal(before, bench.Catalog.Find(bench.Id)!.SystemV!.ShmId);
    }

    [Fact]
    public async Task PublishPictureAsync_LockHeldTooLong_NamesTheHolderAndChangesNothing()
    {
        await using var bench = new Workbench();
        using var segment = QtSharedMemory.Create(bench.Key, 10_000);
        Assert.True(segment.TryLock(TimeSpan.Zero));

        var result = await bench.Publisher.PublishPictureAsync(bench.Id, Workbench.Png(1, 10, 10), PayloadKind.QtImage, null, Workbench.Token);
        segment.Unlock();

        Assert.Equal(PublishFailure.Locked, result.Failure);
        Assert.Contains(Environment.ProcessId.ToString(System.Globalization.CultureInfo.InvariantCulture), result.Problem!.ToString(), StringComparison.Ordinal);
        byte[] first = new byte[8];
        segment.Read(0, first);
        Assert.Equal(new byte[8], first);
    }

    [Theory]
    [InlineData(PayloadKind.Utf8Text, PayloadFormat.Utf8Text)]
    [InlineData(PayloadKind.QString, PayloadFormat.QtString)]
    [InlineData(PayloadKind.QByteArray, PayloadFormat.QtByteArray)]
    public async Task PublishTextAsync_EachLayout_IsReadBackAsThat(PayloadKind kind, PayloadFormat format)
    {
        await using var bench = new Workbench();

        var result = await bench.Publisher.PublishTextAsync(bench.Id, "Hello, Client! 你好", kind, null, Workbench.Token);
        var row = await bench.Monitor.LookAsync(bench.Id, Workbench.Token);

        Assert.True(result.Succeeded, result.Problem?.ToString());
        Assert.Equal((format, "Hello, Client! 你好"), (row!.Frame!.Payload.Format, row.Frame.Payload.Text));
    }

    [Fact]
    public async Task ReleaseAsync_NobodyElseAttached_RemovesIt()
    {
        await using var bench = new Workbench();
        await bench.Publisher.PublishPictureAsync(bench.Id, Workbench.Png(1), PayloadKind.QtImage, null, Workbench.Token);

        var result = await bench.Publisher.ReleaseAsync(bench.Id, Workbench.Token);

        Assert.Equal(PublishAction.Release, result.Action);
        Assert.Null(bench.Catalog.Find(bench.Id));
        Assert.Empty(bench.Publisher.Held);
    }

    [Fact]
    public async Task ReleaseAsync_NotHeld_SaysSo()
    {
        await using var bench = new Workbench();

        var result = await bench.Publisher.ReleaseAsync(bench.Id, Workbench.Token);

        Assert.Equal(PublishFailure.NotFound, result.Failure);
        Assert.Equal($"Cannot release '{bench.Id}': the dashboard does not hold it. See which it holds on the upload page.", result.Problem!.ToString());
    }

    [Fact]
    public async Task DisposeAsync_LetsGoOfEverything()
    {
        var bench = new Workbench();
        string posix = $"test {Guid.NewGuid():N}";
        await bench.Publisher.PublishPictureAsync(bench.Id, Workbench.Png(1), PayloadKind.QtImage, null, Workbench.Token);
        await bench.Publisher.PublishPictureAsync(SegmentId.Posix(posix), Workbench.Png(1), PayloadKind.File, null, Workbench.Token);
        Assert.True(File.Exists("/dev/shm/" + posix));

        await bench.DisposeAsync();

        Assert.Null(bench.Catalog.Find(bench.Id));
        Assert.False(File.Exists("/dev/shm/" + posix));
    }

    [Fact]
    public async Task PublishPictureAsync_SmallerFileIntoPosix_LeavesNothingOfTheOldBehind()
    {
        await using var bench = new Workbench();
        var id = SegmentId.Posix($"test {Guid.NewGuid():N}");
        await bench.Publisher.PublishPictureAsync(id, Workbench.Png(1, 100, 100), PayloadKind.File, null, Workbench.Token);
        byte[] small = Workbench.Png(2, 4, 4);

        var result = await bench.Publisher.PublishPictureAsync(id, small, PayloadKind.File, null, Workbench.Token);

        byte[] found = await File.ReadAllBytesAsync("/dev/shm/" + id.Value, Workbench.Token);
        Assert.Equal(PublishAction.Overwrite, result.Action);
        Assert.Equal(small, found[..small.Length]);
        Assert.All(found[small.Length..], left => Assert.Equal(0, left));
    }

    [Fact]
    public async Task PublishPictureAsync_SomebodyMadeItSinceThePlan_IsRefusedAndTouchesNothing()
    {
        await using var bench = new Workbench();
        byte[] png = Workbench.Png(1, 10, 10);
        var plan = bench.Publisher.Plan(bench.Id, PayloadKind.QtImage, png.Length);
        using var theirs = QtSharedMemory.Create(bench.Key, 100_000);
        theirs.Write(0, "precious"u8);

        var result = await bench.Publisher.PublishPictureAsync(bench.Id, png, PayloadKind.QtImage, plan.Situation, Workbench.Token);

        Assert.Equal(PublishFailure.SituationChanged, result.Failure);
        Assert.Equal(
            $"Cannot write to '{bench.Id}': the situation changed since it was shown; a segment of 100,000 bytes would now be overwritten. " +
            "Look at what would happen now, and send again.", result.Problem!.ToString());
        byte[] found = new byte[8];
        theirs.Read(0, found);
        Assert.Equal("precious"u8, found);

        var again = bench.Publisher.Plan(bench.Id, PayloadKind.QtImage, png.Length);
        Assert.Equal(PublishAction.Overwrite, again.Action);
        Assert.True((await bench.Publisher.PublishPictureAsync(bench.Id, png, PayloadKind.QtImage, again.Situation, Workbench.Token)).Succeeded);
    }

    [Fact]
    public async Task PublishPictureAsync_AnotherSegmentHasTheNameNow_IsRefused()
    {
        await using var bench = new Workbench();
        byte[] png = Workbench.Png(1, 10, 10);
        string situation;
        using (QtSharedMemory.Create(bench.Key, 100_000))
            situation = bench.Publisher.Plan(bench.Id, PayloadKind.QtImage, png.Length).Situation;
        using var next = QtSharedMemory.Create(bench.Key, 100_000);

        var result = await bench.Publisher.PublishPictureAsync(bench.Id, png, PayloadKind.QtImage, situation, Workbench.Token);

        Assert.Equal(PublishFailure.SituationChanged, result.Failure);
    }

    [Fact]
    public async Task Plan_LockHeldForAWhile_SaysByWhom()
    {
        await using var bench = new Workbench();
        using var theirs = QtSharedMemory.Create(bench.Key, 100_000);
        theirs.Lock(TimeSpan.FromSeconds(1), Workbench.Token);
        try
        {
            var plan = await Workbench.Eventually(() => bench.Publisher.Plan(bench.Id, PayloadKind.QtImage, 100) is { Lock.Holder: not null } found ? found : null);

            Assert.Equal(LockState.Held, plan.Lock.State);
            Assert.Equal(Environment.ProcessId, plan.Lock.Holder!.Value.Pid);
        }
        finally
        {
            theirs.Unlock();
        }

        Assert.Equal(LockState.Free, bench.Publisher.Plan(bench.Id, PayloadKind.QtImage, 100).Lock.State);
    }

    [Fact]
    public async Task Plan_SemaphoreBesideAPosixSegmentHeld_SaysHeld()
    {
        await using var bench = new Workbench();
        string name = $"test-{Guid.NewGuid():N}";
        using var segment = PosixSegment.Create(name, 1000);
        using var child = NativeChild.Start();
        try
        {
            child.Do($"semcreate /{name} 0");

            var plan = bench.Publisher.Plan(SegmentId.Posix(name), PayloadKind.File, 100);

            Assert.Equal((PublishAction.Overwrite, LockState.Held, LockKind.PosixSemaphore), (plan.Action, plan.Lock.State, plan.Lock.Kind));
        }
        finally
        {
            File.Delete("/dev/shm/sem." + name);
            PosixSegment.Unlink(name);
        }
    }

    [Fact]
    public async Task PublishPictureAsync_SomethingAfterThePicturesEnd_IsPlannedWithAndWrittenWithoutIt()
    {
        await using var bench = new Workbench();
        byte[] png = Workbench.Png(1, 10, 10);
        byte[] file = [.. png, .. new byte[5000]];
        string name = $"test-{Guid.NewGuid():N}";
        using var segment = PosixSegment.Create(name, png.Length + 10);
        try
        {
            var plan = bench.Publisher.Plan(SegmentId.Posix(name), PayloadKind.QtImage, file.Length);
            var result = await bench.Publisher.PublishPictureAsync(SegmentId.Posix(name), file, PayloadKind.QtImage, plan.Situation, Workbench.Token);

            Assert.Equal(PublishAction.Recreate, plan.Action);
            Assert.True(result.Succeeded, result.Problem?.ToString());
            Assert.Equal(PublishAction.Overwrite, result.Action);
        }
        finally
        {
            PosixSegment.Unlink(name);
        }
    }

    [Fact]
    public async Task PublishPictureAsync_SegmentsNumberWithoutKey_IsRefused()
    {
        await using var bench = new Workbench();

        var result = await bench.Publisher.PublishPictureAsync(
            SegmentId.SystemV(int.MaxValue), Workbench.Png(1), PayloadKind.File, null, Workbench.Token);

        Assert.Equal(PublishFailure.NotFound, result.Failure);
    }

    [Fact]
    public async Task PublishPictureAsync_SystemVSegmentThatIsNotQts_SaysThatOnlyFramesAreWritten()
    {
        await using var bench = new Workbench();
        int shmId = LibC.ShmGet(0, 4096, LibC.IPC_CREAT | 0x180);
        try
        {
            var result = await bench.Publisher.PublishPictureAsync(SegmentId.SystemV(shmId), Workbench.Png(1), PayloadKind.File, null, Workbench.Token);

            Assert.Equal(PublishFailure.BadTarget, result.Failure);
            Assert.Contains("a System V segment, but none of Qt's", result.Problem!.ToString(), StringComparison.Ordinal);
        }
        finally
        {
            RemoveUnderItsUsers(shmId);
        }
    }

    [Fact]
    public async Task PublishPictureAsync_HeldSegmentReplacedUnderItsName_WritesIntoTheOneOthersSee()
    {
        await using var bench = new Workbench();
        await bench.Publisher.PublishPictureAsync(bench.Id, Workbench.Png(1), PayloadKind.QtImage, null, Workbench.Token);
        RemoveUnderItsUsers(bench.Catalog.Find(bench.Id)!.SystemV!.ShmId);
        using var another = QtSharedMemory.Create(bench.Key, 100_000);
        byte[] png = Workbench.Png(2);

        var result = await bench.Publisher.PublishPictureAsync(bench.Id, png, PayloadKind.QtImage, null, Workbench.Token);

        Assert.True(result.Succeeded, result.Problem?.ToString());
        byte[] found = new byte[png.Length];
        another.Read(4, found);
        Assert.Equal(png, found);
    }

    [Fact]
    public async Task PublishPictureAsync_LargerPictureIntoPosix_KeepsTheOldOneInTheTrash()
    {
        await using var bench = new Workbench();
        using var janitor = new ShmDashboard.Monitoring.Maintenance.SegmentJanitor(bench.Catalog, bench.Reader, readOnly: false, TimeProvider.System);
        var id = SegmentId.Posix($"test {Guid.NewGuid():N}");
        using (var old = PosixSegment.Create(id.Value, 10))
            old.Write(0, [1, 2, 3]);

        var result = await bench.Publisher.PublishPictureAsync(id, Workbench.Png(1), PayloadKind.File, null, Workbench.Token);

        Assert.Equal(PublishAction.Recreate, result.Action);
        var kept = Assert.Single(await janitor.ListTrashAsync(Workbench.Token), item => item.Name == id.Value);
        await bench.Publisher.ReleaseAsync(id, Workbench.Token);
        await janitor.RestoreAsync(kept.Item, Workbench.Token);
        Assert.Equal([1, 2, 3, 0, 0, 0, 0, 0, 0, 0], await File.ReadAllBytesAsync("/dev/shm/" + id.Value, Workbench.Token));
        PosixSegment.Unlink(id.Value);
    }

    [Fact]
    public async Task PublishPictureAsync_BadPosixName_IsRefused()
    {
        await using var bench = new Workbench();

        var result = await bench.Publisher.PublishPictureAsync(
            SegmentId.Posix("sem.mine"), Workbench.Png(1), PayloadKind.File, null, Workbench.Token);

        Assert.Equal(PublishFailure.BadTarget, result.Failure);
        // What an argument is called in the code is nobody's business.
        Assert.DoesNotContain("Parameter", result.Problem!.ToString(), StringComparison.Ordinal);
        Assert.EndsWith("such as 'cam0'.", result.Problem.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a directory")]
    [InlineData("a link")]
    [InlineData("a pipe")]
    public async Task PublishPictureAsync_NameOfWhatIsNoFile_IsRefusedAsThat(string what)
    {
        await using var bench = new Workbench();
        string name = $"test-{Guid.NewGuid():N}";
        string path = "/dev/shm/" + name;
        if (what == "a directory")
            Directory.CreateDirectory(path);
        else if (what == "a link")
            File.CreateSymbolicLink(path, "/dev/null");
        else
            using (var made = System.Diagnostics.Process.Start("mkfifo", path))
                made.WaitForExit();
        try
        {
            var plan = bench.Publisher.Plan(SegmentId.Posix(name), PayloadKind.File, 1000);
            var result = await bench.Publisher.PublishPictureAsync(
                SegmentId.Posix(name), Workbench.Png(1), PayloadKind.File, null, Workbench.Token);

            Assert.Equal((PublishAction.Refuse, PublishFailure.BadTarget), (plan.Action, result.Failure));
            Assert.Contains("is no regular file", result.Problem!.ToString(), StringComparison.Ordinal);
        }
        finally
        {
            if (what == "a directory")
                Directory.Delete(path);
            else
                File.Delete(path);
        }
    }

    [Fact]
    public async Task Plan_TooSmallAndAnotherProcessAttached_NamesIt()
    {
        await using var bench = new Workbench();
        using var child = await AttachedChild.StartAsync(bench);

        var plan = bench.Publisher.Plan(bench.Id, PayloadKind.QtImage, 1 << 20);

        Assert.Equal((PublishAction.Refuse, PublishFailure.TooSmallAndInUse), (plan.Action, plan.Failure));
        Assert.Contains($" {child.Pid}. Close or detach", plan.Problem!.ToString(), StringComparison.Ordinal);
        Assert.Equal(child.Pid, Assert.Single(plan.Attached).Pid);
    }

    // What "ipcrm" does: the name is free again, and who is attached keeps the old memory.
    private static unsafe void RemoveUnderItsUsers(int shmId) => LibC.ShmCtl(shmId, LibC.IPC_RMID, null);
}
