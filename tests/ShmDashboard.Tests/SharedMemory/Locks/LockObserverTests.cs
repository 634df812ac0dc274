using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using ShmDashboard.SharedMemory.Interop;
using ShmDashboard.SharedMemory.Locks;
using ShmDashboard.SharedMemory.Posix;
using ShmDashboard.SharedMemory.Processes;
using ShmDashboard.SharedMemory.Qt;
using ShmDashboard.SharedMemory.Segments;

namespace ShmDashboard.Tests.SharedMemory.Locks;

[Collection(KernelCollection.Name)]
[Trait("Category", "Kernel")]
public sealed class LockObserverTests : IDisposable
{
    private readonly KeyDirectory _keys = new();
    private readonly string _key = KeyDirectory.NewKey();

    public void Dispose() => _keys.Dispose();

    [Fact]
    public void Read_Free_SaysSo()
    {
        using var memory = Create();

        var reading = Read();

        Assert.Equal((LockState.Free, LockKind.QtSystemV, 1), (reading.State, reading.Kind, reading.Value));
        Assert.Equal((_keys.LockSet(_key).Id, 0), (reading.SemaphoreId, reading.WaiterCount));
        Assert.Null(reading.Problem);
        var now = TimeProvider.System.GetUtcNow();
        Assert.InRange(reading.LastOperationUtc!.Value, now.AddMinutes(-1), now.AddSeconds(1));
    }

    [Fact]
    public void ListSemaphores_SpareTryingEachName()
    {
        string name = _keys.NewPosixName("shmdashboard-");
        using var segment = PosixSegment.Create(name, 100);
        var facts = _keys.Catalog.Find(SegmentId.Posix(name))!;
        var without = _keys.Locks.ListSemaphores()!;
        string semaphore = "/dev/shm/sem." + name;
        try
        {
            File.WriteAllBytes(semaphore, [1, 0, 0, 0, 0, 0, 0, 0, 0x80, 0, 0, 0, .. new byte[20]]);

            var with = _keys.Locks.ListSemaphores()!;

            Assert.Equal((false, true), (without.Contains(name), with.Contains(name)));
            Assert.Equal(LockState.None, _keys.Locks.Read(facts, without).State);
            Assert.Equal(LockState.Free, _keys.Locks.Read(facts, with).State);
            Assert.Equal(LockState.Free, _keys.Locks.Read(facts).State);
        }
        finally
        {
            File.Delete(semaphore);
            PosixSegment.Unlink(name);
        }

        Assert.False(_keys.Locks.ListSemaphores()!.Contains(name));
    }

    [Fact]
    public void Read_Held_NamesTheHolderAndItsWaiters()
    {
        using var memory = Create();
        using var holder = ChildProcess.Start();
        using var waiter = ChildProcess.Start();
        int semId = _keys.LockSet(_key).Id;
        holder.Do($"take {semId}");
        waiter.Tell($"take {semId}");
        Until.True(() => Read().WaiterCount == 1, "the other process waits");

        var reading = Read();
        var waiters = _keys.Locks.FindWaiters(semId, out int unreadable);

        Assert.Equal((LockState.Held, 0, holder.Pid), (reading.State, reading.Value, reading.LastPid));
        Assert.Equal((waiter.Pid, true), (Assert.Single(waiters).Pid, waiters[0].Alive));
        Assert.Equal(0, unreadable);

        holder.Do($"give {semId}");
        waiter.Expect("done");
        Assert.Equal(waiter.Pid, Read().LastPid);
        Assert.Empty(_keys.Locks.FindWaiters(semId, out _));
    }

    [Fact]
    public void FindWaiters_InAnotherThread_AreFoundToo()
    {
        using var memory = Create();
        using var other = QtSharedMemory.Attach(_key, QtAccess.ReadWrite, _keys.Options);
        memory.Lock(TimeSpan.FromSeconds(1));
        var waiting = new Thread(() => other.Lock(TimeSpan.FromSeconds(10)));
        waiting.Start();
        Until.True(() => Read().WaiterCount == 1, "the thread waits");

        Assert.Equal(Environment.ProcessId, Assert.Single(_keys.Locks.FindWaiters(_keys.LockSet(_key).Id, out _)).Pid);

        memory.Unlock();
        waiting.Join();
        other.Unlock();
    }

    [Fact]
    public void Read_HolderKilled_IsFreeAndNamesTheDead()
    {
        using var memory = Create();
        using var holder = ChildProcess.Start();
        holder.Do($"take {_keys.LockSet(_key).Id}");
        holder.Kill();

        Assert.Equal((LockState.Free, holder.Pid), (Read().State, Read().LastPid));
    }

