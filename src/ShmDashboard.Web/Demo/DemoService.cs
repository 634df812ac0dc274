using System.Diagnostics;
using System.Globalization;

namespace ShmDashboard.Web.Demo;

/// <summary>Runs the demo producer as a process of its own, for as long as the dashboard runs.</summary>
internal sealed class DemoService(ILogger<DemoService> logger) : IHostedService, IDisposable
{
    /// <summary>The word on the command line that starts the producer.</summary>
    public const string Command = "demo-producer";

    private static readonly TimeSpan s_grace = TimeSpan.FromSeconds(3);
    private Process? _producer;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardInput = true };
        // Under `dotnet app.dll` the process is the dotnet host, which wants to be told the program.
        if (Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet")
            start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, typeof(DemoService).Assembly.GetName().Name + ".dll"));
        start.ArgumentList.Add(Command);
        start.ArgumentList.Add("--parent");
        start.ArgumentList.Add(Environment.ProcessId.ToString(CultureInfo.InvariantCulture));
        try
        {
            _producer = Process.Start(start);
        }
        catch (Exception error) when (error is System.ComponentModel.Win32Exception or FileNotFoundException)
        {
            Log.DemoNotStarted(logger, error.Message);
        }

        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (_producer is null || _producer.HasExited)
            return;
        // Closing its input asks it to end and to clean up, which a kill would not let it do.
        _producer.StandardInput.Close();
        using var limit = new CancellationTokenSource(s_grace, TimeProvider.System);
        try
        {
            await _producer.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            _producer.Kill();
        }
    }

    public void Dispose() => _producer?.Dispose();
}
