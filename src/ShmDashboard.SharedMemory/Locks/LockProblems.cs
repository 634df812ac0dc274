using ShmDashboard.SharedMemory.Interop;
using ShmDashboard.Wording;

namespace ShmDashboard.SharedMemory.Locks;

/// <summary>What is said of locks that cannot be looked at, or are not as they should be. Pure.</summary>
internal static class LockProblems
{
    /// <summary>The kernel does not let us look.</summary>
    /// <param name="kind">What would be looked at.</param>
    /// <param name="subject">Whose lock it is, as a sentence names it.</param>
    /// <param name="owner">Whom it belongs to.</param>
    /// <param name="call">The system call.</param>
    /// <param name="errno">Its error.</param>
    /// <param name="semaphoreId">The set, where it was found.</param>
    public static LockReading Denied(LockKind kind, string subject, string owner, string call, int errno, int? semaphoreId = null) => new()
    {
        State = LockState.NotPermitted,
        Kind = kind,
        SemaphoreId = semaphoreId,
        Problem = Errno.Problem(
            Sentence.Of($"look at the lock of {subject}"), call, errno, Sentence.Of($"it belongs to {owner}"), Errno.RunAs(owner)),
    };

    /// <summary>It stands above 1.</summary>
    public static Sentence Damaged(int value) => Sentence.Of(
        $"The lock is damaged: its value is {value} where 1 means free, so two " +
        $"programs can hold it at once. End all programs that use the segment; the next one makes it anew.");
}
