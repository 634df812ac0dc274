using System.Text;
using ShmDashboard.SharedMemory.Processes;

namespace ShmDashboard.Tests.SharedMemory.Processes;

public sealed class ProcessStatTests
{
    private const string Tail =
        " 1 4711 4711 0 -1 4194560 100 0 0 0 1 2 0 0 20 0 1 0 16352 40000000 1200 18446744073709551615";

    [Theory]
    [InlineData("4711 (viewer) S" + Tail, 4711, "viewer", false)]
    [InlineData("4711 (a) b (c) Z" + Tail, 4711, "a) b (c", true)]
    [InlineData("4711 () R" + Tail, 4711, "", false)]
    [InlineData("4711 (Größe) X" + Tail, 4711, "Größe", true)]
    public void TryParse_RealText_GivesItsParts(string text, int pid, string name, bool dead)
    {
        Assert.True(ProcessStat.TryParse(Encoding.UTF8.GetBytes(text), null, out var stat));
        Assert.Equal((pid, name, dead, 16352), (stat.Pid, stat.Name, stat.IsDead, stat.StartTicks));
        Assert.False(stat.IsKernelThread);
    }

    // kthreadd of Linux 6.18.
    [Fact]
    public void TryParse_KernelThread_IsRecognised()
    {
        Assert.True(ProcessStat.TryParse(
            "2 (kthreadd) S 0 0 0 0 -1 2129984 0 0 0 0 0 0 0 0 20 0 1 0 3 0 0 0"u8, null, out var stat));
        Assert.True(stat.IsKernelThread);
    }

    [Theory]
    [InlineData("")]
    [InlineData("4711")]
    [InlineData("4711 (viewer")]
    [InlineData("4711 (viewer) S 1 2 3")]
    [InlineData("x (viewer) S" + Tail)]
    [InlineData("4711 (viewer) SS" + Tail)]
    public void TryParse_Malformed_IsFalse(string text) =>
        Assert.False(ProcessStat.TryParse(Encoding.UTF8.GetBytes(text), null, out _));

    [Fact]
    public void TryParse_SameName_ReusesTheString()
    {
        string known = new("viewer");
        ProcessStat.TryParse(Encoding.UTF8.GetBytes("4711 (viewer) S" + Tail), known, out var stat);
        Assert.Same(known, stat.Name);
    }
}
