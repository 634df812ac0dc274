namespace ShmDashboard.SharedMemory.Processes;

/// <summary>What was found under a pid, before it is known whether the process meant is the one that has it.</summary>
/// <param name="Pid">The pid.</param>
/// <param name="Name">Of whoever has it now, or had it last.</param>
/// <param name="PreviousName">Of whoever had it before.</param>
/// <param name="Alive">Whether somebody has it.</param>
/// <param name="StartedUtc">When that one started; null when not known.</param>
internal readonly record struct ProcessSeen(int Pid, string? Name, string? PreviousName, bool Alive, DateTimeOffset? StartedUtc)
{
    // Start times are coarse.
    private static readonly TimeSpan s_grace = TimeSpan.FromSeconds(2);

    /// <summary>The process that was alive at a moment: a later one is another, and the one asked for is dead.</summary>
    public ProcessRef At(DateTimeOffset moment) => moment != DateTimeOffset.MaxValue && StartedUtc - s_grace > moment
        ? new ProcessRef(Pid, PreviousName, Alive: false)
        : new ProcessRef(Pid, Name, Alive);
}
