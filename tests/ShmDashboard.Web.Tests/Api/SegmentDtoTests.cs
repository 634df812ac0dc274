using ShmDashboard.Imaging.Payloads;
using ShmDashboard.SharedMemory.Qt;
using ShmDashboard.SharedMemory.Segments;
using ShmDashboard.Web.Api;
using ShmDashboard.Web.Tests.Fakes;

namespace ShmDashboard.Web.Tests.Api;

public sealed class SegmentDtoTests
{
    [Fact]
    public void From_KeyFileElsewhere_TellsWhereAndWhoElseHasTheKey()
    {
        var row = Rows.Qt("share");
        var told = SegmentDto.From(row with
        {
            Facts = row.Facts with
            {
                Qt = row.Facts.Qt! with
                {
                    Place = QtKeyFilePlace.OtherDirectory, TheirDirectory = "/home/alice/tmp", LearntFromPid = 4711, Namesakes = [SegmentId.SystemV(7)],
                },
            },
        }).KeyFile!;

        Assert.Equal(("matched", "otherDirectory", "/home/alice/tmp", (int?)4711), (told.State, told.Place, told.TheirDirectory, told.LearntFromPid));
        Assert.Equal(row.Facts.Qt.KeyFilePath, told.Path);
        Assert.Equal(["sysv:7"], told.Namesakes);
        Assert.Empty(told.Colliding);
    }

    [Fact]
    public void From_NoKeyFileCanBe_TellsOfNone() => Assert.Null(SegmentDto.From(Rows.Posix("cam0")).KeyFile);

    [Fact]
    public void From_ZeroBytes_TellsOfNoPayload()
    {
        Assert.Null(SegmentDto.From(Rows.Posix("el", size: 0, frame: Rows.Of(PayloadFormat.Empty))).Payload);
        Assert.NotNull(SegmentDto.From(Rows.Posix("zeros", frame: Rows.Of(PayloadFormat.Empty))).Payload);
    }
}
