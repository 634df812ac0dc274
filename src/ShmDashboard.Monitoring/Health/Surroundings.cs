using System.Collections.Immutable;
using ShmDashboard.SharedMemory.Locks;
using ShmDashboard.SharedMemory.Posix;
using ShmDashboard.SharedMemory.Qt;

namespace ShmDashboard.Monitoring.Health;

/// <summary>What belongs to shared memory and is no segment: so that nothing of it is out of sight. Immutable.</summary>
public sealed record Surroundings
{
    /// <summary>Before anything was looked at.</summary>
    public static Surroundings None { get; } = new();

    /// <summary>The named semaphores, those that nobody has first, then in order of name; at most 4,096.</summary>
    public ImmutableArray<PosixSemaphoreFacts> Semaphores { get; init; } = [];

    /// <summary>The names of those that nobody has, as far as can be seen, and that were not made just now.</summary>
    public ImmutableHashSet<string> LeftSemaphores { get; init; } = [];

    /// <summary>Qt's key files that lead to no segment, or to no lock.</summary>
    public ImmutableArray<FoundKeyFile> IdleKeyFiles { get; init; } = [];

    /// <summary>Directories in <c>/dev/shm</c>, pipes and the like, and names there that are not UTF-8.</summary>
    public UnlistedNames Unlisted { get; init; } = UnlistedNames.None;

    /// <summary>What a state's machine has beside its segments.</summary>
    internal static Surroundings Of(MachineState state)
    {
        var left = state.Semaphores.Where(semaphore => IsLeft(semaphore, state)).Select(semaphore => semaphore.Name)
            .ToImmutableHashSet(StringComparer.Ordinal);
        return new Surroundings
        {
            Semaphores = [.. state.Semaphores.OrderBy(semaphore => !left.Contains(semaphore.Name))],
            LeftSemaphores = left,
            IdleKeyFiles = IdleOf(state),
            Unlisted = state.Unlisted,
        };
    }

    private static ImmutableArray<FoundKeyFile> IdleOf(MachineState state)
    {
        if (state.KeyFiles.IsEmpty)
            return [];
        // By what ftok keeps of a file: there may be thousands of files and of segments.
        var segments = state.Rows.Where(row => !row.Gone).Select(row => row.Facts.SystemV?.Key).OfType<int>().Select(FoundKeyFile.IdentityOf).ToHashSet();
        var locks = state.SemaphoreSets.Select(set => FoundKeyFile.IdentityOf(set.Key)).ToHashSet();
        return
        [
            .. state.KeyFiles.Where(file => file.Purpose switch
            {
                QtKeyPurpose.Segment => !segments.Contains(FoundKeyFile.IdentityOf(file.Key)),
                QtKeyPurpose.Lock => !locks.Contains(FoundKeyFile.IdentityOf(file.Key)),
                _ => false,
            }),
        ];
    }

    private static bool IsLeft(PosixSemaphoreFacts semaphore, MachineState state) =>
        semaphore.Users.IsEmpty && !semaphore.Unseen.MayHideFrom(semaphore.OwnerUid, state.User.Uid) &&
        !(state.NowUtc - semaphore.MadeUtc < 2 * HealthLimits.MappingsSettled);
}
