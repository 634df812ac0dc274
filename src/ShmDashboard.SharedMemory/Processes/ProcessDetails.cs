namespace ShmDashboard.SharedMemory.Processes;

/// <summary>What <c>/proc/pid</c> tells about a process, for showing and for recognising it again. Immutable.</summary>
public sealed record ProcessDetails
{
    /// <summary>Pid, short name and whether it lives.</summary>
    public required ProcessRef Process { get; init; }

    /// <summary>Its arguments joined with blanks; empty when it has none (a zombie, a kernel thread) or they are hidden.</summary>
    public required string CommandLine { get; init; }

    /// <summary>The user it runs as (effective uid, as its directory in <c>/proc</c> belongs to); null when hidden.</summary>
    public uint? Uid { get; init; }

    /// <summary>That user's name, or the number in decimal where <c>/etc/passwd</c> has none; null when hidden.</summary>
    public string? UserName { get; init; }

    /// <summary>
    /// When it started (<c>/proc/pid/stat</c> field 22 and the boot time, good to a second). With the pid it
    /// identifies a process for good: pids are used again.
    /// </summary>
    public DateTimeOffset? StartedUtc { get; init; }
}
