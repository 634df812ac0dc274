using System.Globalization;
using System.Runtime.InteropServices;
using ShmDashboard.SharedMemory.Interop;
using ShmDashboard.SharedMemory.Posix;
using ShmDashboard.SharedMemory.Processes;
using ShmDashboard.SharedMemory.Qt;
using ShmDashboard.SharedMemory.Segments;
using ShmDashboard.SharedMemory.SystemV;

namespace ShmDashboard.Tests.SharedMemory.Segments;

[Collection(KernelCollection.Name)]
[Trait("Category", "Kernel")]
public sealed partial class SegmentCatalogTests : IDisposable
{
    private readonly KeyDirectory _keys = new();

    public void Dispose() => _keys.Dispose();

    [Fact]
    public void Sweep_PlainSystemV_ShowsWhatTheKernelSays()
    {
        int shmId = _keys.NewSegment(0, 12345);

        var facts = Assert.Single(_keys.Catalog.Sweep(), segment => segment.SystemV?.ShmId == shmId);

        Assert.Equal(SegmentId.SystemV(shmId), facts.Id);
        Assert.Equal((SegmentKind.SystemV, 12345, 0), (facts.Kind, facts.SizeBytes, facts.AttachCount));
        Assert.Equal((Convert.ToInt32("600", 8), Environment.UserName), (facts.Mode, facts.OwnerName));
        Assert.Equal(Environment.ProcessId, facts.Creator!.Value.Pid);
        Assert.True(facts.Creator.Value.Alive);
        Assert.Null(facts.SystemV?.LastOperator);
        Assert.Null(facts.Qt);
        Assert.False(facts.SystemV is { MarkedForRemoval: true });
    }

    [Fact]
    public void Sweep_QtKeyOfLetters_NamesItself()
    {
        string key = new([.. Guid.NewGuid().ToString("N").Select(c => char.IsAsciiDigit(c) ? (char)(c - '0' + 'p') : c)]);
        using var memory = QtSharedMemory.Create(key, 100, _keys.Options);

        var facts = Assert.Single(_keys.Catalog.Sweep(), segment => segment.SystemV?.ShmId == memory.ShmId);

        Assert.Equal((SegmentId.Qt(key), key), (facts.Id, facts.Name));
        Assert.Equal([SegmentId.SystemV(memory.ShmId)], facts.Aliases);
        Assert.Equal((QtKeyFileState.Matched, _keys.SegmentFile(key), _keys.LockFile(key)),
            (facts.Qt!.KeyFile, facts.Qt.KeyFilePath, facts.Qt.LockFilePath));
        Assert.Equal(1, facts.AttachCount);
    }

    [Fact]
    public void Sweep_QtKeyWithOtherCharacters_IsNamedOnceItIsRemembered()
    {
        string key = KeyDirectory.NewKey();
        using var memory = QtSharedMemory.Create(key, 100, _keys.Options);
        var unknown = Assert.Single(_keys.Catalog.Sweep(), segment => segment.SystemV?.ShmId == memory.ShmId);

        _keys.Catalog.Keys.Remember(key);
        var known = Assert.Single(_keys.Catalog.Sweep(), segment => segment.SystemV?.ShmId == memory.ShmId);

        Assert.Equal(SegmentId.SystemV(memory.ShmId), unknown.Id);
        Assert.Equal(QtNativeKey.Letters(key) + "…" + QtNativeKey.Hash(key)[^4..], unknown.Name);
        Assert.Equal((SegmentId.Qt(key), key), (known.Id, known.Name));
    }

    [Fact]
    public void Find_QtKeyNeverHeardOf_FindsAndRemembersIt()
    {
        string key = KeyDirectory.NewKey();
        using var memory = QtSharedMemory.Create(key, 100, _keys.Options);

        var facts = _keys.Catalog.Find(SegmentId.Qt(key))!;

        Assert.Equal((SegmentId.Qt(key), memory.ShmId), (facts.Id, facts.SystemV?.ShmId));
        Assert.Contains(key, _keys.Catalog.Keys.Known);
        Assert.Equal(memory.ShmId, _keys.Catalog.Find(SegmentId.SystemV(memory.ShmId))!.SystemV!.ShmId);
    }

