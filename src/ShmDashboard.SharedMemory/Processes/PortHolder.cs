using System.Globalization;
using ShmDashboard.SharedMemory.Interop;

namespace ShmDashboard.SharedMemory.Processes;

/// <summary>The process that listens on a TCP port of this machine.</summary>
/// <param name="Pid">Its number.</param>
/// <param name="Name">Its name, as the kernel keeps it (<c>/proc/pid/comm</c>); null when it ended while it was looked for.</param>
public readonly record struct PortHolder(int Pid, string? Name)
{
    // include/net/tcp_states.h
    private const string TCP_LISTEN = "0A";

    // proc_pid_net(5): sl local_address rem_address st tx:rx tr:when retrnsmt uid timeout inode
    private const int LocalAddressColumn = 1;
    private const int StateColumn = 3;
    private const int InodeColumn = 9;

    private static readonly string[] s_tables = ["/proc/net/tcp", "/proc/net/tcp6"];

    /// <summary>
    /// Who listens there; null where nobody does, or nobody whom we may look into. Reads the descriptors of all processes that we may.
    /// </summary>
    /// <param name="port">1 to 65535.</param>
    public static PortHolder? Find(int port)
    {
        var sockets = Listening(port).Select(inode => $"socket:[{inode}]").ToHashSet(StringComparer.Ordinal);
        if (sockets.Count == 0)
            return null;
        foreach (int pid in ProcessListing.Pids())
        {
            if (HasOneOf(sockets, pid))
                return new PortHolder(pid, ProcessListing.NameOf(pid));
        }

        return null;
    }

    /// <summary>Pure: the inodes of the sockets that listen on a port, from the text of <c>/proc/net/tcp</c>.</summary>
    internal static IEnumerable<string> Listening(IEnumerable<string> lines, int port)
    {
        string end = ":" + port.ToString("X4", CultureInfo.InvariantCulture);
        foreach (string line in lines)
        {
            string[] columns = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (columns.Length > InodeColumn && columns[StateColumn] == TCP_LISTEN &&
                columns[LocalAddressColumn].EndsWith(end, StringComparison.Ordinal))
                yield return columns[InodeColumn];
        }
    }

    private static IEnumerable<string> Listening(int port) =>
        s_tables.Where(File.Exists).SelectMany(table => Listening(File.ReadAllLines(table), port));

    private static bool HasOneOf(HashSet<string> sockets, int pid) => DescriptorScan.NumbersOf(pid).Exists(number =>
        KernelFile.ReadLink(string.Create(CultureInfo.InvariantCulture, $"{ProcessListing.Root}/{pid}/fd/{number}")) is { } target && sockets.Contains(target));
}
