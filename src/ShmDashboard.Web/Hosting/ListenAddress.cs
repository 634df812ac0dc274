using System.Globalization;
using System.Net;
using System.Net.Sockets;
using ShmDashboard.SharedMemory.Processes;

namespace ShmDashboard.Web.Hosting;

/// <summary>Whether an address can be listened on, and why not.</summary>
internal static class ListenAddress
{
    private const int NextPorts = 100;

    /// <summary>Null when it can be; else one sentence that says what is there and what to do.</summary>
    public static string? ProblemOf(IPAddress address, int port)
    {
        if (Try(address, port) is not { } error)
            return null;
        string where = new IPEndPoint(address, port).ToString();
        return error switch
        {
            SocketError.AddressAlreadyInUse =>
                $"Cannot listen on {where}: {HolderOf(port)}. Stop it, or start with {Advice(address, port)}.",
            SocketError.AccessDenied =>
                $"Cannot listen on {where}: the kernel does not let this user have that port (EACCES). Start with {Advice(address, 1023)}.",
            SocketError.AddressNotAvailable =>
                $"Cannot listen on {where}: no network interface of this machine has that address. Give one that 'ip address' lists with --bind.",
            _ => $"Cannot listen on {where}: {new SocketException((int)error).Message} ({error}). Start with {Advice(address, port)}.",
        };
    }

    private static SocketError? Try(IPAddress address, int port)
    {
        try
        {
            using var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
            socket.Bind(new IPEndPoint(address, port));
            socket.Listen();
            return null;
        }
        catch (SocketException error)
        {
            return error.SocketErrorCode;
        }
    }

    private static string HolderOf(int port)
    {
        string number = port.ToString(CultureInfo.InvariantCulture);
        return PortHolder.Find(port) is { } holder
            ? $"{holder.Name ?? "a process that has just ended"} (pid {holder.Pid.ToString(CultureInfo.InvariantCulture)}) has port {number}"
            : $"another process, of a user that this one may not look into, has port {number}";
    }

    private static string Advice(IPAddress address, int port)
    {
        int? next = Enumerable.Range(port + 1, NextPorts).Cast<int?>().FirstOrDefault(other => other <= IPEndPoint.MaxPort && Try(address, other.Value) is null);
        return next is { } free
            ? string.Create(CultureInfo.InvariantCulture, $"--port {free}, the next free one, or --port 0 for any")
            : "--port 0, which takes any free one";
    }
}
