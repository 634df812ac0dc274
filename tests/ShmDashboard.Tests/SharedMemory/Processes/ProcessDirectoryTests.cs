using ShmDashboard.SharedMemory.Processes;

namespace ShmDashboard.Tests.SharedMemory.Processes;

[Collection(KernelCollection.Name)]
[Trait("Category", "Kernel")]
public sealed class ProcessDirectoryTests
{
    private readonly ProcessDirectory _processes = new(TimeProvider.System);

    [Fact]
    public void Look_Ourselves_IsAlive()
    {
        ProcessRef self = _processes.Look(Environment.ProcessId);

        Assert.True(self.Alive);
        Assert.Equal(File.ReadAllText("/proc/self/comm").TrimEnd('\n'), self.Name);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(int.MaxValue)]
    public void Look_NoProcess_IsDeadAndNameless(int pid) =>
        Assert.Equal(new ProcessRef(pid, null, Alive: false), _processes.Look(pid));

    [Fact]
    public void Look_KilledChild_IsDeadAtOnceAndKeepsItsName()
    {
        using ChildProcess child = ChildProcess.Start();
        string name = _processes.Look(child.Pid).Name!;

        child.Kill();

        Assert.Equal(new ProcessRef(child.Pid, name, Alive: false), _processes.Look(child.Pid));
        Assert.Null(_processes.Describe(child.Pid));
    }

    [Fact]
    public void Look_StartedAfterTheMomentAskedFor_IsAnother()
    {
        ProcessRef self = _processes.Look(Environment.ProcessId, new DateTimeOffset(2001, 1, 1, 0, 0, 0, TimeSpan.Zero));
        Assert.False(self.Alive);
    }

    [Fact]
    public void Describe_Ourselves_TellsAll()
    {
        ProcessDetails self = _processes.Describe(Environment.ProcessId)!;

        Assert.Contains("ShmDashboard.Tests", self.CommandLine, StringComparison.Ordinal);
        Assert.NotNull(self.Uid);
        DateTimeOffset now = TimeProvider.System.GetUtcNow();
        Assert.InRange(self.StartedUtc!.Value, now.AddDays(-1), now.AddSeconds(2));
    }
}
