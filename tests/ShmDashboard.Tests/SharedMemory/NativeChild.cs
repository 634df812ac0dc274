using System.Diagnostics;
using System.Globalization;
using System.Runtime.CompilerServices;

namespace ShmDashboard.Tests.SharedMemory;

/// <summary>
/// Another process that uses glibc's own mutexes, semaphores and file locks: <c>native-child.c</c>, compiled once a run.
/// Killed on dispose. Without a compiler the test is skipped.
/// </summary>
public sealed class NativeChild : IDisposable
{
    private static readonly Lazy<string> s_program = new(Compile);

    private readonly Process _process;

    private NativeChild(Process process) => _process = process;

    public int Pid => _process.Id;

    public static NativeChild Start()
    {
        Assert.SkipUnless(Compiler is not null || IsContinuousIntegration, "no C compiler");
        var child = new NativeChild(Process.Start(new ProcessStartInfo(s_program.Value)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!);
        Assert.Equal("ready", child.Answer());
        return child;
    }

    /// <summary>Tells it something and gives its answer.</summary>
    public string Do(FormattableString command)
    {
        Tell(command);
        string answer = Answer();
        Assert.False(answer.StartsWith("failed", StringComparison.Ordinal), $"{command}: {answer}");
        return answer;
    }

    /// <summary>Tells it something that will block.</summary>
    public void Tell(FormattableString command)
    {
        _process.StandardInput.WriteLine(command.ToString(CultureInfo.InvariantCulture));
        _process.StandardInput.Flush();
    }

    public string Answer() => _process.StandardOutput.ReadLine() ?? "nothing";

    /// <summary>kill -9, and waits until it is gone.</summary>
    public void Kill()
    {
        _process.Kill();
        _process.WaitForExit();
    }

    public void Dispose()
    {
        if (!_process.HasExited)
            Kill();

        _process.Dispose();
    }

    private static string? Compiler { get; } = new[] { "/usr/bin/cc", "/usr/bin/gcc", "/usr/bin/clang" }.FirstOrDefault(File.Exists);

    private static bool IsContinuousIntegration { get; } =
        string.Equals(Environment.GetEnvironmentVariable("CI"), "true", StringComparison.OrdinalIgnoreCase);

    private static string Compile() => Compile(Path.Combine(Path.GetDirectoryName(ThisFile())!, "native-child.c"));

    private static string Compile(string source)
    {
        string program = Path.Combine(AppContext.BaseDirectory, "native-child");
        using var compiler = Process.Start(new ProcessStartInfo(
            Compiler ?? throw new InvalidOperationException("CI has no C compiler: the mutexes are unchecked"),
            ["-O1", "-Wall", "-Werror", "-pthread", "-o", program, source])
        {
            RedirectStandardError = true,
        })!;
        string errors = compiler.StandardError.ReadToEnd();
        compiler.WaitForExit();
        Assert.True(compiler.ExitCode == 0, errors);
        return program;
    }

    private static string ThisFile([CallerFilePath] string path = "") => path;
}
