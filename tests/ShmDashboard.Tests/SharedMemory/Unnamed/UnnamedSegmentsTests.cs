using System.Collections.Immutable;
using ShmDashboard.SharedMemory.Locks;
using ShmDashboard.SharedMemory.Posix;
using ShmDashboard.SharedMemory.Processes;
using ShmDashboard.SharedMemory.Reading;
using ShmDashboard.SharedMemory.Segments;

namespace ShmDashboard.Tests.SharedMemory.Unnamed;

/// <summary>Memory without a name of another process, through the real kernel.</summary>
[Collection(KernelCollection.Name)]
[Trait("Category", "Kernel")]
public sealed class UnnamedSegmentsTests : IDisposable
{
    private const string MemFd = "run import fcntl; f = os.memfd_create('{0}', os.MFD_ALLOW_SEALING); os.ftruncate(f, 20000); os.pwrite(f, b'Hello', 0)";

    private readonly KeyDirectory _keys = new();
    private readonly string _name = $"test-{Guid.NewGuid():N}";

    public void Dispose() => _keys.Dispose();

    [Fact]
    public void Sweep_MemFd_IsListedOnlyWhenAskedFor()
    {
        using var child = ChildProcess.Start();
        MakeMemFd(child);
        _keys.Catalog.ScanAttachments(openFiles: true);

        Assert.DoesNotContain(_keys.Catalog.Sweep(), segment => segment.Kind == SegmentKind.Unnamed);
        var facts = Listed();
        Assert.DoesNotContain(_keys.Catalog.Sweep(identity => identity != facts.Identity), segment => segment.Identity == facts.Identity);
    }

    [Fact]
    public void Sweep_MemFd_TellsWhatTheKernelTells()
    {
        using var child = ChildProcess.Start();
        MakeMemFd(child);
        child.Do($"run fcntl.fcntl(f, 1033, 2 | 4)");

        var facts = Scanned();

        Assert.Equal((_name, 20000, 4096), (facts.Name, facts.SizeBytes, facts.ResidentBytes));
        Assert.Equal($"memfd:{child.Pid}:{(ulong)facts.FileIdentity.Inode}", facts.Id.ToString());
        Assert.Equal((UnnamedOrigin.MemFd, true), (facts.Unnamed!.Origin, facts.Unnamed.IsMeasured));
        Assert.Equal(MemorySeals.Shrink | MemorySeals.Grow, facts.Unnamed.Seals);
        Assert.Equal(child.Pid, Assert.Single(facts.Unnamed.Descriptors).Process.Pid);
    }

    [Fact]
    public void Sweep_OneObjectManyTimesOpenAndMapped_IsOne()
    {
        using var child = ChildProcess.Start();
        MakeMemFd(child);
        child.Do($"run g = os.dup(f); mapped += [mmap.mmap(f, 0), mmap.mmap(g, 0)]; pid = os.fork(); pid or (os.read(0, 0), __import__('time').sleep(60))");
        try
        {
            var facts = Scanned();

            var other = Assert.Single(facts.Aliases);
            Assert.Equal(2, facts.Unnamed!.Descriptors.Select(descriptor => descriptor.Process.Pid).Distinct().Count());
            Assert.True(facts.Unnamed.Descriptors.Length >= 4);
            Assert.Equal(facts.Identity, _keys.Catalog.Find(other)!.Identity);
            Assert.Equal(facts.Id, _keys.Catalog.Find(other)!.Id);
        }
        finally
        {
            child.Do($"run os.kill(pid, 9)");
        }
    }

    [Fact]
    public void Describe_OpenFileLockOnMemoryWithoutAName_NamesItsHolder()
    {
        using var bystander = ChildProcess.Start();
        using var child = ChildProcess.Start();
        bystander.Do($"run f = os.memfd_create('another')");
        MakeMemFd(child);
        var facts = Scanned();
        Assert.Empty(FileLockTable.Read().Describe(facts, [], Holders()));
        child.Do($"run fcntl.fcntl(f, 37, __import__('struct').pack('hhqqi4x', fcntl.F_WRLCK, 0, 10, 5, 0))");

        var held = Assert.Single(FileLockTable.Read().Describe(facts, [], Holders()));

        Assert.Equal(("open-file lock, exclusive, bytes 10–14", child.Pid), (held.Where, held.Holder!.Value.Pid));

        OpenFileHolders Holders() => new(_keys.Catalog.Processes, TimeProvider.System);
    }

