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
}
