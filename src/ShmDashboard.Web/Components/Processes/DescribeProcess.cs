using ShmDashboard.SharedMemory.Processes;

namespace ShmDashboard.Web.Components.Processes;

/// <summary>All that can be told about a process now; null when there is none with that pid. Reads three small files, one of
/// which may wait for the process itself (<c>/proc/pid/cmdline</c>): on another thread than the caller's.</summary>
public delegate Task<ProcessDetails?> DescribeProcess(int pid);
