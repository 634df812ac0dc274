using ShmDashboard.SharedMemory.Processes;

namespace ShmDashboard.Monitoring.Sweeping;

/// <summary>What the list says of the sweep that it comes from.</summary>
internal sealed record SweepOutcome
{
    /// <summary>Before the first.</summary>
    public static SweepOutcome None { get; } = new();

    /// <summary>When it was made.</summary>
    public DateTimeOffset SweptUtc { get; init; }

    /// <summary>How long it took.</summary>
    public TimeSpan Duration { get; init; }

    /// <summary>Why it failed, if it did.</summary>
    public string? Problem { get; init; }

    /// <summary>Whether memory without a name was asked for.</summary>
    public bool ListsUnnamed { get; init; }

    /// <summary>The scan that it went by.</summary>
    public AttachmentMap Attachments { get; init; } = AttachmentMap.Empty;
}