    [Fact]
    public void Find_WithoutAnyScan_LooksIntoThatProcess()
    {
        using var child = ChildProcess.Start();
        MakeMemFd(child);
        var id = Scanned().Id;
        using var other = new KeyDirectory();

        Assert.Equal(_name, other.Catalog.Find(id)?.Name);
        Assert.Null(other.Catalog.Find(SegmentId.MemFd(child.Pid, 1)));
        Assert.Null(other.Catalog.Find(SegmentId.MemFd(int.MaxValue, 1)));
    }

    [Fact]
    public void Find_AfterItWasClosed_IsNull()
    {
        using var child = ChildProcess.Start();
        MakeMemFd(child);
        var id = Scanned().Id;

        child.Do($"run os.close(f)");

        Assert.Null(_keys.Catalog.Find(id));
        Assert.DoesNotContain(_keys.Catalog.Sweep(_ => true), segment => segment.Id == id);
    }

    [Fact]
    public void Read_MemFd_GoesByFile()
    {
        using var child = ChildProcess.Start();
        MakeMemFd(child);

        var outcome = Read(Scanned());

        Assert.Equal((ReadStatus.Copied, ReadRoute.FileRead, "Hello"), (outcome.Status, outcome.Route, outcome.Value));
    }

    [Fact]
    public void Read_OnlyMapped_IsStillRead()
    {
        using var child = ChildProcess.Start();
        child.Do($"run m = mmap.mmap(-1, 40960); m[:5] = b'Hello'");
        SegmentFacts facts = _keys.Catalog.ScanAttachments(openFiles: true).Unnamed
            .Where(memory => memory.Origin == UnnamedOrigin.Anonymous && memory.Attachments.Any(user => user.Process.Pid == child.Pid))
            .Select(memory => _keys.Catalog.Sweep(identity => identity == memory.Identity)[^1]).Single(facts => facts.SizeBytes == 40960);

        var outcome = Read(facts);

        Assert.Equal("/dev/zero", facts.Name);
        Assert.Empty(facts.Unnamed!.Descriptors);
        Assert.Equal(4096, facts.ResidentBytes);
        Assert.Equal((ReadStatus.Copied, "Hello"), (outcome.Status, outcome.Value));
    }

    [Fact]
    public void Read_DescriptorThatIsAnotherFileByNow_IsNotOpened()
    {
        using var child = ChildProcess.Start();
        MakeMemFd(child);
        var facts = Scanned();

        child.Do($"run os.dup2(os.memfd_create('other'), f)");

        Assert.Equal(ReadStatus.Gone, Read(facts).Status);
    }

    [Fact]
    public void Sweep_FileUnlinkedAfterOpening_IsListed()
    {
        using var child = ChildProcess.Start();
        using var segment = PosixSegment.Create(_keys.NewPosixName().Replace(' ', '-'), 100);
        segment.Write(0, "Hello"u8);
        child.Do($"run f = os.open('/dev/shm/{segment.Name}', os.O_RDWR)");
        PosixSegment.Unlink(segment.Name);
        _keys.Catalog.ScanAttachments(openFiles: true);

        SegmentFacts facts = Assert.Single(_keys.Catalog.Sweep(_ => true), facts => facts.FileIdentity == segment.FileIdentity);

        Assert.Equal(("/" + segment.Name, UnnamedOrigin.Unlinked), (facts.Name, facts.Unnamed!.Origin));
        Assert.Equal("Hello", Read(facts).Value);
    }

    private void MakeMemFd(ChildProcess child) => child.Do($"{string.Format(System.Globalization.CultureInfo.InvariantCulture, MemFd, _name)}");

    private SegmentFacts Scanned()
    {
        _keys.Catalog.ScanAttachments(openFiles: true);
        return Listed();
    }

    private SegmentFacts Listed() => Assert.Single(_keys.Catalog.Sweep(_ => true), segment => segment.Name == _name);

    private ReadOutcome<string> Read(SegmentFacts facts)
    {
        var reader = new SegmentReader(new LockObserver(_keys.Catalog.Processes), _keys.Catalog.Processes, TimeProvider.System);
        var attachments = _keys.Catalog.ScanAttachments().Of(facts);
        return reader.Read(facts, attachments, ReadOptions.Default, view =>
        {
            byte[] bytes = new byte[5];
            view.Read(0, bytes);
            return System.Text.Encoding.UTF8.GetString(bytes);
        });
    }
}
