using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Text.Json;
using ShmDashboard.Web.Tests.Hosting;

namespace ShmDashboard.Web.Tests.Api;

/// <summary>
/// Runs scripts in Python, each in a process of its own, forked from one that has NumPy and OpenCV loaded: loading them takes a
/// second, and there are eighty runs. One at a time.
/// </summary>
public sealed class PythonRuns : IDisposable
{
    private const string Python = "/usr/bin/python3";

    private Process? _python;
    private Task<string>? _errors;

    /// <summary>The script of raw pictures, which serves the others too.</summary>
    public static string RawPictures { get; } = InPeers();

    /// <summary>What a script printed. One that fails fails the test with what it complained of.</summary>
    public async Task<string> RunAsync(string folder, string script, params string[] arguments)
    {
        if (_python is null)
        {
            _python = Process.Start(new ProcessStartInfo(Python, [RawPictures, "serve"])
            {
                RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true,
            })!;
            _errors = _python.StandardError.ReadToEndAsync(CancellationToken.None);
        }

        await _python.StandardInput.WriteLineAsync(JsonSerializer.Serialize((string[])[folder, script, .. arguments]));
        await _python.StandardInput.FlushAsync(RunningDashboard.Stop);
        string? answer = await _python.StandardOutput.ReadLineAsync(RunningDashboard.Stop);
        if (answer is null)
            Assert.Fail($"Python ended: {await _errors!}");
        string[] said = JsonSerializer.Deserialize<string[]>(answer)!;
        Assert.True(said[0] == "0", said[2]);
        return said[1].Trim();
    }

    public void Dispose()
    {
        if (_python is null)
            return;
        _python.StandardInput.Close();
        if (!_python.WaitForExit(TimeSpan.FromSeconds(10)))
            _python.Kill(entireProcessTree: true);
        _python.Dispose();
    }

    private static string InPeers([CallerFilePath] string here = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "../../peers/python/raw_pictures.py"));
}
