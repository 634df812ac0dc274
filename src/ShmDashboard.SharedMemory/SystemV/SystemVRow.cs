using ShmDashboard.SharedMemory.Interop;

namespace ShmDashboard.SharedMemory.SystemV;

/// <summary>One row of <c>/proc/sysvipc/shm</c> (proc_sysvipc(5); ipc/shm.c, sysvipc_shm_proc_show).</summary>
internal readonly record struct SystemVRow
{
    private const int Dest = 0x200; // SHM_DEST, octal 01000

    internal required int Key { get; init; }
    internal required int ShmId { get; init; }

    /// <summary>Permission bits with SHM_DEST and SHM_LOCKED.</summary>
    internal required int Permissions { get; init; }
    internal required long SizeBytes { get; init; }
    internal required int CreatorPid { get; init; }
    internal required int LastPid { get; init; }
    internal required long AttachCount { get; init; }
    internal required uint Uid { get; init; }
    internal required uint Gid { get; init; }
    internal required uint CreatorUid { get; init; }
    internal required long AttachTime { get; init; }
    internal required long DetachTime { get; init; }
    internal required long ChangeTime { get; init; }

    /// <summary>In memory, in bytes; 0 on kernels before 2.6.34, which do not tell.</summary>
    internal long ResidentBytes { get; init; }

    internal bool MarkedForRemoval => (Permissions & Dest) != 0;

    /// <summary>False for the headline and for anything that is not a whole row.</summary>
    internal static bool TryParse(ReadOnlySpan<byte> line, out SystemVRow row)
    {
        row = default;
        if (!KernelRow.Next(ref line, out long key) || !KernelRow.Next(ref line, out long shmId) || !KernelRow.NextOctal(ref line, out int permissions) ||
            !KernelRow.Next(ref line, out long size) || !KernelRow.Next(ref line, out long creator) || !KernelRow.Next(ref line, out long last) ||
            !KernelRow.Next(ref line, out long attachCount) || !KernelRow.Next(ref line, out long uid) || !KernelRow.Next(ref line, out long gid) ||
            !KernelRow.Next(ref line, out long creatorUid) || !KernelRow.Next(ref line, out _) || !KernelRow.Next(ref line, out long attach) ||
            !KernelRow.Next(ref line, out long detach) || !KernelRow.Next(ref line, out long change))
        {
            return false;
        }

        KernelRow.Next(ref line, out long resident);
        row = new SystemVRow
        {
            Key = unchecked((int)key),
            ShmId = unchecked((int)shmId),
            Permissions = permissions,
            SizeBytes = size,
            CreatorPid = unchecked((int)creator),
            LastPid = unchecked((int)last),
            AttachCount = attachCount,
            Uid = unchecked((uint)uid),
            Gid = unchecked((uint)gid),
            CreatorUid = unchecked((uint)creatorUid),
            AttachTime = attach,
            DetachTime = detach,
            ChangeTime = change,
            ResidentBytes = resident,
        };
        return true;
    }
}
