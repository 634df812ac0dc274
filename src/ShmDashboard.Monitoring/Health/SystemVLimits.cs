namespace ShmDashboard.Monitoring.Health;

/// <summary>The kernel's limits for System V objects (<c>/proc/sys/kernel</c>; proc_sys_kernel(5)).</summary>
/// <param name="Segments">shmmni: how many segments.</param>
/// <param name="Pages">shmall: pages of all segments together.</param>
/// <param name="Semaphores">kernel.sem, second value (semmns): how many semaphores.</param>
/// <param name="SemaphoreSets">kernel.sem, fourth value (semmni): how many sets.</param>
/// <param name="PageBytes">Bytes a page.</param>
public readonly record struct SystemVLimits(
    ulong Segments, ulong Pages, ulong Semaphores, ulong SemaphoreSets, int PageBytes);