    [Fact]
    public void Find_KeyFileWithoutSegment_IsNull()
    {
        string key = KeyDirectory.NewKey();
        File.WriteAllBytes(_keys.SegmentFile(key), []);

        Assert.Null(_keys.Catalog.Find(SegmentId.Qt(key)));
        Assert.DoesNotContain(key, _keys.Catalog.Keys.Known);
    }

    [Fact]
    public void Sweep_KeyFileDeletedAndMadeAnew_IsNotMistaken()
    {
        string key = KeyDirectory.NewKey();
        using var memory = QtSharedMemory.Create(key, 100, _keys.Options);
        Assert.Equal(QtKeyFileState.Matched, _keys.Facts(key).Qt!.KeyFile);

        File.Delete(_keys.SegmentFile(key));

        Assert.Null(_keys.Catalog.Find(SegmentId.Qt(key)));
        var orphan = _keys.Catalog.Find(SegmentId.SystemV(memory.ShmId))!;
        Assert.Equal(QtKeyFileState.Missing, orphan.Qt!.KeyFile);
        File.WriteAllBytes(_keys.SegmentFile(key), []);
    }

    [Fact]
    public unsafe void Sweep_MarkedForRemoval_SaysSoUntilTheLastDetach()
    {
        int shmId = _keys.NewSegment(0, 100);
        using (var attachment = SystemVAttachment.TryAttach(shmId, readOnly: true, out _, out _)!)
        {
            LibC.ShmCtl(shmId, LibC.IPC_RMID, null);

            Assert.True(_keys.Catalog.Find(SegmentId.SystemV(shmId))!.SystemV!.MarkedForRemoval);
            Assert.Equal(Convert.ToInt32("600", 8), _keys.Catalog.Find(SegmentId.SystemV(shmId))!.Mode);
        }

        Assert.Null(_keys.Catalog.Find(SegmentId.SystemV(shmId)));
    }

    [Theory]
    [InlineData("shmdashboard two words ")]
    [InlineData(".shmdashboard.hidden.")]
    [InlineData("shmdashboard-Größe-图片-")]
    public void Sweep_Posix_ShowsOddNamesToo(string prefix)
    {
        string name = _keys.NewPosixName(prefix);
        using var segment = PosixSegment.Create(name, 10_000);

        var facts = Assert.Single(_keys.Catalog.Sweep(), segment => segment.Posix?.FileName == name);

        Assert.Equal((SegmentId.Posix(name), "/" + name), (facts.Id, facts.Name));
        Assert.Equal((10_000, 12_288), (facts.SizeBytes, facts.ResidentBytes));
        Assert.Null(facts.AttachCount);
        var now = TimeProvider.System.GetUtcNow();
        Assert.InRange(facts.ChangedUtc!.Value, now.AddMinutes(-1), now.AddSeconds(1));
    }

    [Fact]
    public void Sweep_PosixOfQtsLegacyName_IsFoundByItsKey()
    {
        string key = KeyDirectory.NewKey();
        string name = QtNativeKey.FileName(key, QtKeyPurpose.Segment);
        using var segment = PosixSegment.Create(name, 1);
        try
        {
            var facts = _keys.Facts(key);

            Assert.Equal((SegmentId.Qt(key), SegmentKind.Posix), (facts.Id, facts.Kind));
            Assert.Equal([SegmentId.Posix(name)], facts.Aliases);
        }
        finally
        {
            PosixSegment.Unlink(name);
        }
    }

