using ShmDashboard.SharedMemory.Processes;

namespace ShmDashboard.Web.Components.Inspection;

/// <summary>All that can be told about a process now; null when there is none with that pid. Reads three small files.</summary>
public delegate ProcessDetails? DescribeProcess(int pid);
