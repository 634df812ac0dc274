using System.Text;
using ShmDashboard.SharedMemory.Interop;
using ShmDashboard.SharedMemory.Locks;
using ShmDashboard.SharedMemory.Qt;
using ShmDashboard.SharedMemory.Segments;

namespace ShmDashboard.Tests.SharedMemory.Locks;

[Collection(KernelCollection.Name)]
[Trait("Category", "Kernel")]
public sealed class SemaphoreSetCatalogTests : IDisposable
{
    private readonly KeyDirectory _keys = new();
    private readonly string _key = KeyDirectory.NewKey();

    public void Dispose() => _keys.Dispose();

    [Fact]
    public void Sweep_LockOfASegment_IsMatchedToIt()
    {
        using QtSharedMemory memory = QtSharedMemory.Create(_key, 100, _keys.Options);
        _keys.Catalog.Find(SegmentId.Qt(_key));
        int semId = _keys.LockSet(_key).Id;

        SemaphoreSetFacts set = Look(semId)!;

        Assert.Equal((SegmentId.Qt(_key), _key, LockState.Free), (set.Segment, set.QtKey, set.Reading.State));
        Assert.Equal([_keys.LockFile(_key)], set.LockFilePaths);
        Assert.Equal((Environment.ProcessId, true), (set.LastOperator!.Value.Pid, set.LastOperator.Value.Alive));
        Assert.Empty(set.Twins);
        Assert.False(set.IsAbandoned);
        Assert.NotNull(set.LastOperationUtc);
    }

    [Fact]
    public void Sweep_LockFileGone_LeadsNowhere()
    {
        using QtSharedMemory memory = QtSharedMemory.Create(_key, 100, _keys.Options);
        int semId = _keys.LockSet(_key).Id;
        File.Delete(_keys.LockFile(_key));
        try
        {
            SemaphoreSetFacts set = Look(semId)!;

            Assert.Empty(set.LockFilePaths);
            Assert.Null(set.Segment);
            Assert.Null(set.QtKey);
            Assert.False(set.IsAbandoned); // who used it last lives
            Assert.True((set with { LastOperator = null }).IsAbandoned);
        }
        finally
        {
            LibC.SemCtl(semId, 0, LibC.IPC_RMID, 0);
        }
    }

    [Fact]
    public void Sweep_SameKeyInTwoDirectories_IsTwice()
    {
        using var elsewhere = new KeyDirectory();
        using QtSharedMemory memory = QtSharedMemory.Create(_key, 100, _keys.Options);
        using QtSharedMemory other = QtSharedMemory.Create(_key, 100, elsewhere.Options);
        var catalog = new SemaphoreSetCatalog(
            new CatalogOptions { KeyFileDirectories = [_keys.Path, elsewhere.Path], SearchUsualDirectories = false },
            _keys.Catalog.Processes, _keys.Catalog.Keys);

        SemaphoreSetFacts set = catalog.Sweep(_keys.Catalog.Sweep()).Single(found => found.SemId == _keys.LockSet(_key).Id);

        Assert.Equal([elsewhere.LockSet(_key).Id], set.Twins);
    }

    [Fact]
    public void Parse_Table_KeepsQtsRowsOnce()
    {
        // As Linux 6.18 prints it; the second row twice, as when others vanish meanwhile; the third is not Qt's; the last is cut.
        const string Text = """
                   key      semid perms      nsems   uid   gid  cuid  cgid      otime      ctime
            1359011852  112230413   600          1     0     0     0     0 1795218248 1795217363
            1359013507  140673046   640          1  1000     0     0     0          0 1795218158
            1359013507  140673046   640          1  1000     0     0     0          0 1795218158
                 12345  140673047   600          3     0     0     0     0 1795218242 1795218242
            1359011981  140673049   60
            """;

        List<SemaphoreRow> rows = SemaphoreSetCatalog.Parse(Encoding.ASCII.GetBytes(Text));

        Assert.Equal(
            [
                new SemaphoreRow(1359011852, 112230413, 384, 1, 0, 1795218248, 1795217363),
                new SemaphoreRow(1359013507, 140673046, 416, 1, 1000, 0, 1795218158),
            ],
            rows);
    }

    [Theory]
    [InlineData("")]
    [InlineData("       key      semid perms      nsems   uid   gid  cuid  cgid      otime      ctime")]
    [InlineData("1 2 600 1 0 0 0 0 5")]
    [InlineData("1 2 680 1 0 0 0 0 5 6")]
    [InlineData("1 2x 600 1 0 0 0 0 5 6")]
    [InlineData("1 2 600 1 0 0 0 0 5 6x")]
    public void TryParse_Malformed_IsRefused(string line) =>
        Assert.False(SemaphoreRow.TryParse(Encoding.ASCII.GetBytes(line), out _));

    private SemaphoreSetFacts? Look(int semId) => new SemaphoreSetCatalog(
        new CatalogOptions { KeyFileDirectories = [_keys.Path], SearchUsualDirectories = false },
        _keys.Catalog.Processes, _keys.Catalog.Keys).Sweep(_keys.Catalog.Sweep()).SingleOrDefault(set => set.SemId == semId);
}
