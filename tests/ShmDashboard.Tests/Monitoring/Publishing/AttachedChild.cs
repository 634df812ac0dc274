using System.Diagnostics;
using ShmDashboard.SharedMemory.Qt;

namespace ShmDashboard.Tests.Monitoring.Publishing;

/// <summary>
/// Another process attached to a segment: this test program again, started by its own module initializer with an order in
/// the environment, so that no peer need be installed.
/// </summary>
internal sealed class AttachedChild : IDisposable
{
    private const string Order = "SHMDASHBOARD_TEST_ATTACH";

    private readonly Process _process;
    private readonly QtSharedMemory _segment;

    private AttachedChild(Process process, QtSharedMemory segment)
    {
        _process = process;
        _segment = segment;
    }

    public int Pid => _process.Id;

    public static async Task<AttachedChild> StartAsync(Workbench bench)
    {
        var segment = QtSharedMemory.Create(bench.Key, 100);
        var start = new ProcessStartInfo(Path.Combine(AppContext.BaseDirectory, "ShmDashboard.Tests"))
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        start.Environment[Order] = bench.Key;
        var process = Process.Start(start)!;
        string? said = await process.StandardOutput.ReadLineAsync(Workbench.Token);
        Assert.Equal("attached", said);
        return new AttachedChild(process, segment);
    }

    /// <summary>Lets our own attachment go, then kills the child: nobody is attached, and nobody cleaned up.</summary>
    public void CrashAsTheLast()
    {
        _segment.Dispose();
        _process.Kill();
        _process.WaitForExit();
    }

    public void Dispose()
    {
        if (_process.HasExited)
        {
            _process.Dispose();
            return;
        }

        _process.StandardInput.Close();
        if (!_process.WaitForExit(TimeSpan.FromSeconds(5)))
            _process.Kill();
        Assert.Equal(0, _process.ExitCode);
        _process.Dispose();
        _segment.Dispose();
    }

#pragma warning disable CA2255 // a test program is an application: it may decide at its start to be the child
    [System.Runtime.CompilerServices.ModuleInitializer]
    public static void BecomeTheChildIfOrdered()
    {
        if (Environment.GetEnvironmentVariable(Order) is not { } key)
            return;
        using (QtSharedMemory.Attach(key))
        {
            Console.Out.WriteLine("attached");
            Console.In.ReadToEnd();
        }

        Environment.Exit(0);
    }
#pragma warning restore CA2255
}
