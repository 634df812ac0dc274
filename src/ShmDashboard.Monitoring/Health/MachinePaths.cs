using System.Collections.Immutable;
using ShmDashboard.SharedMemory.Processes;
using ShmDashboard.SharedMemory.Segments;

namespace ShmDashboard.Monitoring.Health;

/// <summary>Where a <see cref="MachineStateReader"/> reads; tests put captured texts elsewhere. Immutable.</summary>
public sealed record MachinePaths
{
    /// <summary>The list of semaphore sets.</summary>
    public string SemaphoreSets { get; init; } = "/proc/sysvipc/sem";

    /// <summary>The directory of <c>shmmni</c>, <c>shmall</c> and <c>sem</c>.</summary>
    public string KernelSettings { get; init; } = "/proc/sys/kernel";

    /// <summary>Where POSIX segments and semaphores are files.</summary>
    public string SharedMemory { get; init; } = PosixFiles.Directory;

    /// <summary>The processes.</summary>
    public string Processes { get; init; } = ProcessListing.Root;

    /// <summary>There where logind runs, or did.</summary>
    public string LogindPresence { get; init; } = "/run/systemd/seats";

    /// <summary>logind's main settings: the first file that exists counts.</summary>
    public ImmutableArray<string> LogindFiles { get; init; } = ["/etc/systemd/logind.conf", "/usr/lib/systemd/logind.conf"];

    /// <summary>Additions to them; a file in an earlier directory hides one of the same name in a later one.</summary>
    public ImmutableArray<string> LogindAdditions { get; init; } =
        ["/etc/systemd/logind.conf.d", "/run/systemd/logind.conf.d", "/usr/lib/systemd/logind.conf.d"];

    /// <summary>The value of <c>$TMPDIR</c>.</summary>
    public string? TemporaryDirectory { get; init; } = Environment.GetEnvironmentVariable("TMPDIR");
}
