using Bunit;
using ShmDashboard.Imaging.Payloads;
using ShmDashboard.Monitoring.Frames;
using ShmDashboard.Monitoring.Segments;
using ShmDashboard.SharedMemory.Locks;
using ShmDashboard.SharedMemory.Processes;
using ShmDashboard.Web.Components.Overview;
using ShmDashboard.Web.Tests.Fakes;

namespace ShmDashboard.Web.Tests.Components.Overview;

public sealed class StateCellTests : ComponentTest
{
    // A lock of which nothing says that it is for the contents.
    private static readonly SegmentRow s_locked = Rows.Posix("cam0", frame: Rows.Picture(verdict: VerdictKind.NoLock)) with
    {
        OtherLocks = [new LockDetail { Kind = LockKind.ReadWriteLock, State = LockState.Free, Where = "readers–writer lock at offset 64", Offset = 64 }],
    };

    private static readonly SegmentRow s_share = Rows.Qt("share", frame: Rows.Picture());

    public static TheoryData<SegmentRow, string, string, string> States
    {
        get
        {
            var damaged = Rows.Picture();
            var staleFacts = s_share.Facts with { Creator = new ProcessRef(3120, "recorder", false) };
            return new()
            {
                { s_share, "good", "consistent", "PNG 1920 × 1080 RGB" },
                { s_share with { Frame = Rows.Picture(verdict: VerdictKind.ChangedDuringRead) }, "warn", "changed during read", "PNG 1920 × 1080 RGB" },
                { s_share with { Frame = Rows.Picture(verdict: VerdictKind.TakenWhileLocked) }, "warn", "taken while locked by player 4312", "PNG 1920 × 1080 RGB" },
                { s_share with { Frame = damaged with { Verdict = new(VerdictKind.TakenWhileLocked) } }, "warn", "taken while locked", "PNG 1920 × 1080 RGB" },
                { s_share with { Frame = Rows.Picture(verdict: VerdictKind.NoLock) }, "quiet", "two reads agree", "PNG 1920 × 1080 RGB" },
                { Rows.Posix("cam0", frame: Rows.Picture(verdict: VerdictKind.NoLock)), "quiet", "two reads agree, no lock", "PNG 1920 × 1080 RGB" },
                { Rows.Posix("cam0", frame: Rows.Picture() with { Verdict = new(VerdictKind.NoLock, InPieces: true) }), "quiet", "pieces agree, no lock", "PNG 1920 × 1080 RGB" },
                { s_locked, "quiet", "two reads agree", "PNG 1920 × 1080 RGB" },
                { s_locked with { Frame = Rows.Picture() with { Verdict = new(VerdictKind.NoLock, InPieces: true) } }, "quiet", "pieces agree", "PNG 1920 × 1080 RGB" },
                { s_share with { Frame = Rows.Picture() with { Verdict = new(VerdictKind.NoLock, InPieces: true) } }, "quiet", "pieces agree", "PNG 1920 × 1080 RGB" },
                { s_share with { Frame = Rows.Picture(verdict: VerdictKind.Unknown) }, "quiet", "not verified", "PNG 1920 × 1080 RGB" },
                { s_share with { Frame = null }, "quiet", "not looked at yet", "" },
                { s_share with { Frame = damaged with { Payload = damaged.Payload with { Integrity = PayloadIntegrity.Damaged } } }, "bad", "damaged picture", "PNG 1920 × 1080 RGB" },
                { s_share with { Frame = damaged with { Payload = damaged.Payload with { Integrity = PayloadIntegrity.Truncated } } }, "bad", "incomplete picture", "PNG 1920 × 1080 RGB" },
                { s_share with { Frame = null, ReadProblem = "Cannot attach it: EACCES." }, "warn", "cannot be read", "Cannot attach it: EACCES." },
                { s_share with { Gone = true }, "bad", "gone", "PNG 1920 × 1080 RGB" },
                { s_share with { Stale = true, Facts = staleFacts }, "bad", "stale: creator recorder 3120 died", "the next Qt reader to leave deletes it" },
                { Rows.Posix("cam0") with { Stale = true }, "bad", "stale: nobody is attached", "nothing will remove it by itself" },
                { s_share with { Facts = s_share.Facts with { SystemV = s_share.Facts.SystemV! with { MarkedForRemoval = true } } }, "warn", "marked for removal", "PNG 1920 × 1080 RGB" },
                { s_share with { Frame = Rows.Text("Hello") }, "good", "consistent", "text, UTF-8" },
                { s_share with { Frame = Rows.Text("Hello", PayloadFormat.Utf16Text) }, "good", "consistent", "text, UTF-16" },
                { s_share with { Frame = Rows.Text("Hello", PayloadFormat.QtString) }, "good", "consistent", "text, QString" },
                { s_share with { Frame = Rows.Text("Hello", PayloadFormat.QtByteArray) }, "good", "consistent", "text, QByteArray" },
                { s_share with { Frame = Rows.Of(PayloadFormat.Empty) }, "quiet", "two reads agree", "empty: every byte is zero" },
                { Rows.Posix("lock", size: 0, frame: Rows.Of(PayloadFormat.Empty)), "quiet", "0 bytes", "" },
                { s_share with { Frame = Rows.Of(PayloadFormat.QtNullImage) }, "quiet", "two reads agree", "null image (an empty QPixmap)" },
                { s_share with { Frame = Rows.Of(PayloadFormat.Bytes) }, "quiet", "two reads agree", "bytes of no known format" },
            };
        }
    }

    [Theory]
    [MemberData(nameof(States))]
    public void Render_EachState_SaysTheMostImportantFirst(SegmentRow row, string tone, string verdict, string note)
    {
        var cell = Render<StateCell>(parameters => parameters.Add(component => component.Row, row));

        Assert.Equal($"verdict {tone}", cell.Find(".verdict").ClassName);
        Assert.Equal(verdict, Read(cell.Find(".verdict")));
        Assert.Equal(note, cell.FindAll(".note") is [var line] ? Read(line) : "");
        Assert.NotEmpty(cell.Find(".state").GetAttribute("title")!);
    }

    [Fact]
    public void Render_DeepPicture_SaysItsDepth()
    {
        var frame = Rows.Picture(width: 2048, height: 2048, channels: "grey");
        var row = Rows.Posix("cam0", frame: frame with { Payload = frame.Payload with { BitsPerChannel = 16 } });

        Assert.Equal("PNG 2048 × 2048 grey, 16 bit", Read(Render<StateCell>(parameters => parameters.Add(component => component.Row, row)).Find(".note")));
    }
}
