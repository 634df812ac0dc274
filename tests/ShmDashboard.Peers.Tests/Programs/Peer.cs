using System.Diagnostics;
using System.Globalization;
using System.Text;
using ShmDashboard.Peers.Tests.Machine;

namespace ShmDashboard.Peers.Tests.Programs;

/// <summary>
/// A running program that we did not write, told what to do line by line (the protocol: <c>tests/peers/qtpeer/qtpeer.cpp</c>).
/// One command at a time; a command may block in the peer, as waiting for a lock does, and its task with it.
/// </summary>
internal sealed class Peer : IAsyncDisposable
{
    private const string Python = "/usr/bin/python3";

    /// <summary>How long any single command may take, on a slow machine too.</summary>
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);

    private readonly Process _process;
    private readonly StringBuilder _errors = new();
    private string? _unanswered;

    private Peer(Process process)
    {
        _process = process;
        Pid = process.Id;
        process.ErrorDataReceived += (_, line) =>
        {
            lock (_errors)
                _errors.AppendLine(line.Data);
        };
        process.BeginErrorReadLine();
    }

    /// <summary>The process.</summary>
    public int Pid { get; }

    /// <summary>Its short name, as the kernel has it.</summary>
    public string Name { get; private set; } = "";

    /// <summary>The version of Qt or Python it runs on.</summary>
    public string Version { get; private set; } = "";

    /// <summary>Starts one; skips the test where what it needs is not installed.</summary>
    /// <param name="kind">Which.</param>
    /// <param name="user">As whom, if not as whoever runs the tests. C++ peers only.</param>
    public static async Task<Peer> StartAsync(PeerKind kind, OrdinaryUser? user = null)
    {
        var start = kind switch
        {
            PeerKind.Qt5 or PeerKind.Qt6 or PeerKind.Layouts or PeerKind.Boost => new ProcessStartInfo(await PeerBuilder.ProgramAsync(kind)),
            PeerKind.PyQt5 => PythonProgram("peer.py", "PyQt5/QtCore", "python3-pyqt5", "5"),
            PeerKind.PyQt6 => PythonProgram("peer.py", "PyQt6/QtCore", "python3-pyqt6", "6"),
            PeerKind.Vision => PythonProgram("frame_peer.py", "cv2", "python3-numpy python3-opencv"),
            _ => PythonProgram("shm_peer.py", "numpy/version", "python3 python3-numpy"),
        };
        if (user is not null)
        {
            string[] command = OrdinaryUser.Command(await user.CopyAsync(start.FileName));
            start = new ProcessStartInfo(command[0], command[1..]);
        }

        start.RedirectStandardInput = start.RedirectStandardOutput = start.RedirectStandardError = true;
        start.Environment["QT_QPA_PLATFORM"] = "offscreen";
        start.Environment["XDG_RUNTIME_DIR"] = Path.GetTempPath();
        var peer = new Peer(Process.Start(start)!);
        StartedProcesses.Remember(peer.Pid);
        try
        {
            string[] greeting = (await peer.ReplyAsync("start")).Split(' ');
            peer.Version = greeting[1];
            peer.Name = (await File.ReadAllTextAsync($"/proc/{peer.Pid}/comm")).TrimEnd('\n');
            return peer;
        }
        catch
        {
            await peer.DisposeAsync();
            throw;
        }
    }

    /// <summary>Sends a command and waits for what follows "ok".</summary>
    /// <exception cref="PeerErrorException">It replied "error".</exception>
    public async Task<string> AskAsync(string command, params object[] arguments)
    {
        if (_unanswered is { } pending)
            throw new InvalidOperationException($"{this} has not answered '{pending}' yet.");
        string line = string.Join(' ', arguments.Select(Encoded).Prepend(command));
        _unanswered = line;
        await _process.StandardInput.WriteLineAsync(line);
        await _process.StandardInput.FlushAsync();
        string reply = await ReplyAsync(line);
        _unanswered = null;
        return reply;
    }

    /// <summary>The same for commands that reply with a picture.</summary>
    public async Task<PeerPicture> AskPictureAsync(string command, params object[] arguments)
    {
        var picture = PeerPicture.From(await AskAsync(command, arguments));
        Assert.NotNull(picture);
        return picture;
    }

    /// <summary>The same for commands that reply with numbers and a last word.</summary>
    public async Task<long[]> AskNumbersAsync(string command, params object[] arguments) =>
        [.. (await AskAsync(command, arguments)).Split(' ')
            .TakeWhile(word => long.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out _))
            .Select(word => long.Parse(word, CultureInfo.InvariantCulture))];

    /// <summary>The same for commands that reply with one percent-encoded text.</summary>
    public async Task<string> AskTextAsync(string command, params object[] arguments) =>
        Uri.UnescapeDataString(await AskAsync(command, arguments));

    /// <summary>Sends a command that must go wrong; returns Qt's error number.</summary>
    public async Task<int> AskInVainAsync(string command, params object[] arguments) =>
        (await Assert.ThrowsAsync<PeerErrorException>(() => AskAsync(command, arguments))).Error;

    /// <summary>Ends it as a crash does: no destructor runs.</summary>
    public async Task CrashAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    /// <summary>Ends it as a user does: destructors run.</summary>
    public async Task QuitAsync()
    {
        await _process.StandardInput.WriteLineAsync("quit");
        await _process.StandardInput.FlushAsync();
        using var patience = new CancellationTokenSource(s_patience);
        await _process.WaitForExitAsync(patience.Token);
        Assert.Equal(0, _process.ExitCode);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        using (_process)
        {
            try
            {
                if (!_process.HasExited && _unanswered is null)
                    await QuitAsync();
            }
            finally
            {
                // It is stuck in a command, as when the test failed while it waited for a lock.
                if (!_process.HasExited)
                    await CrashAsync();
            }
        }
    }

    public override string ToString() => $"{Name} {Pid}";

    private static ProcessStartInfo PythonProgram(string script, string module, string packages, params string[] arguments)
    {
        Requirement.Program(Python, packages);
        Requirement.Met(Directory.EnumerateFiles("/usr/lib/python3/dist-packages/" + Path.GetDirectoryName(module),
            Path.GetFileName(module) + ".*").Any(), module.Replace('/', '.'), packages);
        return new ProcessStartInfo(Python, [Path.Combine(PeerBuilder.SourceDirectory, script), .. arguments]);
    }

    private static string Encoded(object argument) =>
        Uri.EscapeDataString(Convert.ToString(argument, CultureInfo.InvariantCulture)!);

    private async Task<string> ReplyAsync(string line)
    {
        using var patience = new CancellationTokenSource(s_patience);
        string? reply;
        try
        {
            reply = await _process.StandardOutput.ReadLineAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            throw new TimeoutException($"{this} did not answer '{line}' within {s_patience.TotalSeconds} s.");
        }

        if (reply is null)
            throw new InvalidOperationException($"{this} ended instead of answering '{line}'. {Errors()}");
        if (reply.StartsWith("ok", StringComparison.Ordinal))
            return reply.Length > 3 ? reply[3..] : "";
        _unanswered = null;
        string[] parts = reply.Split(' ', 3);
        throw new PeerErrorException(int.Parse(parts[1], CultureInfo.InvariantCulture), $"{this}: '{line}': {parts[2]}");
    }

    private string Errors()
    {
        lock (_errors)
            return _errors.ToString();
    }
}
