using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Reflection;
using System.Runtime.InteropServices;
using System.Text;
using ShmDashboard.Peers.Tests.Machine;
using ShmDashboard.Peers.Tests.Programs;

namespace ShmDashboard.Peers.Tests.Dashboard;

/// <summary>
/// The real dashboard as a process of its own, as a user starts it. Ended with SIGTERM, after which its exit code must be 0
/// and nothing may have been logged as failed.
/// </summary>
internal sealed class DashboardHost : IAsyncDisposable
{
    private static readonly TimeSpan s_startPatience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan s_stopPatience = TimeSpan.FromSeconds(20);

    private readonly Process _process;
    private readonly DirectoryInfo? _ownDirectory;
    private readonly StringBuilder _log = new();
    private readonly TaskCompletionSource<string> _banner = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private bool _killed;

    private DashboardHost(Process process, string token, DirectoryInfo? ownDirectory)
    {
        _process = process;
        _ownDirectory = ownDirectory;
        Token = token;
        process.OutputDataReceived += (_, line) => Hear(line.Data);
        process.ErrorDataReceived += (_, line) => Hear(line.Data);
        process.Exited += (_, _) => _banner.TrySetException(new InvalidOperationException($"The dashboard ended at its start:\n{Log}"));
        process.EnableRaisingEvents = true;
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    /// <summary>Its process.</summary>
    public int Pid => _process.Id;

    /// <summary>The login token it was started with.</summary>
    public string Token { get; }

    /// <summary>The address it printed: logs in whoever opens it.</summary>
    public Uri LoginAddress { get; private set; } = null!;

    /// <summary>Scheme, host and port.</summary>
    public Uri Root => new(LoginAddress.GetLeftPart(UriPartial.Authority));

    /// <summary>What it printed when it had started.</summary>
    public string Banner { get; private set; } = "";

    /// <summary>Its API, logged in.</summary>
    public DashboardApi Api { get; private set; } = null!;

    /// <summary>Everything it has printed.</summary>
    public string Log
    {
        get
        {
            lock (_log)
                return _log.ToString();
        }
    }

    private static string DotnetRoot { get; } = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "../../.."));

    private static string Program { get; } = Assembly.GetExecutingAssembly().GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(attribute => attribute.Key == "DashboardProgram").Value!;

    /// <summary>Starts one on a free port and waits until it answers.</summary>
    /// <param name="stateDirectory">Where it keeps its notes between starts; null: a directory of its own.</param>
    /// <param name="arguments">More command-line arguments.</param>
    public static Task<DashboardHost> StartAsync(string? stateDirectory = null, params string[] arguments) =>
        StartAsync(Guid.NewGuid().ToString("N"), stateDirectory, [Program, "--port", "0", .. arguments]);

    /// <summary>Starts one by the runtime's own program, whose process would be called like any other program of .NET.</summary>
    public static Task<DashboardHost> StartByRuntimeAsync() => StartAsync(
        Guid.NewGuid().ToString("N"), null, [Path.Combine(DotnetRoot, "dotnet"), Program + ".dll", "--port", "0"]);

    /// <summary>
    /// Starts one that may not read the memory of "private" peers, as on most desktops (kernel.yama.ptrace_scope) and in
    /// most containers: it has to attach.
    /// </summary>
    public static Task<DashboardHost> StartConfinedAsync()
    {
        const string Confine = "/usr/bin/setpriv";
        Requirement.Program(Confine, "util-linux");
        // Root may do it in any case, unless it gives up that right.
        string[] confinement = Environment.IsPrivilegedProcess
            ? [Confine, "--bounding-set=-sys_ptrace", "--inh-caps=-sys_ptrace"]
            : [];
        return StartAsync(Guid.NewGuid().ToString("N"), null, [.. confinement, Program, "--port", "0"]);
    }

    /// <summary>
    /// Starts one on a machine of its own, as it were, with hardly any room: <c>/dev/shm</c> has 4 MiB and the kernel allows
    /// two System V segments. What lies in its <c>/dev/shm</c> is reached below <see cref="SharedMemoryDirectory"/>.
    /// </summary>
    public static Task<DashboardHost> StartCrampedAsync()
    {
        const string Unshare = "/usr/bin/unshare";
        Requirement.Program(Unshare, "util-linux");
        Requirement.AnotherUser();
        return StartAsync(Guid.NewGuid().ToString("N"), null,
        [
            Unshare, "-m", "-i", "/bin/sh", "-c",
            "mount -t tmpfs -o size=4m,mode=1777 tmpfs /dev/shm && echo 2 > /proc/sys/kernel/shmmni && exec \"$@\"", "sh",
            Program, "--port", "0",
        ]);
    }

    /// <summary>Where its POSIX segments are files, as seen from here; root only.</summary>
    public string SharedMemoryDirectory => $"/proc/{Pid}/root/dev/shm";

    /// <summary>Starts one as another user would, who built it himself; it serves programs, for the pages' files are not copied.</summary>
    public static async Task<DashboardHost> StartAsync(OrdinaryUser user)
    {
        string program = await user.CopyWithFolderAsync(Program, without: Path.GetFileName(Program) + ".staticwebassets.runtime.json");
        await OrdinaryUser.RequireAsync(RuntimeEnvironment.GetRuntimeDirectory());
        return await StartAsync(Guid.NewGuid().ToString("N"), user.StateDirectory, [.. OrdinaryUser.Command(program), "--port", "0"]);
    }

    /// <summary>Starts the next one where this one, which has ended, was: same address, same token.</summary>
    public Task<DashboardHost> StartAgainAsync() => StartAsync(
        Token, null, [Program, "--port", Root.Port.ToString(CultureInfo.InvariantCulture)]);

    private static async Task<DashboardHost> StartAsync(string token, string? stateDirectory, string[] command)
    {
        var ownDirectory = stateDirectory is null ? Directory.CreateTempSubdirectory("shmdashboard-tests-") : null;
        var start = new ProcessStartInfo(command[0], [.. command[1..], "--token", token])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Path.GetTempPath(),
        };
        start.Environment["XDG_STATE_HOME"] = start.Environment["HOME"] = stateDirectory ?? ownDirectory!.FullName;
        start.Environment["DOTNET_ROOT"] = DotnetRoot;
        var host = new DashboardHost(Process.Start(start)!, token, ownDirectory);
        StartedProcesses.Remember(host.Pid);
        try
        {
            host.Banner = await host._banner.Task.WaitAsync(s_startPatience);
            string line = host.Banner.Split('\n').Single(line => line.TrimStart().StartsWith("Open ", StringComparison.Ordinal));
            host.LoginAddress = new Uri(line[line.IndexOf("http://", StringComparison.Ordinal)..].Trim());
            host.Api = new DashboardApi(host.NewClient(token));
            return host;
        }
        catch
        {
            await host.KillAsync();
            await host.DisposeAsync();
            throw;
        }
    }

    /// <summary>A client that follows no redirect and keeps no cookie.</summary>
    /// <param name="token">The token it shows, or none.</param>
    public HttpClient NewClient(string? token)
    {
        var client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = Root };
        if (token is not null)
            client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return client;
    }

    /// <summary>Ends it as Ctrl+C and service managers do; returns its exit code.</summary>
    public async Task<int> StopAsync()
    {
        if (!_process.HasExited)
            Signal.SendTerminate(Pid);
        using var patience = new CancellationTokenSource(s_stopPatience);
        try
        {
            await _process.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            await KillAsync();
            throw new TimeoutException($"The dashboard did not end within {s_stopPatience.TotalSeconds} s of SIGTERM:\n{Log}");
        }

        return _process.ExitCode;
    }

    /// <summary>Ends it with kill -9.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
        _killed = true;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        using (_process)
        {
            int exitCode = _killed ? 0 : await StopAsync();
            _ownDirectory?.Delete(recursive: true);
            Assert.True(exitCode == 0, $"The dashboard ended with {exitCode}:\n{Log}");
            Assert.True(!Log.Contains("fail: ", StringComparison.Ordinal) && !Log.Contains("crit: ", StringComparison.Ordinal),
                $"The dashboard logged a failure:\n{Log}");
        }
    }

    private void Hear(string? line)
    {
        if (line is null)
            return;
        lock (_log)
            _log.AppendLine(line);
        if (line.TrimStart().StartsWith("Stop ", StringComparison.Ordinal))
            _banner.TrySetResult(Log);
    }
}
