using ShmDashboard.SharedMemory.Processes;

namespace ShmDashboard.SharedMemory.Segments;

/// <summary>What is told only of System V segments, out of <c>/proc/sysvipc/shm</c> (proc_sysvipc(5)). Immutable.</summary>
public sealed record SystemVFacts
{
    /// <summary>The kernel's number of it.</summary>
    public required int ShmId { get; init; }

    /// <summary>The key that programs ask for; 0 is <c>IPC_PRIVATE</c> or a segment marked for removal.</summary>
    public int Key { get; init; }

    /// <summary>Who last attached or detached; null when nobody has.</summary>
    public ProcessRef? LastOperator { get; init; }

    /// <summary>When somebody last attached (whole seconds); null when nobody has.</summary>
    public DateTimeOffset? LastAttachUtc { get; init; }

    /// <summary>When somebody last detached (whole seconds); null when nobody has.</summary>
    public DateTimeOffset? LastDetachUtc { get; init; }

    /// <summary>IPC_RMID was called while somebody is attached: it goes with the last detach.</summary>
    public bool MarkedForRemoval { get; init; }
}