    [Fact]
    public void Sweep_SemaphoresAndDirectories_AreNotSegments()
    {
        string semaphore = "/dev/shm/sem.shmdashboard-" + Guid.NewGuid().ToString("N");
        File.WriteAllBytes(semaphore, new byte[32]);
        try
        {
            Assert.DoesNotContain(_keys.Catalog.Sweep(), segment => segment.Posix?.FileName?.StartsWith("sem.", StringComparison.Ordinal) == true);
        }
        finally
        {
            File.Delete(semaphore);
        }
    }

    [Fact]
    public void Sweep_NothingChanged_GivesTheSameObjects()
    {
        int shmId = _keys.NewSegment(0, 100);

        var first = _keys.Catalog.Find(SegmentId.SystemV(shmId))!;

        Assert.Same(first, _keys.Catalog.Find(SegmentId.SystemV(shmId)));
    }

    [Fact]
    public void Sweep_NothingChanged_GivesTheSameArrayUntilSomethingDoes()
    {
        string directory = Directory.CreateTempSubdirectory("shmdashboard-").FullName;
        try
        {
            File.WriteAllBytes(directory + "/one", new byte[10]);
            File.WriteAllBytes(directory + "/two", new byte[20]);
            var catalog = new SegmentCatalog(
                new CatalogOptions { PosixDirectory = directory, SearchUsualDirectories = false }, TimeProvider.System);

            // Other programs may make System V segments just now.
            Until.True(() => catalog.Sweep() == catalog.Sweep(), "two sweeps find the same");
            var before = catalog.Sweep();
            File.WriteAllBytes(directory + "/two", new byte[21]);
            File.WriteAllBytes(directory + "/new", new byte[30]);
            File.Move(directory + "/new", directory + "/one", overwrite: true);
            var after = catalog.Sweep();

            Assert.False(before == after);
            Assert.Equal([("/one", 10), ("/two", 20)], Posix(before));
            Assert.Equal([("/one", 30), ("/two", 21)], Posix(after));
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }

        static IEnumerable<(string, long)> Posix(IEnumerable<SegmentFacts> all) =>
            all.Where(segment => segment.Kind == SegmentKind.Posix).Select(segment => (segment.Name, segment.SizeBytes));
    }

    [Fact]
    public void Sweep_SegmentsOfOneThatDied_AllShowItDead()
    {
        using var child = ChildProcess.Start();
        int[] ids = [_keys.NewSegment(0, 100), _keys.NewSegment(0, 100)];
        foreach (int shmId in ids)
            child.Do($"attach {shmId}");
        Assert.Equal([true, true], Lives());

        child.Kill();

        Assert.Equal([false, false], Lives());

        IEnumerable<bool> Lives() =>
            _keys.Catalog.Sweep().Where(segment => ids.Contains(segment.SystemV?.ShmId ?? -1)).Select(segment => segment.SystemV!.LastOperator!.Value.Alive);
    }

    [Fact]
    public void Sweep_CreatorDied_ShowsItDead()
    {
        using var child = ChildProcess.Start();
        int shmId = _keys.NewSegment(0, 100);
        child.Do($"attach {shmId}");
        Assert.True(_keys.Catalog.Find(SegmentId.SystemV(shmId))!.SystemV!.LastOperator!.Value.Alive);

        child.Kill();

        var last = _keys.Catalog.Find(SegmentId.SystemV(shmId))!.SystemV!.LastOperator!.Value;
        Assert.Equal((child.Pid, false), (last.Pid, last.Alive));
    }

    [Fact]
    public void Sweep_Watching_LeavesNoTrace()
    {
        string key = KeyDirectory.NewKey();
        using var memory = QtSharedMemory.Create(key, 100, _keys.Options);
        _keys.Facts(key);
        _keys.Catalog.ScanAttachments();
        string? row = KeyDirectory.KernelRow(memory.ShmId);
        (int, int) footprint = KeyDirectory.Footprint();

        _keys.Catalog.Sweep();
        _keys.Facts(key);
        _keys.Catalog.ScanAttachments();

        Assert.Equal(row, KeyDirectory.KernelRow(memory.ShmId));
        KeyDirectory.AssertFootprint(footprint);
    }

