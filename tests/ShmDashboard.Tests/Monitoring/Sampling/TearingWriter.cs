using System.Diagnostics;
using System.Globalization;
using ShmDashboard.SharedMemory.Interop;
using ShmDashboard.SharedMemory.Qt;

namespace ShmDashboard.Tests.Monitoring.Sampling;

/// <summary>
/// Another process, with a Qt segment of its own, that writes frames in every good and bad manner. Each row of a frame (64
/// bytes: filter, then nine characters seven times) carries the frame's number and manner, so that a copy shows whether it
/// is whole. Manners:
/// L whole under the lock; H whole under the lock with a pause half-way; U half, pause, half, without the lock; W whole at
/// once without the lock; S half under the lock, pause without, half under the lock; M half under the lock, pause, half
/// without; N half without, pause, half under the lock.
/// </summary>
internal sealed class TearingWriter : IDisposable
{
    public const int RowBytes = 64;
    public const int Rows = 512;
    public const int SegmentBytes = 40_000;

    /// <summary>Marker, signature, IHDR, head of IDAT, zlib's head, head of the stored block: then the rows.</summary>
    public const int RowsAt = 4 + 8 + 25 + 8 + 2 + 5;

    private const string Python = "/usr/bin/python3";

    private const string Script = """
        import ctypes, os, random, struct, sys, time, zlib
        libc = ctypes.CDLL(None, use_errno=True)
        libc.shmat.restype = ctypes.c_void_p
        libc.ftok.argtypes = [ctypes.c_char_p, ctypes.c_int]
        segment_file, lock_file, size, png = sys.argv[1], sys.argv[2], int(sys.argv[3]), sys.argv[4] == "png"
        for path in (segment_file, lock_file):
            os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o640))
        sem = libc.semget(libc.ftok(lock_file.encode(), 0x51), 1, 0o3600)
        libc.semctl(sem, 0, 16, 1)
        shm = libc.shmget(libc.ftok(segment_file.encode(), 0x51), size, 0o3600)
        address = libc.shmat(shm, None, 0)
        class Sembuf(ctypes.Structure):
            _fields_ = [("num", ctypes.c_ushort), ("op", ctypes.c_short), ("flg", ctypes.c_short)]
        down, up = Sembuf(0, -1, 0x1000), Sembuf(0, 1, 0x1000)
        def take(): libc.semop(sem, ctypes.byref(down), 1)
        def give(): libc.semop(sem, ctypes.byref(up), 1)
        ihdr = struct.pack(">IIBBBBB", 63, 512, 8, 0, 0, 0, 0)
        def chunk(kind, data):
            return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        header = b"\0\0\0\1\x89PNG\r\n\x1a\n" + chunk(b"IHDR", ihdr)
        def frame(number, manner):
            rows = (b"\0" + (b"%08d" % number + manner.encode()) * 7) * 512
            if not png:
                return b"\xfe" * 52 + rows
            stored = b"\x78\x01\x01" + struct.pack("<HH", len(rows), len(rows) ^ 0xffff) + rows + struct.pack(">I", zlib.adler32(rows))
            return header + chunk(b"IDAT", stored) + chunk(b"IEND", b"")
        def put(data, start, end):
            ctypes.memmove(address + start, data[start:end], end - start)
        chance = random.Random(7)
        def pause(): time.sleep(chance.random() * 0.002)
        def write(number, manner):
            data = frame(number, manner)
            end = len(data)
            half = chance.randrange(100, end - 100)
            if manner == "L":
                take(); put(data, 0, end); give()
            elif manner == "H":
                take(); put(data, 0, half); pause(); put(data, half, end); give()
            elif manner == "U":
                put(data, 0, half); pause(); put(data, half, end)
            elif manner == "W":
                put(data, 0, end)
            elif manner == "S":
                take(); put(data, 0, half); give(); pause(); take(); put(data, half, end); give()
            elif manner == "M":
                take(); put(data, 0, half); give(); pause(); put(data, half, end)
            elif manner == "N":
                put(data, 0, half); pause(); take(); put(data, half, end); give()
            return manner
        print(sem, shm, flush=True)
        number = 0
        for line in sys.stdin:
            manners, count, rest = line.split()
            for _ in range(int(count)):
                number += 1
                write(number, chance.choice(manners))
                time.sleep(chance.random() * float(rest))
            print("done", flush=True)
        """;

    private readonly Process _process;
    private readonly string[] _files;
    private readonly int _semId;
    private readonly int _shmId;

    private TearingWriter(Process process, string[] files, int semId, int shmId)
    {
        _process = process;
        _files = files;
        _semId = semId;
        _shmId = shmId;
    }

    public static TearingWriter Start(string key, bool png)
    {
        Assert.SkipUnless(File.Exists(Python), "needs " + Python);
        string[] files =
        [
            QtNativeKey.Legacy(key, QtKeyPurpose.Segment, QtIpcType.SystemV).Value,
            QtNativeKey.Legacy(key, QtKeyPurpose.Lock, QtIpcType.SystemV).Value,
        ];
        var process = Process.Start(new ProcessStartInfo(
            Python, ["-c", Script, files[0], files[1], SegmentBytes.ToString(CultureInfo.InvariantCulture), png ? "png" : "raw"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;
        string[] ids = process.StandardOutput.ReadLine()!.Split(' ');
        return new TearingWriter(
            process, files, int.Parse(ids[0], CultureInfo.InvariantCulture), int.Parse(ids[1], CultureInfo.InvariantCulture));
    }

    /// <summary>Writes frames, each in one of the manners by chance, with a rest of 0 to <paramref name="rest"/> after each.</summary>
    public async Task WriteAsync(string manners, int frames, TimeSpan rest)
    {
        await _process.StandardInput.WriteLineAsync(string.Create(
            CultureInfo.InvariantCulture, $"{manners} {frames} {rest.TotalSeconds}"));
        await _process.StandardInput.FlushAsync();
        Assert.Equal("done", await _process.StandardOutput.ReadLineAsync());
    }

    /// <summary>The manner of a whole frame; null when rows of different frames are mixed.</summary>
    public static char? MannerOf(ReadOnlySpan<byte> copy)
    {
        var first = copy.Slice(RowsAt, RowBytes);
        for (int row = 1; row < Rows; row++)
        {
            if (!copy.Slice(RowsAt + (row * RowBytes), RowBytes).SequenceEqual(first))
                return null;
        }

        return (char)first[9];
    }

    public unsafe void Dispose()
    {
        _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
        LibC.SemCtl(_semId, 0, LibC.IPC_RMID, 0);
        LibC.ShmCtl(_shmId, LibC.IPC_RMID, null);
        foreach (string file in _files)
            File.Delete(file);
    }
}
