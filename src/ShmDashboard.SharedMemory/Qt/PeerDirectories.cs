using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using ShmDashboard.SharedMemory.Interop;

namespace ShmDashboard.SharedMemory.Qt;

/// <summary>
/// Where processes have their key files, from the environment they were started with (<c>/proc/pid/environ</c>) and their root
/// directory. Each process is read once. Not thread-safe: its owner's lock guards it.
/// </summary>
/// <remarks>What a program changed in its own environment later is not seen.</remarks>
internal sealed class PeerDirectories
{
    private const int Capacity = 1024;

    private static readonly string? s_ownTree = FileTreeOf("self");

    private readonly Dictionary<(int Pid, long StartTicks), ImmutableArray<PeerDirectory>> _known = [];
    private byte[] _buffer = new byte[8192];

    /// <summary>The directories of one process; empty when it may not be looked into.</summary>
    /// <param name="pid">The process.</param>
    /// <param name="startTicks">When it started, which tells it from a later one with that number.</param>
    internal ImmutableArray<PeerDirectory> Of(int pid, long startTicks)
    {
        if (_known.TryGetValue((pid, startTicks), out var known))
            return known;

        if (_known.Count >= Capacity)
            _known.Clear();

        var found = Read(pid);
        _known.Add((pid, startTicks), found);
        return found;
    }

    /// <summary>Pure: Qt's temporary and runtime directories as an environment names them.</summary>
    /// <param name="environment">Zero-terminated <c>NAME=value</c>.</param>
    internal static (string Temporary, string? Runtime) Parse(ReadOnlySpan<byte> environment)
    {
        string? temporary = Value(environment, "TMPDIR="u8);
        string? runtime = Value(environment, "XDG_RUNTIME_DIR="u8);
        return (
            temporary is not { Length: > 0 } ? "/tmp" : temporary[0] == '/' ? temporary : "/",
            runtime is ['/', ..] ? runtime : null);
    }

    private static string? Value(ReadOnlySpan<byte> environment, ReadOnlySpan<byte> name)
    {
        foreach (var range in environment.Split((byte)0))
        {
            if (environment[range].StartsWith(name))
                return Encoding.UTF8.GetString(environment[range][name.Length..]);
        }

        return null;
    }

    /// <summary>What tells a process's file tree from others: its mount namespace and root directory; null when it may not be looked into.</summary>
    internal static string? FileTreeOf(string process)
    {
        string? mounts = KernelFile.ReadLink($"/proc/{process}/ns/mnt");
        string? root = KernelFile.ReadLink($"/proc/{process}/root");
        return mounts is null || root is null ? null : mounts + " " + root;
    }

    private ImmutableArray<PeerDirectory> Read(int pid)
    {
        string number = pid.ToString(CultureInfo.InvariantCulture);
        int length = KernelFile.ReadAll($"/proc/{number}/environ", ref _buffer, out _);
        if (length < 0 || FileTreeOf(number) is not { } tree)
            return [];

        (string temporary, string? runtime) = Parse(_buffer.AsSpan(0, length));
        return [.. new[] { temporary, runtime }.OfType<string>().Distinct().Select(named => tree == s_ownTree
            ? new PeerDirectory(QtNativeKey.TempPath(named), named, pid, null)
            : new PeerDirectory($"/proc/{number}/root{named.TrimEnd('/')}", named, pid, tree))];
    }
}
