namespace ShmDashboard.SharedMemory.Qt;

/// <summary>What a native key is for: one key of the user's leads to two objects of the kernel.</summary>
public enum QtKeyPurpose
{
    /// <summary>The memory; file names begin with <c>qipc_sharedmemory_</c>.</summary>
    Segment,

    /// <summary>The lock beside it; file names begin with <c>qipc_systemsem_</c>.</summary>
    Lock,
}
