using ShmDashboard.SharedMemory.Interop;

namespace ShmDashboard.SharedMemory.Locks;

/// <summary>One row of <c>/proc/sysvipc/sem</c> (proc_sysvipc(5); ipc/sem.c, sysvipc_sem_proc_show).</summary>
internal readonly record struct SemaphoreRow(
    int Key, int SemId, int Permissions, int Count, uint Uid, long OperationTime, long ChangeTime)
{
    /// <summary>False for the headline and for anything that is not a whole row.</summary>
    internal static bool TryParse(ReadOnlySpan<byte> line, out SemaphoreRow row)
    {
        row = default;
        if (!KernelRow.Next(ref line, out long key) || !KernelRow.Next(ref line, out long semId) || !KernelRow.NextOctal(ref line, out int permissions) ||
            !KernelRow.Next(ref line, out long count) || !KernelRow.Next(ref line, out long uid) || !KernelRow.Next(ref line, out _) ||
            !KernelRow.Next(ref line, out _) || !KernelRow.Next(ref line, out _) || !KernelRow.Next(ref line, out long operation) ||
            !KernelRow.Next(ref line, out long change))
        {
            return false;
        }

        row = new SemaphoreRow(
            unchecked((int)key), unchecked((int)semId), permissions, (int)Math.Clamp(count, 0, int.MaxValue),
            unchecked((uint)uid), operation, change);
        return true;
    }
}
