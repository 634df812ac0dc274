using System.Collections.Immutable;
using ShmDashboard.SharedMemory.Processes;
using ShmDashboard.Wording;

namespace ShmDashboard.Monitoring.Waiting;

/// <summary>
/// Processes that wait for each other in a ring: each holds a lock and waits for that of the next. Immutable; begins with
/// the lowest pid.
/// </summary>
public sealed class WaitCycle
{
    internal WaitCycle(ImmutableArray<HoldEdge> steps) => Steps = steps;

    /// <summary>
    /// In order: each holder waits for the lock of the step after it, the last one for that of the first. One step alone is
    /// a process that waits for itself.
    /// </summary>
    public ImmutableArray<HoldEdge> Steps { get; }

    /// <summary>Who stands still, in order of the ring.</summary>
    public ImmutableArray<ProcessRef> Processes => [.. Steps.Select(step => step.Holder)];

    /// <summary>What they hold, in the same order.</summary>
    public ImmutableArray<LockNode> Locks => [.. Steps.Select(step => step.Lock)];

    /// <summary>At least one holder is a guess, and with it the ring.</summary>
    public bool Inferred => Steps.Any(step => step.Inferred);

    /// <summary>
    /// The lock that has been held for the shortest time: the ring cannot be older. Null when one of them is not known.
    /// </summary>
    public DateTimeOffset? ClosedUtc =>
        Steps.Any(step => step.SinceUtc is null) ? null : Steps.Max(step => step.SinceUtc);

    /// <summary>The ring in sentences that name every process and key, what is only inferred at the end.</summary>
    public SentenceArgument.Quotation Story => new([.. Steps.Select(Told), End, .. Steps.Where(step => step.Inferred).Select(Guess)]);

    private Sentence End => Steps.Length switch
    {
        1 => "It cannot go on.",
        2 => "Neither can go on.",
        var all => Sentence.Of($"None of the {all} can go on."),
    };

    private Sentence Told(HoldEdge step, int index) => Steps.Length == 1
        ? Sentence.Of($"{Name(step)} holds '{step.Lock.Name}' and waits for it again.")
        : Sentence.Of($"{Name(step)} holds '{step.Lock.Name}' and waits for '{Steps[(index + 1) % Steps.Length].Lock.Name}'.");

    private static Sentence Guess(HoldEdge step) => Sentence.Of($"That {Name(step)} holds '{step.Lock.Name}' is inferred.");

    private static People Name(HoldEdge step) => new([step.Holder]);
}
