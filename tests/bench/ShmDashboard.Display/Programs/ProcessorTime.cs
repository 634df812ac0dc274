using System.Diagnostics;

namespace ShmDashboard.Display.Programs;

/// <summary>Processor time that a process has used.</summary>
internal static class ProcessorTime
{
    public static TimeSpan Of(int pid)
    {
        using var process = Process.GetProcessById(pid);
        return process.TotalProcessorTime;
    }
}
