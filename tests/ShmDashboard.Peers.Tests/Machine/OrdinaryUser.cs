using System.Diagnostics;
using ShmDashboard.Peers.Tests.Programs;

namespace ShmDashboard.Peers.Tests.Machine;

/// <summary>
/// A user without rights: nobody where the tests run as root, else whoever runs them. Programs that others may not read
/// where they were built are copied to where they may.
/// </summary>
internal sealed class OrdinaryUser : IAsyncDisposable
{
    private const string Switch = "/usr/bin/setpriv";
    private const string Nobody = "nobody";
    private const string NobodysId = "65534";

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("shmdashboard-tests-");

    public OrdinaryUser()
    {
        Requirement.Program(Switch, "util-linux");
        StateDirectory = _directory.CreateSubdirectory("state").FullName;
        if (!OperatingSystem.IsLinux())
            throw new PlatformNotSupportedException();
        const UnixFileMode ForAll = UnixFileMode.UserRead | UnixFileMode.UserExecute | UnixFileMode.GroupRead | UnixFileMode.GroupExecute |
            UnixFileMode.OtherRead | UnixFileMode.OtherExecute | UnixFileMode.UserWrite;
        File.SetUnixFileMode(_directory.FullName, ForAll);
        File.SetUnixFileMode(StateDirectory, ForAll | UnixFileMode.OtherWrite);
    }

    /// <summary>Whether the tests themselves run as somebody else, root.</summary>
    public static bool IsAnother => Environment.IsPrivilegedProcess;

    /// <summary>The account.</summary>
    public static string Name => IsAnother ? Nobody : Environment.UserName;

    /// <summary>Where its programs may write.</summary>
    public string StateDirectory { get; }

    /// <summary>How a program is started as this user.</summary>
    public static string[] Command(params string[] command) => IsAnother
        ? [Switch, "--reuid", NobodysId, "--regid", NobodysId, "--clear-groups", .. command]
        : command;

    /// <summary>Goes on only if this user may enter a directory, or start a program.</summary>
    public static async Task RequireAsync(string path) =>
        Requirement.AnotherUser(await TryAsync(Command("/usr/bin/test", "-x", path)) == 0, $"'{path}'");

    /// <summary>One program, where this user may start it.</summary>
    public async Task<string> CopyAsync(string program)
    {
        string copy = Path.Combine(_directory.FullName, Path.GetFileName(program));
        if (!File.Exists(copy))
            await CopyAsync(program, copy);
        return copy;
    }

    /// <summary>A program with all that lies beside it, except <paramref name="without"/>.</summary>
    public async Task<string> CopyWithFolderAsync(string program, string without)
    {
        string copy = Path.Combine(_directory.FullName, "program");
        await CopyAsync(Path.GetDirectoryName(program)!, copy);
        File.Delete(Path.Combine(copy, without));
        return Path.Combine(copy, Path.GetFileName(program));
    }

    /// <summary>Takes the copies away; what runs of them must have ended.</summary>
    public ValueTask DisposeAsync()
    {
        _directory.Delete(recursive: true);
        return ValueTask.CompletedTask;
    }

    // By a program of its own: while we had the copy open for writing, a child of ours could inherit that, and nobody could
    // start the copy (ETXTBSY).
    private static async Task CopyAsync(string from, string to)
    {
        await RunAsync("/bin/cp", "-r", from, to);
        // Whatever the umask was where they were built.
        await RunAsync("/bin/chmod", "-R", "a+rX", to);
        await RequireAsync(to);
    }

    private static async Task RunAsync(params string[] command) => Assert.Equal(0, await TryAsync(command));

    private static async Task<int> TryAsync(string[] command)
    {
        using var process = Process.Start(command[0], command[1..]);
        await process.WaitForExitAsync();
        return process.ExitCode;
    }
}
