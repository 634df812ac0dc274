using System.Globalization;
using ShmDashboard.SharedMemory.Room;
using ShmDashboard.SharedMemory.Segments;
using ShmDashboard.Wording;

namespace ShmDashboard.Monitoring.Health;

/// <summary>What is full, nearly so, or set so that segments vanish. Pure.</summary>
internal static class MachineRules
{
    private const uint Nobody = 65534;
    private const int MaxNames = 3;

    public static IEnumerable<Finding> Examine(MachineState state) =>
        Full(state).Concat(Limits(state)).Concat(RemoveIpc(state));

    private static IEnumerable<Finding> Full(MachineState state)
    {
        if (state.SharedMemory is not { } usage || usage.UsedShare < HealthLimits.SharedMemoryFull)
            yield break;
        string largest = string.Join(", ", state.Rows
            .Where(row => row is { Gone: false, Facts: { Kind: SegmentKind.Posix, ResidentBytes: > 0 } })
            .OrderByDescending(row => row.Facts.ResidentBytes).ThenBy(row => row.Facts.Name, StringComparer.Ordinal).Take(MaxNames)
            .Select(row => $"{row.Facts.Name} {Spoken.Bytes(row.Facts.ResidentBytes)}"));
        yield return new Finding
        {
            Kind = FindingKind.SharedMemoryFull,
            Severity = usage.UsedShare >= HealthLimits.SharedMemoryExhausted ? FindingSeverity.Alarm : FindingSeverity.Warning,
            Subject = usage.Path,
            Title = Sentence.Of($"{usage.Path} is {Percent(usage.UsedShare)} full"),
            Evidence =
            [
                Sentence.Of($"{Spoken.Bytes(usage.TotalBytes - usage.FreeBytes)} of {Spoken.Bytes(usage.TotalBytes)} are used, " +
                    $"{Spoken.Bytes(usage.FreeBytes)} are free."),
                largest.Length > 0 ? Sentence.Of($"Largest segments: {largest}.") : "No segment in it takes any memory.",
            ],
            Explanation = "Making a POSIX segment still succeeds, but whoever then writes to a page that has no memory is killed by SIGBUS.",
            Remedy = Sentence.Of($"Remove segments that nobody uses, or enlarge it: mount -o remount,size=… {usage.Path}"),
        };
    }

    private static IEnumerable<Finding> Limits(MachineState state)
    {
        if (state.Limits is not { } limits)
            return [];
        var segments = state.Rows.Where(row => row is { Gone: false, Facts.Kind: SegmentKind.SystemV }).ToList();
        ulong pages = segments.Aggregate(0UL, (sum, row) => sum + SystemVUsage.PagesOf(row.Facts.SizeBytes, limits.PageBytes));
        ulong semaphores = state.SemaphoreSets.Aggregate(0UL, (sum, set) => sum + (ulong)set.Count);
        return new[]
        {
            Near((ulong)segments.Count, limits.Segments, "kernel.shmmni",
                (used, limit) => Sentence.Of($"{used} of {limit} System V segments are in use")),
            Near(pages, limits.Pages, "kernel.shmall",
                (used, limit) => Sentence.Of($"{used} of {limit} pages of System V memory are in use")),
            Near((ulong)state.SemaphoreSets.Length, limits.SemaphoreSets, "kernel.sem, fourth number (semmni)",
                (used, limit) => Sentence.Of($"{used} of {limit} semaphore sets are in use")),
            Near(semaphores, limits.Semaphores, "kernel.sem, second number (semmns)",
                (used, limit) => Sentence.Of($"{used} of {limit} semaphores are in use")),
        }.OfType<Finding>();
    }

    private static Finding? Near(ulong used, ulong limit, string setting, Func<string, string, Sentence> title) =>
        limit == 0 || used < HealthLimits.SystemVLimit * limit ? null : new Finding
        {
            Kind = FindingKind.SystemVLimitNear,
            Severity = used >= limit ? FindingSeverity.Alarm : FindingSeverity.Warning,
            Subject = setting,
            Title = title(Spoken.Count(used), Spoken.Count(limit)),
            Evidence = [Sentence.Of($"{Percent((double)used / limit)} of what {setting} allows.")],
            Explanation = "When the limit is reached, create() fails with OutOfResources, and so does attach() where it has to make a lock.",
            Remedy = Sentence.Of($"Remove what is stale, or raise {setting} with sysctl."),
        };

    private static IEnumerable<Finding> RemoveIpc(MachineState state)
    {
        if (state.RemoveIpc is not { Enabled: true } setting)
            yield break;
        // Other families are mostly the desktop's own, which ends with the session anyway.
        foreach (var owner in state.Rows
            .Where(row => row is { Gone: false, Facts: { Qt: not null, OwnerUid: >= HealthLimits.FirstNormalUser and not Nobody } })
            .GroupBy(row => (row.Facts.OwnerUid, row.Facts.OwnerName)).OrderBy(group => group.Key.OwnerUid))
        {
            string names = string.Join(", ", owner.Select(row => $"'{row.Facts.Name}'").Order(StringComparer.Ordinal).Take(MaxNames)) +
                (owner.Count() > MaxNames ? ", …" : "");
            yield return new Finding
            {
                Kind = FindingKind.RemoveIpcRisk,
                Severity = FindingSeverity.Info,
                Subject = $"user {owner.Key.OwnerName}",
                Title = Sentence.Of($"The segments of {owner.Key.OwnerName} are removed when {owner.Key.OwnerName} logs out"),
                Evidence =
                [
                    Sentence.Of($"RemoveIPC=yes ({setting.Source})."),
                    Sentence.Of($"Qt segments of {owner.Key.OwnerName} (uid {owner.Key.OwnerUid}): {owner.Count()} ({names})."),
                ],
                Explanation = "With a normal user's last session systemd removes the user's shared memory and semaphores, even while " +
                    "services, cron jobs or detached terminals go on using them. Users below uid 1000 are spared.",
                Remedy = "Run programs that outlive the session as a system user, or set RemoveIPC=no in /etc/systemd/logind.conf and " +
                    "restart systemd-logind.",
            };
        }
    }

    // Cut, not rounded: 99.6 % is not full.
    private static string Percent(double share) => string.Create(CultureInfo.InvariantCulture, $"{Math.Floor(share * 100):0} %");
}
