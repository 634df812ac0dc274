namespace ShmDashboard.Web.Components.Processes;

/// <summary>What a process has to do with a segment; several at once are usual.</summary>
[Flags]
public enum ProcessRoles
{
    /// <summary>Nothing that can be seen.</summary>
    None = 0,

    /// <summary>It has it mapped.</summary>
    Attached = 1,

    /// <summary>The kernel names its pid as that of the creator, and it is old enough to be that process.</summary>
    Creator = 2,

    /// <summary>It holds a lock of it.</summary>
    Holder = 4,

    /// <summary>It holds a lock of it as far as can be inferred.</summary>
    InferredHolder = 8,

    /// <summary>It waits for a lock of it.</summary>
    Waiter = 16,
}
