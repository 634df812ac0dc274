using ShmDashboard.Monitoring.Maintenance;
using ShmDashboard.SharedMemory.Segments;

namespace ShmDashboard.Tests.Monitoring.Maintenance;

public sealed class RefusalsTests
{
    private static readonly SegmentId s_frames = SegmentId.Posix("frames");

    [Theory]
    [InlineData(MaintenanceAction.Remove, "Cannot remove 'posix:frames'")]
    [InlineData(MaintenanceAction.RepairLock, "Cannot repair the lock of 'posix:frames'")]
    [InlineData(MaintenanceAction.ReleaseLock, "Cannot release the lock of 'posix:frames'")]
    public void EveryRefusal_NamesTheActionAndSaysWhatToDo(MaintenanceAction action, string tried) => Assert.Equal(
        [
            tried + ": this dashboard was started with --read-only. Start it without to change anything.",
            tried + ": it is not among this machine's segments now. Look again.",
            tried + ": the situation changed since it was shown (nobody that can be seen is attached). Look again and decide anew.",
            tried + ": the situation changed since it was shown (now attached: album 4201, player 4312). Look again and decide anew.",
            tried + " on one confirmation: it affects album 4201, player 4312. Confirm a second time that this is meant.",
            tried + ": no space left on device (ENOSPC).",
        ],
        new[]
        {
            Refusals.ReadOnly(action, s_frames), Refusals.NotFound(action, s_frames),
            Refusals.SituationChanged(action, s_frames, ""), Refusals.SituationChanged(action, s_frames, "album 4201, player 4312"),
            Refusals.NeedsSecondConfirmation(action, s_frames, "album 4201, player 4312"),
            Refusals.Failed(action, s_frames, "no space left on device (ENOSPC)."),
        }.Select(sentence => sentence.ToString()));

    [Theory]
    [InlineData(MaintenanceAction.Remove, "Cannot remove 'posix:frames' on one confirmation: it affects those who wait for its lock. Confirm a second time that this is meant.")]
    [InlineData(MaintenanceAction.RepairLock, "Cannot repair the lock of 'posix:frames' on one confirmation: it affects processes that cannot be seen. Confirm a second time that this is meant.")]
    public void NeedsSecondConfirmation_NobodySeenAttached_SaysWhomItAffects(MaintenanceAction action, string sentence) =>
        Assert.Equal(sentence, Refusals.NeedsSecondConfirmation(action, s_frames, "").ToString());
}
