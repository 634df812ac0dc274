using System.Collections.Concurrent;

namespace ShmDashboard.Peers.Tests.Machine;

/// <summary>Every process these tests started, so that what such a process left behind can be told from others' things.</summary>
internal static class StartedProcesses
{
    private static readonly ConcurrentDictionary<int, byte> s_pids = new();

    public static void Remember(int pid) => s_pids[pid] = 0;

    public static bool Include(int pid) => s_pids.ContainsKey(pid);
}
