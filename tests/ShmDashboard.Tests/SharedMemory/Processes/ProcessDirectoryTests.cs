using System.Diagnostics;
using ShmDashboard.SharedMemory.Processes;

namespace ShmDashboard.Tests.SharedMemory.Processes;

[Collection(KernelCollection.Name)]
[Trait("Category", "Kernel")]
public sealed class ProcessDirectoryTests
{
    // The tests may be run by their own host or by `dotnet`.
    private static readonly string s_ourName = Path.GetFileName(Environment.ProcessPath)!;

    private readonly ProcessDirectory _processes = new(TimeProvider.System);

    [Fact]
    public void Look_Ourselves_IsAlive()
    {
        var self = _processes.Look(Environment.ProcessId);

        Assert.True(self.Alive);
        Assert.Equal(s_ourName, self.Name);
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
        using var child = ChildProcess.Start();
        string name = _processes.Look(child.Pid).Name!;

        child.Kill();

        Assert.Equal(new ProcessRef(child.Pid, name, Alive: false), _processes.Look(child.Pid));
        Assert.Null(_processes.Describe(child.Pid));
    }

    [Fact]
    public void Look_YoungProcessThatBecomesAnotherProgram_IsCalledAsThatAtOnce()
    {
        var start = new ProcessStartInfo("/bin/sh", ["-c", "read line; exec sleep 60"]) { RedirectStandardInput = true };
        using var child = Process.Start(start)!;
        try
        {
            Assert.True(_processes.Look(child.Id).Alive);

            child.StandardInput.WriteLine();
            SpinWait.SpinUntil(() => File.ReadAllText($"/proc/{child.Id}/comm") == "sleep\n", TimeSpan.FromSeconds(10));

            Assert.Equal("sleep", _processes.Look(child.Id).Name);
        }
        finally
        {
            child.Kill();
        }
    }

    [Fact]
    public void Look_StartedAfterTheMomentAskedFor_IsAnother()
    {
        var self = _processes.Look(Environment.ProcessId, new DateTimeOffset(2001, 1, 1, 0, 0, 0, TimeSpan.Zero));
        Assert.False(self.Alive);
    }

    [Fact]
    public void Describe_Ourselves_TellsAll()
    {
        var self = _processes.Describe(Environment.ProcessId)!;

        Assert.Contains("ShmDashboard.Tests", self.CommandLine, StringComparison.Ordinal);
        Assert.NotNull(self.Uid);
        Assert.Equal(Environment.UserName, self.UserName);
        Assert.Equal(s_ourName, self.Process.Name);
        var now = TimeProvider.System.GetUtcNow();
        Assert.InRange(self.StartedUtc!.Value, now.AddDays(-1), now.AddSeconds(2));
    }

    [Fact]
    public void ProcessOfThread_OfOurs_IsUs()
    {
        foreach (string thread in Directory.EnumerateDirectories("/proc/self/task").Take(3))
        {
            int tid = int.Parse(Path.GetFileName(thread), System.Globalization.CultureInfo.InvariantCulture);
            Assert.Equal(Environment.ProcessId, ProcessDirectory.ProcessOfThread(tid) ?? Environment.ProcessId);
        }

        Assert.Equal(Environment.ProcessId, ProcessDirectory.ProcessOfThread(Environment.ProcessId));
        Assert.Null(ProcessDirectory.ProcessOfThread(0));
        Assert.Null(ProcessDirectory.ProcessOfThread(int.MaxValue));
    }

    [Theory]
    [InlineData("ShmDashboard.We", "/opt/dash/ShmDashboard.Web", "ShmDashboard.Web")]
    [InlineData("ShmDashboard.We", "ShmDashboard.Web", "ShmDashboard.Web")]
    [InlineData("exactly-fifteen", "/usr/bin/exactly-fifteen", "exactly-fifteen")]
    [InlineData("some-worker-thr", "/usr/bin/python3", null)]
    [InlineData("ShmDashboard.We", "", null)]
    [InlineData("ShmDashboard.We", null, null)]
    [InlineData("ShmDashboard.We", "/opt/ShmDashboard.Web/", null)]
    public void Completed_CutName_IsTakenFromThePathThatBeginsWithIt(string comm, string? path, string? expected) =>
        Assert.Equal(expected, ProcessNames.Completed(comm, path));
}
