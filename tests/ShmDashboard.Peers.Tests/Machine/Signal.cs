using System.Runtime.InteropServices;

namespace ShmDashboard.Peers.Tests.Machine;

/// <summary>Signals to processes that the tests started.</summary>
internal static class Signal
{
    private const int Interrupt = 2;
    private const int Terminate = 15;
    private const int Stop = 19;
    private const int Continue = 18;

    /// <summary>SIGINT: as Ctrl+C.</summary>
    public static void SendInterrupt(int pid) => Send(pid, Interrupt);

    /// <summary>SIGTERM: please end.</summary>
    public static void SendTerminate(int pid) => Send(pid, Terminate);

    /// <summary>SIGSTOP: freezes it where it is.</summary>
    public static void SendStop(int pid) => Send(pid, Stop);

    /// <summary>SIGCONT: lets it go on.</summary>
    public static void SendContinue(int pid) => Send(pid, Continue);

    private static void Send(int pid, int signal)
    {
        Assert.True(StartedProcesses.Include(pid), $"{pid} is not a process of these tests.");
        Assert.Equal(0, kill(pid, signal));
    }

#pragma warning disable SYSLIB1054 // LibraryImport needs unsafe code, which the tests do without.
    [DllImport("libc", SetLastError = true)]
    private static extern int kill(int pid, int signal);
#pragma warning restore
}
