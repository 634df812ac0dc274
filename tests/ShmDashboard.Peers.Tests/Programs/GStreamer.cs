using System.Diagnostics;
using System.Globalization;
using ShmDashboard.Peers.Tests.Machine;

namespace ShmDashboard.Peers.Tests.Programs;

/// <summary>A running pipeline of GStreamer's whose test picture goes into shared memory (element shmsink).</summary>
internal sealed class GStreamer : IAsyncDisposable
{
    private const string Launch = "/usr/bin/gst-launch-1.0";
    private const string Packages = "gstreamer1.0-tools gstreamer1.0-plugins-base gstreamer1.0-plugins-bad";

    // Smooth colours that do not move, without noise.
    private const string Pattern = "colors";

    private readonly Process _process;

    private GStreamer(Process process) => _process = process;

    /// <summary>The name of its area, which it makes with its first frame.</summary>
    public string Name => string.Create(CultureInfo.InvariantCulture, $"shmpipe.{_process.Id,5}.{0,5}");

    /// <summary>Starts one.</summary>
    /// <param name="caps">Format and size as GStreamer writes them.</param>
    /// <param name="directory">Where its socket may be.</param>
    public static async Task<GStreamer> StartAsync(string caps, string directory)
    {
        Requirement.Program(Launch, Packages);
        Requirement.Met(await RunAsync("/usr/bin/gst-inspect-1.0", "--exists shmsink") == 0, "shmsink", Packages);
        var process = Start(Launch, $"-q {SourceOf(Pattern)} ! video/x-raw,{caps} ! shmsink socket-path={directory}/pipe shm-size=1000000 wait-for-connection=false");
        StartedProcesses.Remember(process.Id);
        return new GStreamer(process);
    }

    /// <summary>The same picture as it is in a file.</summary>
    /// <param name="caps">Format and size as GStreamer writes them.</param>
    /// <param name="directory">Where the file may be.</param>
    /// <param name="pattern">Which picture, by GStreamer's name for it.</param>
    public static async Task<byte[]> PictureAsync(string caps, string directory, string pattern = Pattern)
    {
        Requirement.Program(Launch, Packages);
        string path = Path.Combine(directory, "reference");
        Assert.Equal(0, await RunAsync(Launch, $"-q {SourceOf(pattern)} num-buffers=1 ! video/x-raw,{caps} ! filesink location={path}"));
        return await File.ReadAllBytesAsync(path);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        using (_process)
        {
            Signal.SendInterrupt(_process.Id);
            await _process.WaitForExitAsync();
        }
    }

    private static string SourceOf(string pattern) => $"videotestsrc pattern={pattern}";

    private static Process Start(string program, string arguments)
    {
        var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        process.OutputDataReceived += (_, _) => { };
        process.ErrorDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return process;
    }

    private static async Task<int> RunAsync(string program, string arguments)
    {
        using var process = Start(program, arguments);
        await process.WaitForExitAsync();
        return process.ExitCode;
    }
}
