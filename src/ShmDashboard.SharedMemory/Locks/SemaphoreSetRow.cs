using ShmDashboard.SharedMemory.Interop;

namespace ShmDashboard.SharedMemory.Locks;

/// <summary>One row of <c>/proc/sysvipc/sem</c> (proc_sysvipc(5); ipc/sem.c, sysvipc_sem_proc_show).</summary>
/// <param name="Key">The System V key; 0 for a private set.</param>
/// <param name="Id">The set's number.</param>
/// <param name="Count">How many semaphores are in it; Qt's has one.</param>
/// <param name="OwnerUid">Who owns it.</param>
/// <param name="OperatedUtc">When the last operation was completed (whole seconds); null before the first.</param>
/// <param name="ChangedUtc">When it was made, or its value or mode set.</param>
public readonly record struct SemaphoreSetRow(
    int Key, int Id, int Count, uint OwnerUid, DateTimeOffset? OperatedUtc, DateTimeOffset? ChangedUtc)
{
    /// <summary>When anything was last done to it.</summary>
    public DateTimeOffset? LastUseUtc => OperatedUtc > ChangedUtc || ChangedUtc is null ? OperatedUtc : ChangedUtc;

    /// <summary>False for the headline and for anything that is not a whole row.</summary>
    public static bool TryParse(ReadOnlySpan<byte> line, out SemaphoreSetRow row)
    {
        row = default;
        if (!KernelRow.Next(ref line, out long key) || !KernelRow.Next(ref line, out long id) ||
            !KernelRow.NextOctal(ref line, out _) || !KernelRow.Next(ref line, out long count) ||
            !KernelRow.Next(ref line, out long uid) || !KernelRow.Next(ref line, out _) ||
            !KernelRow.Next(ref line, out _) || !KernelRow.Next(ref line, out _) ||
            !KernelRow.Next(ref line, out long operated) || !KernelRow.Next(ref line, out long changed))
        {
            return false;
        }

        row = new SemaphoreSetRow(
            unchecked((int)key), unchecked((int)id), (int)Math.Clamp(count, 0, int.MaxValue), unchecked((uint)uid),
            KernelRow.Time(operated), KernelRow.Time(changed));
        return true;
    }
}
