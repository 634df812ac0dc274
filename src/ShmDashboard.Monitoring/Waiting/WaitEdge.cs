using ShmDashboard.SharedMemory.Processes;

namespace ShmDashboard.Monitoring.Waiting;

/// <summary>A process and the lock it is blocked on.</summary>
/// <param name="Waiter">Who waits.</param>
/// <param name="Lock">For what.</param>
public sealed record WaitEdge(ProcessRef Waiter, LockNode Lock);
