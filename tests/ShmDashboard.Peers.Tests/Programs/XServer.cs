using System.Buffers.Binary;
using System.Diagnostics;
using System.Globalization;
using ShmDashboard.Peers.Tests.Machine;

namespace ShmDashboard.Peers.Tests.Programs;

/// <summary>
/// A screen of our own (Xvfb) that keeps its pixels in a file or in a System V segment, and hands for the programs on it (xdotool).
/// </summary>
internal sealed class XServer : IAsyncDisposable
{
    private const string Server = "/usr/bin/Xvfb";
    private const string Hands = "/usr/bin/xdotool";
    private const string ShmIdBefore = "screen 0 shmid ";

    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);

    private readonly Process _process;
    private readonly List<Process> _programs = [];

    private XServer(Process process, string? directory, string display, int? shmId)
    {
        _process = process;
        FrameBuffer = Path.Combine(directory ?? "", "Xvfb_screen0");
        Display = display;
        ShmId = shmId;
    }

    /// <summary>The width of its screen in pixels.</summary>
    public static int Width => 800;

    /// <summary>The height of its screen in pixels.</summary>
    public static int Height => 600;

    /// <summary>The file of its pixels, where it keeps them in one.</summary>
    public string FrameBuffer { get; }

    /// <summary>The System V segment of its pixels, where it keeps them in one.</summary>
    public int? ShmId { get; }

    /// <summary>What programs need in DISPLAY.</summary>
    public string Display { get; }

    /// <summary>Starts one on a free display.</summary>
    /// <param name="directory">Where it keeps its screen; null for a System V segment.</param>
    public static async Task<XServer> StartAsync(string? directory)
    {
        Requirement.Program(Server, "xvfb");
        Requirement.Program(Hands, "xdotool");
        // The pointer would be among the pixels, which a photograph is without.
        string[] place = directory is null ? ["-nocursor", "-shmem"] : ["-nocursor", "-fbdir", directory];
        var process = Process.Start(new ProcessStartInfo(
            Server, ["-displayfd", "1", "-screen", "0", $"{Width}x{Height}x24", "-nolisten", "tcp", .. place])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        StartedProcesses.Remember(process.Id);
        var shmId = new TaskCompletionSource<int?>(TaskCreationOptions.RunContinuationsAsynchronously);
        process.ErrorDataReceived += (_, told) =>
        {
            if (told.Data?.StartsWith(ShmIdBefore, StringComparison.Ordinal) == true)
                shmId.TrySetResult(int.Parse(told.Data.AsSpan(ShmIdBefore.Length), CultureInfo.InvariantCulture));
        };
        process.BeginErrorReadLine();
        using var patience = new CancellationTokenSource(s_patience);
        string? number = await process.StandardOutput.ReadLineAsync(patience.Token);
        Assert.NotNull(number);
        if (directory is not null)
            shmId.TrySetResult(null);
        return new XServer(process, directory, ":" + number, await shmId.Task.WaitAsync(patience.Token));
    }

    /// <summary>What is on the screen, as the server hands it out: red, green and blue of each pixel, row by row.</summary>
    public async Task<byte[]> PhotographAsync()
    {
        Ffmpeg.Require();
        byte[] picture = await Ffmpeg.RunAsync(
            "-f", "x11grab", "-draw_mouse", "0", "-video_size", $"{Width}x{Height}", "-i", Display,
            "-frames:v", "1", "-f", "rawvideo", "-pix_fmt", "rgb24", "-").WaitAsync(s_patience, TimeProvider.System);
        Assert.Equal(3 * Width * Height, picture.Length);
        return picture;
    }

    /// <summary>Starts a program on this screen and waits for its window; returns the window.</summary>
    public async Task<string> StartProgramAsync(string path, string title)
    {
        var start = new ProcessStartInfo(path) { RedirectStandardError = true };
        start.Environment["DISPLAY"] = Display;
        start.Environment["QT_QPA_PLATFORM"] = "xcb";
        start.Environment["XDG_RUNTIME_DIR"] = Path.GetTempPath();
        var program = Process.Start(start)!;
        StartedProcesses.Remember(program.Id);
        program.ErrorDataReceived += (_, _) => { };
        program.BeginErrorReadLine();
        _programs.Add(program);
        return await WindowAsync(title);
    }

    /// <summary>Waits for a window with this title.</summary>
    public async Task<string> WindowAsync(string title) =>
        (await HandAsync("search", "--sync", "--onlyvisible", "--name", $"^{title}$")).Split('\n')[^1];

    /// <summary>Presses keys in a window, one after the other.</summary>
    public async Task PressAsync(string window, params string[] keys)
    {
        // There is no window manager to give the focus.
        await HandAsync("windowfocus", "--sync", window);
        await HandAsync(["key", "--delay", "50", .. keys]);
    }

    /// <summary>Types into a window.</summary>
    public async Task TypeAsync(string window, string text)
    {
        await HandAsync("windowfocus", "--sync", window);
        await HandAsync("type", "--delay", "5", text);
    }

    /// <summary>How many places of the screen show this picture, every pixel of it: 24-bit colours, row by row.</summary>
    public async Task<int> CountAsync(int width, int height, Func<int, int, int> colour)
    {
        var screen = Screen.Parse(await File.ReadAllBytesAsync(FrameBuffer));
        return screen.Count(width, height, colour);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var process in _programs.Append(_process))
        {
            using (process)
            {
                if (!process.HasExited)
                    Signal.SendTerminate(process.Id);
                await process.WaitForExitAsync();
            }
        }

        // Xvfb leaves it behind.
        if (ShmId is { } shmId)
            KernelObjects.RemoveSegment(shmId);
    }

    private async Task<string> HandAsync(params string[] arguments)
    {
        var start = new ProcessStartInfo(Hands, arguments) { RedirectStandardOutput = true };
        start.Environment["DISPLAY"] = Display;
        using var hand = Process.Start(start)!;
        using var patience = new CancellationTokenSource(s_patience);
        try
        {
            string output = await hand.StandardOutput.ReadToEndAsync(patience.Token);
            await hand.WaitForExitAsync(patience.Token);
            Assert.True(hand.ExitCode == 0, $"xdotool {string.Join(' ', arguments)} ended with {hand.ExitCode}.");
            return output.Trim();
        }
        finally
        {
            if (!hand.HasExited)
                hand.Kill();
        }
    }

    /// <summary>An XWD file of 32 bits a pixel (X11/XWDFile.h).</summary>
    private sealed record Screen(byte[] File, int Width, int Height, int RowStrideBytes, int PixelsAt)
    {
        public static Screen Parse(byte[] file)
        {
            int Word(int index) => BinaryPrimitives.ReadInt32BigEndian(file.AsSpan(index * 4));
            Assert.Equal((7, 2, 32), (Word(1), Word(2), Word(11)));
            return new Screen(file, Word(4), Word(5), Word(12), Word(0) + 12 * Word(19));
        }

        public int Count(int width, int height, Func<int, int, int> colour)
        {
            int found = 0;
            for (int y = 0; y <= Height - height; y++)
            {
                for (int x = 0; x <= Width - width; x++)
                {
                    if (Shows(x, y, width, height, colour))
                        found++;
                }
            }

            return found;
        }

        private bool Shows(int left, int top, int width, int height, Func<int, int, int> colour)
        {
            for (int y = 0; y < height; y++)
            {
                for (int x = 0; x < width; x++)
                {
                    if (At(left + x, top + y) != colour(x, y))
                        return false;
                }
            }

            return true;
        }

        private int At(int x, int y) =>
            BinaryPrimitives.ReadInt32LittleEndian(File.AsSpan(PixelsAt + y * RowStrideBytes + x * 4)) & 0xffffff;
    }
}
