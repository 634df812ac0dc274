using System.Buffers.Binary;
using System.Diagnostics;
using System.Globalization;
using ShmDashboard.Display.Measuring;

namespace ShmDashboard.Display.Programs;

/// <summary>The process that writes; see producer.py.</summary>
internal sealed class Producer : IAsyncDisposable
{
    private readonly Process _process;

    private Producer(Process process, string name, IReadOnlyList<string> ids, string stampsFile, int payloadBytes)
    {
        _process = process;
        Ids = ids;
        Name = name;
        StampsFile = stampsFile;
        PayloadBytes = payloadBytes;
    }

    /// <summary>The segment's name, or what the names of several begin with.</summary>
    public string Name { get; }

    /// <summary>The dashboard's ids of all its segments.</summary>
    public IReadOnlyList<string> Ids { get; }

    /// <summary>One record of 16 bytes for each write.</summary>
    public string StampsFile { get; }

    /// <summary>Bytes of the largest picture as it is written.</summary>
    public int PayloadBytes { get; }

    public static async Task<Producer> StartAsync(DisplayCase what)
    {
        // Camera frames are known by their name.
        string name = string.Create(
            CultureInfo.InvariantCulture, $"{(what.Content == "bgr" ? "camera_shm_" : "shmdashboard-")}display-{Environment.ProcessId}");
        string stamps = Path.GetTempFileName();
        string[] arguments =
        [
            Path.Combine(AppContext.BaseDirectory, "producer.py"), "--name", name, "--kind", what.Kind, "--content", what.Content,
            "--width", Text(what.Width), "--height", Text(what.Height), "--rate", Text(what.Rate), "--noise", Text(what.Noise),
            "--count", Text(what.Count), "--cycle", Text(what.Cycle), "--stamps", stamps,
        ];
        var process = Process.Start(new ProcessStartInfo("/usr/bin/python3", arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;
        string? ready = await process.StandardOutput.ReadLineAsync();
        return ready?.Split(' ') is ["ready", var bytes, .. var ids]
            ? new Producer(process, name, ids, stamps, int.Parse(bytes, CultureInfo.InvariantCulture))
            : throw new InvalidOperationException($"The producer did not start: it said '{ready}'.");
    }

    /// <summary>How often it has written.</summary>
    public long Writes => new FileInfo(StampsFile).Length / 16;

    /// <summary>When each write ended, in milliseconds since the epoch.</summary>
    public double[] WriteEnds()
    {
        byte[] bytes = File.ReadAllBytes(StampsFile);
        double[] ends = new double[bytes.Length / 16];
        for (int i = 0; i < ends.Length; i++)
            ends[i] = BinaryPrimitives.ReadDoubleLittleEndian(bytes.AsSpan((i * 16) + 8)) * 1000;
        return ends;
    }

    public async ValueTask DisposeAsync()
    {
        _process.StandardInput.Close();
        await _process.WaitForExitAsync();
        _process.Dispose();
        File.Delete(StampsFile);
    }

    private static string Text(double number) => number.ToString(CultureInfo.InvariantCulture);
}