    [Fact]
    public void Read_ReleasedOnceTooOften_IsDamaged()
    {
        using var memory = Create();
        using var child = ChildProcess.Start();
        child.Do($"raise {_keys.LockSet(_key).Id}");

        var reading = Read();

        Assert.Equal((LockState.Damaged, 2), (reading.State, reading.Value));
        Assert.StartsWith("The lock is damaged: its value is 2 where 1 means free", reading.Problem!.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Read_NoSetOrNoFile_IsNone()
    {
        using var memory = Create();
        var facts = _keys.Facts(_key);
        LibC.SemCtl(_keys.LockSet(_key).Id, 0, LibC.IPC_RMID, 0);

        Assert.Equal(LockState.None, _keys.Locks.Read(facts).State);
        File.Delete(_keys.LockFile(_key));
        Assert.Equal(LockState.None, _keys.Locks.Read(facts).State);
        Assert.Equal(LockState.None, _keys.Locks.Read(facts with { Qt = null }).State);
    }

    [Fact]
    public void Read_LockFileMadeAnew_FindsTheNewSet()
    {
        using var memory = Create();
        var old = _keys.LockSet(_key);
        File.Move(_keys.LockFile(_key), _keys.LockFile(_key + "old"));
        try
        {
            using var other = QtSharedMemory.Attach(_key, QtAccess.ReadWrite, _keys.Options);

            Assert.NotEqual(old.Id, Read().SemaphoreId);
            Assert.Equal(_keys.LockSet(_key).Id, Read().SemaphoreId);
        }
        finally
        {
            LibC.SemCtl(old.Id, 0, LibC.IPC_RMID, 0);
        }
    }

    [Fact]
    public void Read_Repeatedly_LeavesNoTrace()
    {
        using var memory = Create();
        using var child = ChildProcess.Start();
        int semId = _keys.LockSet(_key).Id;
        child.Do($"take {semId}");
        child.Do($"give {semId}");
        string before = Row();
        (int, int) footprint = KeyDirectory.Footprint();

        for (int i = 0; i < 100; i++)
        {
            Read();
            _keys.Locks.FindWaiters(semId, out _);
        }

        Assert.Equal(before, Row());
        Assert.Equal(child.Pid, _keys.LockSet(_key).LastPid(out _));
        KeyDirectory.AssertFootprint(footprint);

        string Row() => File.ReadLines("/proc/sysvipc/sem").Single(line =>
            line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1] == semId.ToString(CultureInfo.InvariantCulture));
    }

    [Fact]
    public void Read_PosixSegment_ReadsTheSemaphoreOfItsName()
    {
        string name = _keys.NewPosixName("shmdashboard-");
        string semaphore = "/dev/shm/sem." + name;
        using var segment = PosixSegment.Create(name, 1);
        var facts = _keys.Catalog.Find(SegmentId.Posix(name))!;
        Assert.Equal(LockState.None, _keys.Locks.Read(facts).State);
        try
        {
            File.WriteAllBytes(semaphore, Semaphore(0, 3));

            var reading = _keys.Locks.Read(facts);

            Assert.Equal((LockState.Held, LockKind.PosixSemaphore, 3, 0), (reading.State, reading.Kind, reading.WaiterCount, reading.LastPid));
            Assert.NotEqual(default, reading.FileIdentity);
        }
        finally
        {
            File.Delete(semaphore);
        }
    }

    // Bytes as seen with Qt 6.8.2 and glibc 2.36.
    [Theory]
    [InlineData(1, 0, true, LockState.Free)]
    [InlineData(0, 0, true, LockState.Held)]
    [InlineData(0, 2, false, LockState.Held)]
    [InlineData(2, 0, true, LockState.Damaged)]
    [InlineData(5, 0, false, LockState.Free)]
    public void ParsePosix_Words_GiveTheState(uint value, uint waiters, bool qtLegacy, LockState state)
    {
        var reading = PosixSemaphoreFile.Parse(Semaphore(value, waiters), qtLegacy);
        Assert.Equal((state, (int)value, (int)waiters), (reading.State, reading.Value, reading.WaiterCount));
    }

    [Fact]
    public void ParsePosix_Odd_IsNotBelieved()
    {
        Assert.Equal("Cannot read the POSIX semaphore: its file has 15 bytes where glibc's has 32. It may be just being made; look again.",
            PosixSemaphoreFile.Parse(new byte[15], qtLegacy: true).Problem!.ToString());
        Assert.StartsWith("Cannot read the POSIX semaphore: its third word is not 0x80",
            PosixSemaphoreFile.Parse(new byte[32], qtLegacy: true).Problem!.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("220 0x8001 0x7ffd 0x1 0x0 0x0 0x0 0x7ffd 0x7f1c", 0x8001, Architecture.X64, true)]
    [InlineData("65 0x8001 0x7ffd 0x1 0x0 0x0 0x0 0x7ffd 0x7f1c", 0x8001, Architecture.X64, true)]
    [InlineData("192 0x8001 0x7ffd 0x1 0x0 0x0 0x0 0x7ffd 0x7f1c", 0x8001, Architecture.Arm64, true)]
    [InlineData("220 0x8001 0x7ffd 0x1 0x0 0x0 0x0 0x7ffd 0x7f1c", 0x8001, Architecture.Arm64, false)]
    [InlineData("220 0x8002 0x7ffd 0x1 0x0 0x0 0x0 0x7ffd 0x7f1c", 0x8001, Architecture.X64, false)]
    [InlineData("2200 0x8001 0x7ffd", 0x8001, Architecture.X64, false)]
    [InlineData("running", 0x8001, Architecture.X64, false)]
    [InlineData("-1 0x7ffd 0x7f1c", 0x8001, Architecture.X64, false)]
    [InlineData("220", 0x8001, Architecture.X64, false)]
    [InlineData("220 0x", 0x8001, Architecture.X64, false)]
    [InlineData("", 0, Architecture.X64, false)]
    public void IsWaitingOn_SyscallText_IsUnderstood(string text, int semId, Architecture architecture, bool expected) =>
        Assert.Equal(expected, SemaphoreSetWaiters.IsWaitingOn(Encoding.ASCII.GetBytes(text), semId, architecture));

    private static byte[] Semaphore(uint value, uint waiters)
    {
        byte[] bytes = new byte[32];
        BitConverter.TryWriteBytes(bytes, value);
        BitConverter.TryWriteBytes(bytes.AsSpan(4), waiters);
        BitConverter.TryWriteBytes(bytes.AsSpan(8), 0x80);
        return bytes;
    }

    private QtSharedMemory Create() => QtSharedMemory.Create(_key, 100, _keys.Options);

    private LockReading Read() => _keys.Locks.Read(_keys.Facts(_key));
}
