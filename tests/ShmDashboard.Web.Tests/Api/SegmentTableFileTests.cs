using ShmDashboard.Imaging.Payloads;
using ShmDashboard.SharedMemory.Locks;
using ShmDashboard.Web.Api;
using ShmDashboard.Web.Tests.Fakes;
using ShmDashboard.Wording;

namespace ShmDashboard.Web.Tests.Api;

public sealed class SegmentTableFileTests
{
    [Fact]
    public void Of_LockBesideTheSegmentsOwn_TellsTheOneThatTheListShows()
    {
        var row = Rows.Posix("cam0", 4096) with
        {
            OtherLocks = [new LockDetail { Kind = LockKind.FileLock, State = LockState.Held, Where = "file lock", Holder = Rows.Process(4312, "player") }],
        };

        Assert.Contains(",held,player,4312,", SegmentTableFile.Of([row]), StringComparison.Ordinal);
    }

    [Fact]
    public void Of_DamagedPicture_TellsWhatIsWrongWithIt()
    {
        var frame = Rows.Picture();
        var row = Rows.Posix("cut.png", frame: frame with
        {
            Payload = frame.Payload with { Integrity = PayloadIntegrity.Damaged, Problem = Sentence.FromString("PNG chunk IDAT: torn.") },
        });

        Assert.EndsWith(",PNG chunk IDAT: torn.", SegmentTableFile.Of([row]).TrimEnd(), StringComparison.Ordinal);
    }

    [Fact]
    public void Of_MemoryWithoutAName_SaysSo() =>
        Assert.Contains(",ring,memfd,", SegmentTableFile.Of([Rows.MemFd("ring")]), StringComparison.Ordinal);
}
