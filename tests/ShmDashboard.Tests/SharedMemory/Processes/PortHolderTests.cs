using System.Net;
using System.Net.Sockets;
using ShmDashboard.SharedMemory.Processes;

namespace ShmDashboard.Tests.SharedMemory.Processes;

public sealed class PortHolderTests
{
    [Fact]
    public void Find_PortWeListenOn_IsUs()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();

        var holder = PortHolder.Find(((IPEndPoint)listener.LocalEndpoint).Port);

        Assert.Equal(new PortHolder(Environment.ProcessId, ProcessListing.NameOf(Environment.ProcessId)), holder);
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
