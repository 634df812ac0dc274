using ShmDashboard.Monitoring.Meeting;
using ShmDashboard.Web.Components.Wording;
using ShmDashboard.Wording;

namespace ShmDashboard.Web.Api;

/// <summary>One of the two: what it has open, and where it looks. Null for what is not known, and for keys.</summary>
public sealed record MeetingPartyDto(
    string Name, int? Pid, string? User, string? IpcNamespace, string? TemporaryDirectory, string? QtVersion, IReadOnlyList<string> Segments)
{
    internal static MeetingPartyDto From(MeetingParty party) => new(
        party.Name, party.Process?.Pid, party.Surroundings?.UserName, party.Surroundings?.IpcNamespace,
        party.Surroundings?.TemporaryDirectory, party.Surroundings?.QtVersion, [.. party.Segments.Select(row => row.Id.ToString())]);
}

/// <summary>Whether two meet in shared memory, and the first thing that keeps them apart.</summary>
public sealed record MeetingDto(string Outcome, string Sentence, string Remedy, MeetingPartyDto One, MeetingPartyDto Other)
{
    internal static MeetingDto From(MeetingResult result, SentenceWords words) => new(
        SegmentDto.CamelCase(result.Outcome), words.Of(result.Sentence), words.Of(result.Remedy),
        MeetingPartyDto.From(result.One), MeetingPartyDto.From(result.Other));
}
