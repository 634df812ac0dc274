using ShmDashboard.Wording;

namespace ShmDashboard.Monitoring.Meeting;

/// <summary>Why two do not meet, or that they do. Immutable.</summary>
/// <param name="Outcome">The first thing that differs.</param>
/// <param name="Sentence">The same, about these two.</param>
/// <param name="Remedy">What to do.</param>
/// <param name="One">The first.</param>
/// <param name="Other">The second.</param>
public sealed record MeetingResult(
    MeetingOutcome Outcome, Sentence Sentence, Sentence Remedy, MeetingParty One, MeetingParty Other);
