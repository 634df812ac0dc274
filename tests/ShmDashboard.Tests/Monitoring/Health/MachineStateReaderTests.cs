using System.Collections.Immutable;
using ShmDashboard.Monitoring.Health;
using ShmDashboard.Monitoring.Segments;
using ShmDashboard.SharedMemory.Locks;
using ShmDashboard.SharedMemory.Qt;
using ShmDashboard.SharedMemory.Room;
using ShmDashboard.SharedMemory.Segments;

namespace ShmDashboard.Tests.Monitoring.Health;

public sealed class MachineStateReaderTests : IDisposable
{
    private const string Lock = "qipc_systemsem_shareaab90dfe8c6f152a4fb071f5f4f9df804626e6ab";
    private const string Segment = "qipc_sharedmemory_shareaab90dfe8c6f152a4fb071f5f4f9df804626e6ab";

    private readonly ScratchDirectory _machine = new();

    public void Dispose() => _machine.Dispose();

    [Fact]
    public void Read_KernelTexts_AreTaken()
    {
        // Linux 6.18, Debian 12.
        _machine.Write("kernel/shmmni", "4096\n");
        _machine.Write("kernel/shmall", "18446744073692774399\n");
        _machine.Write("kernel/shmmax", "18446744073692774399\n");
        _machine.Write("kernel/sem", "32000\t1024000000\t500\t32000\n");
        _machine.Write("sem", """
                   key      semid perms      nsems   uid   gid  cuid  cgid      otime      ctime
            1359012275   45154355   600          1     0     0     0     0 1795216702 1795216428
            1359011848   45907997   600          1     0     0     0     0 1795216701 1795216701

            """);

        var state = Read();

        Assert.Equal(new SystemVLimits(4096, 18446744073692774399, 1024000000, 32000, Environment.SystemPageSize, 18446744073692774399), state.Limits);
        Assert.Equal([45154355, 45907997], state.SemaphoreSets.Select(set => set.Id));
        Assert.Equal(SegmentPermissions.OurUid, state.User.Uid);
        Assert.True(state.SharedMemory!.Value.TotalBytes > 0);
    }

    [Fact]
    public void Read_NothingThere_LeavesItOut()
    {
        var state = Read();

        Assert.Null(state.Limits);
        Assert.Null(state.RemoveIpc);
        Assert.Empty(state.SemaphoreSets);
        Assert.Empty(state.Semaphores);
        Assert.Empty(HealthExaminer.Examine(state with { SharedMemory = null }));
    }

    [Theory]
    [InlineData("")]
    [InlineData("32000\t1024000000\t500\n")]
    [InlineData("32000\t1024000000\t500\tx\n")]
    public void Read_OddLimits_AreLeftOut(string sem)
    {
        _machine.Write("kernel/shmmni", "4096\n");
        _machine.Write("kernel/shmall", "4096\n");
        _machine.Write("kernel/shmmax", "4096\n");
        _machine.Write("kernel/sem", sem);

        Assert.Null(Read().Limits);
    }

    [Fact]
    public void Read_KeyFiles_HaveTheirPurposeAndKey()
    {
        string segment = _machine.Write("tmp/" + Segment, "");
        string lockFile = _machine.Write("tmp/" + Lock, "");
        _machine.Write("tmp/qipc_something", "");
        string other = _machine.Write("run/share", "");

        var state = Read();

        Assert.Equal(
            [(lockFile, QtKeyPurpose.Lock), (segment, QtKeyPurpose.Segment), (other, (QtKeyPurpose?)null)],
            state.KeyFiles.Select(file => (file.Path, file.Purpose)).OrderByDescending(file => file.Path, StringComparer.Ordinal));
        Assert.All(state.KeyFiles, file => Assert.Equal(QtKeyFile.TryKeyOf(file.Path), file.Key));
        Assert.Equal([_machine.At("tmp"), _machine.At("run")], state.KeyFileDirectories);
    }

    [Theory]
    [InlineData(Lock, 0, 0, true)]
    [InlineData("cam0", 0, 3, true)]
    [InlineData(Lock, 1, 0, false)]
    [InlineData(Lock, 2, 0, false)]
    public void Read_Semaphores_AreHeldAtZero(string name, byte value, byte waiters, bool held)
    {
        // glibc, 64 bit: value, waiters, 0x80.
        _machine.Write("shm/sem." + name, [value, 0, 0, 0, waiters, 0, 0, 0, 0x80, .. new byte[23]]);

        var found = Assert.Single(Read().Semaphores);

        Assert.Equal((name, name == Lock, (int)waiters), (found.Name, found.IsQtLegacy, found.Reading.WaiterCount));
        Assert.Equal(held, found.Reading.State == LockState.Held);
        Assert.Empty(found.Users);
    }

    [Fact]
    public void Read_SemaphoreOfAnotherLibrary_IsNotJudged()
    {
        _machine.Write("shm/sem." + Lock, new byte[32]);
        _machine.Write("shm/sem.short", [0, 0]);

        Assert.All(Read().Semaphores, semaphore => Assert.Equal(SemaphoreHolding.Unreadable, semaphore.Holding));
    }

    [Fact]
    [Trait("Category", "Kernel")]
    public void Read_ThisMachine_FindsNoFaultWithTheReading()
    {
        var catalog = new SegmentCatalog(new CatalogOptions(), TimeProvider.System);

        var state = new MachineStateReader(catalog, TimeProvider.System)
            .Read(SegmentList.Empty, ImmutableDictionary<SegmentId, VerdictTally>.Empty);

        Assert.NotNull(state.Limits);
        Assert.NotNull(state.SharedMemory);
        Assert.NotEqual("", state.User.Name);
        Assert.NotEmpty(state.KeyFileDirectories);
    }

    private MachineState Read()
    {
        _machine.Make("shm");
        _machine.Make("tmp");
        _machine.Make("run");
        var paths = new MachinePaths
        {
            SemaphoreSets = _machine.At("sem"),
            KernelSettings = _machine.At("kernel"),
            SharedMemory = _machine.At("shm"),
            Processes = _machine.At("proc"),
            LogindPresence = _machine.At("seats"),
            TemporaryDirectory = null,
        };
        var catalog = new SegmentCatalog(new CatalogOptions
        {
            PosixDirectory = _machine.At("shm"),
            SearchUsualDirectories = false,
            KeyFileDirectories = [_machine.At("tmp")],
            RuntimeDirectories = [_machine.At("run")],
        }, TimeProvider.System);
        return new MachineStateReader(catalog, TimeProvider.System, paths)
            .Read(SegmentList.Empty, ImmutableDictionary<SegmentId, VerdictTally>.Empty);
    }
}
