using System.Net;
using System.Net.Sockets;
using ShmDashboard.Web.Hosting;

namespace ShmDashboard.Web.Tests.Hosting;

public sealed class ListenAddressTests
{
    [Fact]
    public void ProblemOf_FreePort_IsNone() => Assert.Null(ListenAddress.ProblemOf(IPAddress.Loopback, 0));

    [Fact]
    public void ProblemOf_PortInUse_NamesWhoHasItAndTheNextFreeOne()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        int port = ((IPEndPoint)listener.LocalEndpoint).Port;

        string? problem = ListenAddress.ProblemOf(IPAddress.Loopback, port);

        Assert.StartsWith($"Cannot listen on 127.0.0.1:{port}: ", problem, StringComparison.Ordinal);
        Assert.Contains($"(pid {Environment.ProcessId}) has port {port}. Stop it, or start with --port ", problem, StringComparison.Ordinal);
        Assert.EndsWith(", the next free one, or --port 0 for any.", problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Listening_TextOfTheKernel_FindsOnlyListenersOfThePort()
    {
        // From /proc/net/tcp of Linux 6.18.
        string[] lines =
        [
            "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode",
            "   0: 0100007F:141B 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 52101 1 0000000000000000 100 0 0 10 0",
            "   1: 0100007F:141B 0100007F:9C40 01 00000000:00000000 00:00000000 00000000     0        0 52102 1 0000000000000000 20 4 30 10 -1",
            "   2: 00000000:07E8 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 1201 1 0000000000000000 100 0 0 10 0",
            "   3: cut",
        ];

        Assert.Equal(["52101"], PortHolder.Listening(lines, 0x141B));
    }
}
