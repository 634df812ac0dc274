using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using ShmDashboard.SharedMemory.Processes;

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

    /// <summary>The ring as a sentence that names every process and key.</summary>
    public string Sentence
    {
        get
        {
            var first = Steps[0];
            if (Steps.Length == 1)
                return $"{Full(first)} holds '{first.Lock.Name}' and waits for it again. It cannot go on.{Caveat}";

            var text = new StringBuilder($"{Full(first)} holds '{first.Lock.Name}' and waits for ");
            for (int i = 1; i < Steps.Length; i++)
            {
                text.Append(
                    CultureInfo.InvariantCulture,
                    $"'{Steps[i].Lock.Name}', which {Full(Steps[i])} holds; {Short(Steps[i])} waits for ");
            }

            text.Append(CultureInfo.InvariantCulture, $"'{first.Lock.Name}'. ");
            text.Append(Steps.Length == 2 ? "Neither" : "None of the " + Steps.Length.ToString(CultureInfo.InvariantCulture));
            return text.Append(" can go on.").Append(Caveat).ToString();
        }
    }

    private string Caveat => string.Concat(Steps.Where(step => step.Inferred).Select(step =>
        $" That {Short(step)} holds '{step.Lock.Name}' is inferred."));

    private static string Full(HoldEdge step) => string.Create(
        CultureInfo.InvariantCulture, $"{step.Holder.Name ?? "process"} ({step.Holder.Pid})");

    // Two copies of one program have one name: then only the pid tells them apart.
    private string Short(HoldEdge step) =>
        step.Holder.Name is { } name && Steps.Count(other => other.Holder.Name == name) == 1 ? name : Full(step);
}
