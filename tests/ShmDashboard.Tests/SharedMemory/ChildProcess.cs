using System.Diagnostics;
using System.Globalization;

namespace ShmDashboard.Tests.SharedMemory;

/// <summary>
/// Another process that does what it is told: a Python script that calls the C library by ctypes. Killed on dispose.
/// </summary>
public sealed class ChildProcess : IDisposable
{
    private const string Python = "/usr/bin/python3";

    private const string Script = """
        import ctypes, mmap, os, sys
        libc = ctypes.CDLL(None, use_errno=True)
        libc.shmat.restype = ctypes.c_void_p
        libc.sem_open.restype = ctypes.c_void_p
        class Sembuf(ctypes.Structure):
            _fields_ = [("num", ctypes.c_ushort), ("op", ctypes.c_short), ("flg", ctypes.c_short)]
        def semop(sem, op, undo):
            return libc.semop(int(sem), ctypes.byref(Sembuf(0, op, 0x1000 if undo else 0)), 1)
        address = None
        mapped = []
        print("ready", flush=True)
        for line in sys.stdin:
            word = line.split()
            if word[0] == "attach":
                address = libc.shmat(int(word[1]), None, 0)
            elif word[0] == "attachread":
                address = libc.shmat(int(word[1]), None, 0x1000)
            elif word[0] == "detach":
                libc.shmdt(ctypes.c_void_p(address))
            elif word[0] == "poke":
                ctypes.memmove(address + int(word[1]), word[2].encode(), len(word[2]))
            elif word[0] == "take":
                semop(word[1], -1, True)
            elif word[0] == "give":
                semop(word[1], +1, True)
            elif word[0] == "lower":
                semop(word[1], -1, False)
            elif word[0] == "raise":
                semop(word[1], +1, False)
            elif word[0] == "semwait":
                libc.sem_wait(ctypes.c_void_p(libc.sem_open(word[1].encode(), 0)))
            elif word[0] == "announce":
                print("going", flush=True)
            elif word[0] == "map":
                with open(word[1], "r+b") as file:
                    mapped.append(mmap.mmap(file.fileno(), 0))
            elif word[0] == "run":
                exec(line[4:])
            elif word[0] == "exit":
                os._exit(0)
            print("done", flush=True)
        """;

    private readonly Process _process;

    private ChildProcess(Process process) => _process = process;

    public int Pid => _process.Id;

    /// <param name="temporaryDirectory">Its TMPDIR; null: as ours.</param>
    public static ChildProcess Start(string? temporaryDirectory = null)
    {
        if (!File.Exists(Python))
        {
            Assert.SkipUnless(
                string.Equals(Environment.GetEnvironmentVariable("CI"), "true", StringComparison.OrdinalIgnoreCase),
                "needs " + Python);
            Assert.Fail(Python + " is missing");
        }

        var start = new ProcessStartInfo(Python)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        if (temporaryDirectory is not null)
            start.Environment["TMPDIR"] = temporaryDirectory;

        start.ArgumentList.Add("-c");
        start.ArgumentList.Add(Script);
        var child = new ChildProcess(Process.Start(start)!);
        child.Expect("ready");
        return child;
    }

    /// <summary>Tells it something and waits until it is done.</summary>
    public void Do(FormattableString command)
    {
        Tell(command);
        Expect("done");
    }

    /// <summary>Tells it something that will block.</summary>
    public void Tell(FormattableString command)
    {
        _process.StandardInput.WriteLine(command.ToString(CultureInfo.InvariantCulture));
        _process.StandardInput.Flush();
    }

    public void Expect(string line) => Assert.Equal(line, _process.StandardOutput.ReadLine());

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
}