    [Fact]
    public void ScanAttachments_OwnAndForeign_AreFoundByShmId()
    {
        using var child = ChildProcess.Start();
        int shmId = _keys.NewSegment(0, 10_000);
        child.Do($"attachread {shmId}");
        using var own = SystemVAttachment.TryAttach(shmId, readOnly: false, out _, out _)!;
        var facts = _keys.Catalog.Find(SegmentId.SystemV(shmId))!;

        var attachments = _keys.Catalog.ScanAttachments().Of(facts);

        Assert.Equal(2, attachments.Length);
        var mine = Assert.Single(attachments, attachment => attachment.Process.Pid == Environment.ProcessId);
        var theirs = Assert.Single(attachments, attachment => attachment.Process.Pid == child.Pid);
        Assert.Equal(((ulong)own.Address, 12_288, 0, true), (mine.Address, mine.LengthBytes, mine.FileOffset, mine.Writable));
        Assert.False(theirs.Writable);
        Assert.Equal([theirs], _keys.Catalog.ScanAttachments(child.Pid, facts));

        child.Do($"detach");
        Assert.Empty(_keys.Catalog.ScanAttachments(child.Pid, facts));
    }

    [Fact]
    public void ScanAttachments_Posix_IsFoundByFileAndAfterUnlinking()
    {
        using var child = ChildProcess.Start();
        string name = _keys.NewPosixName();
        using var segment = PosixSegment.Create(name.Replace(' ', '-'), 100);
        name = segment.Name;
        child.Do($"map /dev/shm/{name}");
        var facts = _keys.Catalog.Find(SegmentId.Posix(name))!;

        var attachment = Assert.Single(_keys.Catalog.ScanAttachments().Of(facts));
        PosixSegment.Unlink(name);
        var unlinked = Assert.Single(
            _keys.Catalog.ScanAttachments().Unnamed, memory => memory.Identity == facts.Identity);

        Assert.Equal(child.Pid, attachment.Process.Pid);
        Assert.Equal((name, child.Pid), (unlinked.Label, unlinked.Attachments[0].Process.Pid));
    }

    [Fact]
    public void ProcessMaps_TextAndQuery_SayTheSame()
    {
        int shmId = _keys.NewSegment(0, 10_000);
        using var own = SystemVAttachment.TryAttach(shmId, readOnly: true, out _, out _)!;
        var devices = new SharedMemoryDevices("/dev/shm");
        byte[] buffer = new byte[256];

        var asked = Collect(readText: false);
        var read = Collect(readText: true);

        Assert.Contains(asked, mapping => mapping.Object.ShmId == shmId && mapping.Start == (ulong)own.Address);
        Assert.Equal(read, asked);

        List<Mapping> Collect(bool readText)
        {
            using var maps = ProcessMaps.TryOpen(Environment.ProcessId, devices, out _, readText)!;
            var mappings = new List<Mapping>();
            Assert.True(maps.Collect(mappings, 0, ulong.MaxValue, ref buffer));
            // .NET maps its own code twice, by a memfd, and at any time more of it.
            mappings.RemoveAll(mapping => mapping.Unnamed is not null);
            Assert.True(maps.StillMaps(SegmentIdentity.SystemV(shmId), (ulong)own.Address, [], ref buffer));
            Assert.False(maps.StillMaps(SegmentIdentity.SystemV(shmId + 1), (ulong)own.Address, [], ref buffer));
            return mappings;
        }
    }

    [Fact]
    public void TryKeyOf_AnyFile_IsWhatFtokSays()
    {
        string path = Path.Combine(_keys.Path, "any");
        File.WriteAllBytes(path, []);

        Assert.Equal(Ftok(path, 'Q'), QtKeyFile.TryKeyOf(path));
        File.Delete(path);
        Assert.Null(QtKeyFile.TryKeyOf(path));
        File.WriteAllBytes(path, []);
    }

    [LibraryImport("libc", EntryPoint = "ftok", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Ftok(string path, int projectId);
}
