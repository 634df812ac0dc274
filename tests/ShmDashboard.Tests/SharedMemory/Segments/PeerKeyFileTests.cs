using System.Diagnostics;
using System.Globalization;
using ShmDashboard.SharedMemory.Locks;
using ShmDashboard.SharedMemory.Qt;
using ShmDashboard.SharedMemory.Segments;
using ShmDashboard.SharedMemory.SystemV;

namespace ShmDashboard.Tests.SharedMemory.Segments;

/// <summary>Key files that lie where only the programs that use the segment look for them.</summary>
[Collection(KernelCollection.Name)]
[Trait("Category", "Kernel")]
public sealed class PeerKeyFileTests : IDisposable
{
    private readonly KeyDirectory _keys = new();
    private readonly SegmentCatalog _elsewhere = new(new CatalogOptions { SearchUsualDirectories = false }, TimeProvider.System);

    public void Dispose() => _keys.Dispose();

    [Fact]
    public void Sweep_ProcessWithAnotherTmpdir_LeadsToKeyAndLock()
    {
        string key = KeyDirectory.NewKey();
        using var memory = QtSharedMemory.Create(key, 100, _keys.Options);
        var before = Assert.Single(_elsewhere.Sweep(), segment => segment.SystemV?.ShmId == memory.ShmId);
        using var child = ChildProcess.Start(_keys.Path);
        child.Do($"attach {memory.ShmId}");

        var facts = _elsewhere.Find(SegmentId.Qt(key))!;

        Assert.Equal(QtKeyFileState.Missing, before.Qt!.KeyFile);
        Assert.Equal(memory.ShmId, facts.SystemV?.ShmId);
        Assert.Equal((QtKeyFileState.Matched, QtKeyFilePlace.OtherDirectory), (facts.Qt!.KeyFile, facts.Qt.Place));
        Assert.Equal((_keys.Path, child.Pid), (facts.Qt.TheirDirectory, facts.Qt.LearntFromPid));
        Assert.Equal(LockState.Free, new LockObserver(_elsewhere.Processes).Read(facts).State);
    }

    [Fact]
    public void Sweep_NativeKeyFileOfAnyName_IsFoundInTheDirectoryOfWhoUsesIt()
    {
        string file = Path.Combine(_keys.Path, "picture");
        File.WriteAllText(file, "");
        int shmId = _keys.NewSegment(QtKeyFile.TryKeyOf(file)!.Value, 100);
        using var child = ChildProcess.Start(_keys.Path);
        child.Do($"attach {shmId}");

        var facts = Assert.Single(_elsewhere.Sweep(), segment => segment.SystemV?.ShmId == shmId);

        Assert.Equal((file, "picture"), (facts.Qt!.KeyFilePath, facts.Name));
    }

    [Fact]
    public void Sweep_PrivateDirectory_IsLookedIntoThroughItsProcess()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "mounting needs root");
        string file = _keys.SegmentFile("share");
        string script = $"""
            mount -t tmpfs tmpfs {_keys.Path} && touch {file} && exec python3 -c '
            import ctypes, sys
            libc = ctypes.CDLL(None)
            shmid = libc.shmget(libc.ftok(b"{file}", 0x51), 100, 0o1600)
            libc.shmat(shmid, None, 0)
            print(shmid, flush=True)
            sys.stdin.read()
            libc.shmctl(shmid, 0, None)'
            """;
        var start = new ProcessStartInfo("unshare", ["-m", "bash", "-c", script])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        start.Environment["TMPDIR"] = _keys.Path;
        using var process = Process.Start(start)!;
        try
        {
            int shmId = int.Parse(process.StandardOutput.ReadLine()!, CultureInfo.InvariantCulture);

            var facts = Assert.Single(_elsewhere.Sweep(), segment => segment.SystemV?.ShmId == shmId);

            Assert.Equal((SegmentId.Qt("share"), QtKeyFilePlace.OtherRoot), (facts.Id, facts.Qt!.Place));
            Assert.Equal($"/proc/{process.Id}/root{file}", facts.Qt.KeyFilePath);
            Assert.Equal(_keys.Path, facts.Qt.TheirDirectory);
        }
        finally
        {
            process.StandardInput.Close();
            process.WaitForExit();
        }
    }

    [Fact]
    public void Sweep_OneKeyUnderTwoDirectories_IsTwoSegmentsThatKnowOfEachOther()
    {
        using var others = new KeyDirectory();
        string key = KeyDirectory.NewKey();
        using var ours = QtSharedMemory.Create(key, 100, _keys.Options);
        using var theirs = QtSharedMemory.Create(key, 100, others.Options);
        using var child = ChildProcess.Start(others.Path);
        child.Do($"attach {theirs.ShmId}");
        _keys.Catalog.Keys.Remember(key);

        var swept = _keys.Catalog.Sweep();
        var usual = Assert.Single(swept, segment => segment.SystemV?.ShmId == ours.ShmId);
        var other = Assert.Single(swept, segment => segment.SystemV?.ShmId == theirs.ShmId);

        Assert.Equal((SegmentId.Qt(key), SegmentId.SystemV(theirs.ShmId)), (usual.Id, other.Id));
        Assert.Equal((key, key), (usual.Name, other.Name));
        Assert.Equal([other.Id], usual.Qt!.Namesakes);
        Assert.Equal([usual.Id], other.Qt!.Namesakes);
        Assert.DoesNotContain(other.Id, other.Aliases);
        Assert.Same(other, Assert.Single(_keys.Catalog.Sweep(), segment => segment.SystemV?.ShmId == theirs.ShmId));
    }

    [Theory]
    [InlineData("A=1\0TMPDIR=/x\0", "/x", null)]
    [InlineData("XDG_RUNTIME_DIR=/run/user/7\0MYTMPDIR=/no\0", "/tmp", "/run/user/7")]
    [InlineData("TMPDIR=\0", "/tmp", null)]
    [InlineData("TMPDIR=relative\0XDG_RUNTIME_DIR=also", "/", null)]
    [InlineData("", "/tmp", null)]
    public void Parse_Environment_NamesQtsDirectories(string environment, string temporary, string? runtime) =>
        Assert.Equal((temporary, runtime), PeerDirectories.Parse(System.Text.Encoding.UTF8.GetBytes(environment)));
}
