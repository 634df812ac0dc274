using System.Collections.Concurrent;
using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;

namespace ShmDashboard.Peers.Tests.Programs;

/// <summary>
/// Builds the C++ peers, once for each source and installed Qt: the program's folder carries the hash of what it was built from.
/// Thread-safe, between processes too.
/// </summary>
internal static class PeerBuilder
{
    private const string Compiler = "/usr/bin/g++";
    private const string PackageConfig = "/usr/bin/pkg-config";

    private static readonly ConcurrentDictionary<PeerKind, Lazy<Task<string>>> s_built = new();

    /// <summary>Where sources and data files of the peers are.</summary>
    public static string SourceDirectory => Path.Combine(AppContext.BaseDirectory, "peers");

    /// <summary>The path of the program; skips the test where it cannot be built.</summary>
    public static async Task<string> ProgramAsync(PeerKind kind)
    {
        var (source, module, packages) = kind switch
        {
            PeerKind.Qt5 => ("qtpeer.cpp", "Qt5Gui", "g++ pkg-config qtbase5-dev"),
            PeerKind.Qt6 => ("qtpeer.cpp", "Qt6Gui", "g++ pkg-config qt6-base-dev"),
            PeerKind.Layouts => ("layoutpeer.cpp", "xproto", "g++ pkg-config x11proto-dev"),
            PeerKind.Boost => ("boostpeer.cpp", "", "g++ libboost-dev"),
            _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "Only the C++ peers are built."),
        };
        Requirement.Program(Compiler, packages);
        if (module.Length == 0)
        {
            Requirement.Program("/usr/include/boost/version.hpp", packages);
            return await s_built.GetOrAdd(kind, _ => new(() => BuildAsync(kind, source, ""))).Value;
        }

        Requirement.Program(PackageConfig, packages);
        var flags = await RunAsync(PackageConfig, ["--cflags", "--libs", module]);
        Requirement.Met(flags.ExitCode == 0, module, packages);
        return await s_built.GetOrAdd(kind, _ => new(() => BuildAsync(kind, source, flags.Output))).Value;
    }

    private static async Task<string> BuildAsync(PeerKind kind, string name, string flags)
    {
        string source = Path.Combine(SourceDirectory, name);
        byte[] identity = [.. await File.ReadAllBytesAsync(source), .. Encoding.UTF8.GetBytes(flags)];
        string hash = Convert.ToHexStringLower(SHA256.HashData(identity))[..12];
        string directory = Path.Combine(SourceDirectory, $"{kind}-{hash}".ToLowerInvariant());
        string program = Path.Combine(directory, $"{kind}peer".ToLowerInvariant());
        if (File.Exists(program))
            return program;
        Directory.CreateDirectory(directory);

        string unfinished = $"{program}.{Environment.ProcessId}";
        string[] arguments =
        [
            "-std=c++17", "-fPIC", "-O2", "-Wall", "-Wextra", "-Werror", source, "-o", unfinished,
            .. flags.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries),
        ];
        var compiled = await RunAsync(Compiler, arguments);
        if (compiled.ExitCode != 0)
            throw new InvalidOperationException($"The {kind} peer does not build:\n{compiled.Error}");
        File.Move(unfinished, program, overwrite: true);
        return program;
    }

    private static async Task<(int ExitCode, string Output, string Error)> RunAsync(string program, string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, await output, await error);
    }
}
