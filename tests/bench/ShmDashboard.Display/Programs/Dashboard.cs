using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;

namespace ShmDashboard.Display.Programs;

/// <summary>The real dashboard as a process of its own.</summary>
internal sealed partial class Dashboard : IAsyncDisposable
{
    /// <summary>Lets in.</summary>
    public const string Token = "display-benchmark";

    private readonly Process _process;

    private Dashboard(Process process, Uri login)
    {
        _process = process;
        Login = login;
    }

    /// <summary>Logs in whoever opens it.</summary>
    public Uri Login { get; }

    public string Root => Login.GetLeftPart(UriPartial.Authority);

    public int Pid => _process.Id;

    public static async Task<Dashboard> StartAsync()
    {
        string program = Environment.GetEnvironmentVariable("DISPLAY_PROGRAM") ??
            Path.Combine(Repository(), "src/ShmDashboard.Web/bin/Release/net10.0/ShmDashboard.Web.dll");
        if (!File.Exists(program))
            throw new InvalidOperationException($"There is no {program}: build src/ShmDashboard.Web with -c Release first.");
        var process = Process.Start(new ProcessStartInfo("dotnet", [program, "--port", "0", "--token", Token])
        {
            RedirectStandardOutput = true,
        })!;
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            if (Address().Match(line) is { Success: true } found)
            {
                _ = process.StandardOutput.BaseStream.CopyToAsync(Stream.Null);
                return new Dashboard(process, new Uri(found.Value));
            }
        }

        throw new InvalidOperationException("The dashboard ended without saying its address.");
    }

    public async ValueTask DisposeAsync()
    {
        Process.Start("kill", ["-TERM", _process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]).WaitForExit();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    internal static string Repository([CallerFilePath] string thisFile = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(thisFile)!, "../../../.."));

    [GeneratedRegex(@"http://\S+\?t=\S+")]
    private static partial Regex Address();
}
