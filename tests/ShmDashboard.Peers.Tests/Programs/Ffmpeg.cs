using System.Diagnostics;
using ShmDashboard.Peers.Tests.Machine;

namespace ShmDashboard.Peers.Tests.Programs;

/// <summary>FFmpeg, to write pictures and to say what they are.</summary>
internal static class Ffmpeg
{
    private const string Program = "/usr/bin/ffmpeg";

    /// <summary>Whether it is here.</summary>
    public static bool IsThere => File.Exists(Program);

    /// <summary>Skips the test where it is not.</summary>
    public static void Require() => Requirement.Program(Program, "ffmpeg");

    /// <summary>Runs it to its end; one that fails fails the test with what it complained of.</summary>
    /// <returns>What it wrote to its output.</returns>
    public static async Task<byte[]> RunAsync(params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(Program, ["-nostdin", "-v", "error", "-y", .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        StartedProcesses.Remember(process.Id);
        var output = new MemoryStream();
        var copying = process.StandardOutput.BaseStream.CopyToAsync(output);
        string errors = await process.StandardError.ReadToEndAsync();
        await copying;
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, errors);
        return output.ToArray();
    }
}
