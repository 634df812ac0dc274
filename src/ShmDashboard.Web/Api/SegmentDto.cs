using System.Globalization;
using System.Text.Json.Nodes;
using ShmDashboard.Imaging.Payloads;
using ShmDashboard.Monitoring.Frames;
using ShmDashboard.Monitoring.Publishing;
using ShmDashboard.Monitoring.Segments;
using ShmDashboard.SharedMemory.Locks;
using ShmDashboard.SharedMemory.Processes;
using ShmDashboard.SharedMemory.Qt;
using ShmDashboard.SharedMemory.Removal;
using ShmDashboard.SharedMemory.Segments;
using ShmDashboard.Web.Components.Wording;
using ShmDashboard.Wording;

namespace ShmDashboard.Web.Api;

/// <summary>One segment as programs see it. Units are in the names; times are UTC, ISO 8601.</summary>
public sealed record SegmentDto(
    string Id,
    IReadOnlyList<string> Aliases,
    string Kind,
    string Family,
    string Name,
    string? SystemVKey,
    long SizeBytes,
    long? ResidentBytes,
    string Mode,
    string Owner,
    ProcessDto? Creator,
    ProcessDto? LastOperator,
    int? AttachedCount,
    IReadOnlyList<ProcessNameDto> Attached,
    LockDto Lock,
    IReadOnlyList<OtherLockDto> OtherLocks,
    PictureDto? Picture,
    PayloadDto? Payload,
    string? Text,
    long Sequence,
    double? UpdatesPerSecond,
    DateTimeOffset? LastChangeUtc,
    bool HeldByDashboard,
    bool Stale,
    bool MarkedForRemoval,
    string? Problem,
    UnnamedDto? Unnamed = null,
    KeyFileDto? KeyFile = null,
    IReadOnlyList<EmbeddedPictureDto>? Pictures = null)
{
    /// <param name="row">The segment.</param>
    /// <param name="words">What says its problems, in the language asked for; null for English.</param>
    internal static SegmentDto From(SegmentRow row, SentenceWords? words = null)
    {
        var facts = row.Facts;
        return new SegmentDto(
            row.Id.ToString(),
            [.. facts.Aliases.Select(alias => alias.ToString())],
            SegmentWord.Of(facts.Kind),
            row.Family.Id,
            facts.Name,
            facts.SystemV?.Key is { } key ? string.Create(CultureInfo.InvariantCulture, $"0x{key:x8}") : null,
            facts.SizeBytes,
            facts.Unnamed is { IsMeasured: false } ? null : facts.ResidentBytes,
            Convert.ToString(facts.Mode, 8).PadLeft(4, '0'),
            facts.OwnerName,
            ProcessDto.From(facts.Creator),
            ProcessDto.From(facts.SystemV?.LastOperator),
            facts.AttachCount ?? row.Attached.Length,
            [.. row.Attached.Select(ProcessNameDto.From)],
            LockDto.From(row.Standing, words),
            [.. row.OtherLocks.Select(detail => OtherLockDto.From(detail, words))],
            PictureDto.From(row.Frame),
            facts.SizeBytes == 0 ? null : PayloadDto.From(row.Frame, words),
            row.Frame?.Payload.Text,
            row.Frame?.Sequence ?? 0,
            row.UpdatesPerSecond,
            row.LastChangeUtc,
            row.HeldByDashboard,
            row.Stale,
            facts.SystemV is { MarkedForRemoval: true },
            Said(row.ReadProblem, words),
            facts.Unnamed is { } unnamed ? UnnamedDto.From(unnamed) : null,
            facts is { Kind: SegmentKind.SystemV, Qt: { } qt } ? KeyFileDto.From(qt) : null,
            EmbeddedPictureDto.Of(row.Frame, words));
    }

    internal static string? Said(Sentence? problem, SentenceWords? words) => words is null ? problem?.ToString() : words.IfAny(problem);

    internal static string CamelCase<T>(T value) where T : struct, Enum
    {
        string name = value.ToString();
        return string.Create(CultureInfo.InvariantCulture, $"{char.ToLowerInvariant(name[0])}{name[1..]}");
    }
}

/// <summary>
/// Memory without a name: <c>memFd</c>, <c>unlinked</c> or <c>anonymous</c>; its seals (<c>shrink</c>, <c>grow</c>, <c>write</c>,
/// <c>futureWrite</c>, <c>exec</c>, <c>seal</c>), null where they cannot be asked; and who has it open.
/// </summary>
public sealed record UnnamedDto(string Origin, IReadOnlyList<string>? Seals, IReadOnlyList<DescriptorDto> Descriptors)
{
    internal static UnnamedDto From(UnnamedFacts facts) => new(
        SegmentDto.CamelCase(facts.Origin),
        facts.Seals is { } seals
            ? [.. Enum.GetValues<MemorySeals>().Where(seal => seal != MemorySeals.None && seals.HasFlag(seal)).Select(SegmentDto.CamelCase)]
            : null,
        [.. facts.Descriptors.Select(descriptor => new DescriptorDto(descriptor.Process.Pid, descriptor.Process.Name, descriptor.Number))]);
}

/// <summary>
/// A Qt segment's key file, which decides who meets whom: <c>matched</c>, <c>colliding</c> (several lead here: <c>Colliding</c>) or
/// <c>missing</c>. <c>Place</c> is <c>usual</c>, <c>otherDirectory</c> (of programs with another TMPDIR) or <c>otherRoot</c> (of
/// another file tree); then <c>TheirDirectory</c> is as those programs name it, learnt from <c>LearntFromPid</c>.
/// <c>Namesakes</c> are other segments with the same Qt key, whose programs and these do not meet.
/// </summary>
public sealed record KeyFileDto(
    string State, string? Path, string Place, string? TheirDirectory, int? LearntFromPid, IReadOnlyList<string> Colliding, IReadOnlyList<string> Namesakes)
{
    internal static KeyFileDto From(QtIdentity qt) => new(
        SegmentDto.CamelCase(qt.KeyFile), qt.KeyFilePath, SegmentDto.CamelCase(qt.Place), qt.TheirDirectory, qt.LearntFromPid,
        qt.CollidingPaths, [.. qt.Namesakes.Select(other => other.ToString())]);
}

/// <summary>An open file of a process.</summary>
public sealed record DescriptorDto(int Pid, string? Name, int Descriptor);

/// <summary>A process that may have gone.</summary>
public sealed record ProcessDto(int Pid, string? Name, bool Alive)
{
    internal static ProcessDto? From(ProcessRef? process) =>
        process is { } found ? new ProcessDto(found.Pid, found.Name, found.Alive) : null;
}

/// <summary>A living process.</summary>
public sealed record ProcessNameDto(int Pid, string? Name)
{
    internal static ProcessNameDto From(ProcessRef process) => new(process.Pid, process.Name);
}

/// <summary>
/// What a segment's locks say together, by the gravest of them: <c>free</c>, <c>held</c>, <c>damaged</c>, <c>none</c> (none is
/// known) or <c>notPermitted</c>. <c>EndedHolder</c> ended while it held one that is free now, or within two seconds after: what
/// it was writing may be unfinished. <c>HolderEnded</c>: whoever has it exists no more and does not give it back.
/// <c>HeldAtLeast</c>: it was held already when it was first looked at, at <c>HeldSinceUtc</c>; since when is not known.
/// </summary>
public sealed record LockDto(
    string State,
    string Kind,
    ProcessNameDto? Holder,
    bool HolderIsInferred,
    bool HolderEnded,
    DateTimeOffset? HeldSinceUtc,
    bool HeldAtLeast,
    ProcessNameDto? EndedHolder,
    int WaiterCount,
    IReadOnlyList<ProcessNameDto> Waiters,
    int? SemaphoreId,
    int Value,
    string? Problem,
    HolderDto? HolderDetails = null)
{
    internal static LockDto From(LockStatus status, SentenceWords? words) => new(
        SegmentDto.CamelCase(status.State),
        SegmentDto.CamelCase(status.Kind),
        status.Holder is { } holder ? ProcessNameDto.From(holder) : null,
        status.HolderIsInferred,
        AbandonedLock.IsNobodys(status),
        status.HeldSinceUtc,
        status.HeldAtLeast,
        status.EndedHolder is { } ended ? ProcessNameDto.From(ended) : null,
        status.WaiterCount,
        [.. status.Waiters.Select(ProcessNameDto.From)],
        status.SemaphoreId,
        status.Value,
        SegmentDto.Said(status.Problem, words));
}

/// <summary>
/// A lock beside the one that contents are read under: <c>processMutex</c>, <c>readWriteLock</c> or
/// <c>embeddedSemaphore</c> (inside the segment; a readers–writer lock that is <c>Shared</c> is held by <c>ReaderCount</c> readers,
/// who are not named; the count is null for every other kind),
/// <c>fileLock</c>, <c>semaphoreSet</c> (with the segment's key or the next), <c>otherWait</c>: somebody waits at a place that is
/// no lock known here, or <c>namedSemaphore</c>: a POSIX semaphore whose <c>Name</c> resembles the segment's. That it belongs to the
/// segment is a guess, and so it has a <c>Value</c> and <c>Users</c>, who have it open as far as can be seen, but no state.
/// <c>Name</c> and <c>Users</c> are null for every other kind, and <c>Value</c> for what is no semaphore. <c>Where</c> says in words which;
/// <c>LengthBytes</c> is null for a file lock to the end, wherever that will be. <c>HeldAtLeast</c>: it was held already when it was
/// first looked at, at <c>HeldSinceUtc</c>; since when is not known.
/// </summary>
public sealed record OtherLockDto(
    string Kind,
    string State,
    string Where,
    long Offset,
    long? LengthBytes,
    bool Shared,
    int? ReaderCount,
    ProcessDto? Holder,
    bool HolderIsInferred,
    bool HolderEnded,
    DateTimeOffset? HeldSinceUtc,
    bool HeldAtLeast,
    int? HolderThreadId,
    int WaiterCount,
    IReadOnlyList<ProcessNameDto> Waiters,
    int? SemaphoreId,
    string? Name,
    int? Value,
    IReadOnlyList<ProcessNameDto>? Users,
    string? Problem)
{
    internal static OtherLockDto From(LockDetail detail, SentenceWords? words) => new(
        SegmentDto.CamelCase(detail.Kind),
        SegmentDto.CamelCase(detail.State),
        detail.Where,
        detail.Offset,
        detail.LengthBytes,
        detail.Shared,
        detail.Kind == LockKind.ReadWriteLock ? detail.Value : null,
        ProcessDto.From(detail.Holder),
        detail.HolderIsInferred,
        detail.HolderEnded,
        detail.HeldSinceUtc,
        detail.HeldAtLeast,
        detail.HolderThreadId == 0 ? null : detail.HolderThreadId,
        detail.WaiterCount,
        [.. detail.Waiters.Select(ProcessNameDto.From)],
        detail.SemaphoreId,
        detail.Name is { } name ? "/" + name : null,
        detail.Kind is LockKind.NamedSemaphore or LockKind.SemaphoreSet or LockKind.EmbeddedSemaphore && detail.State != LockState.NotPermitted
            ? detail.Value
            : null,
        detail is { Kind: LockKind.NamedSemaphore, State: not LockState.NotPermitted } ? [.. detail.Users.Select(ProcessNameDto.From)] : null,
        SegmentDto.Said(detail.Problem, words));
}

/// <summary>Who holds the lock, in full; null in lists, and for what may not be seen.</summary>
public sealed record HolderDto(int Pid, string? Name, string CommandLine, string? User, DateTimeOffset? StartedUtc)
{
    internal static HolderDto From(ProcessDetails details) => new(
        details.Process.Pid, details.Process.Name, details.CommandLine, details.UserName, details.StartedUtc);
}

/// <summary>The picture inside, and how far the copy can be believed.</summary>
public sealed record PictureDto(
    string Format,
    string MediaType,
    int? Width,
    int? Height,
    string? Channels,
    int? BitsPerChannel,
    string Integrity,
    string Verdict,
    ProcessNameDto? TakenWhileLockedBy,
    bool ReadableByQImageStream,
    JsonNode? Layout,
    string LayoutOrigin)
{
    internal static PictureDto? From(FrameInfo? frame) => frame is not { Payload.IsPicture: true } ? null : new PictureDto(
        frame.Payload.Layout?.Pixels.Format.Name ?? PayloadDto.FormatOf(frame.Payload),
        frame.Payload.MediaType!,
        frame.Payload.Width,
        frame.Payload.Height,
        frame.Payload.Channels,
        frame.Payload.BitsPerChannel,
        SegmentDto.CamelCase(frame.Payload.Integrity),
        SegmentDto.CamelCase(frame.Verdict.Kind),
        frame.Verdict.Holder is { } holder ? ProcessNameDto.From(holder) : null,
        frame.Payload.ReadableByQImageStream,
        frame.Payload.Layout is { } layout ? LayoutsDto.PlaceOf(layout) : null,
        SegmentDto.CamelCase(frame.Payload.Layout?.Origin ?? Imaging.Layouts.LayoutOrigin.None));
}

/// <summary>What the bytes are, whether picture or not, and how they were read.</summary>
public sealed record PayloadDto(
    string Format, long LengthBytes, string Integrity, string? Problem, string Verdict, string Route, int? SourcePid,
    DateTimeOffset ReadUtc, double ReadMilliseconds)
{
    internal static PayloadDto? From(FrameInfo? frame, SentenceWords? words) => frame is null ? null : new PayloadDto(
        FormatOf(frame.Payload),
        frame.Payload.PayloadLength,
        SegmentDto.CamelCase(frame.Payload.Integrity),
        SegmentDto.Said(frame.Payload.Problem, words),
        SegmentDto.CamelCase(frame.Verdict.Kind),
        SegmentDto.CamelCase(frame.Route),
        frame.Source?.Pid,
        frame.ReadUtc,
        Math.Round(frame.ReadDuration.TotalMilliseconds, 3));

    /// <summary>What lies in the segment, of a picture file its format: "qtImage", "jpeg", "utf8Text".</summary>
    internal static string FormatOf(PayloadDescription payload) =>
        payload.Format == PayloadFormat.Picture ? payload.Picture!.Id : SegmentDto.CamelCase(payload.Format);
}

/// <summary>
/// What a write or a release did: <c>create</c>, <c>overwrite</c> or <c>recreate</c>; and what was done to the picture first,
/// null when it was written as it came; or into which frame of raw pixels it was written.
/// </summary>
public sealed record PublishDto(
    string Id, string Action, long PayloadBytes, long SegmentBytes, double Milliseconds, ConversionDto? Conversion, FrameDto? Frame = null)
{
    internal static PublishDto From(PublishResult result) => new(
        result.Target.ToString(), SegmentDto.CamelCase(result.Action), result.PayloadBytes, result.SegmentBytes,
        Math.Round(result.Duration.TotalMilliseconds, 3), ConversionDto.Of(result.Conversion), FrameDto.Of(result.Frame));
}

/// <summary>
/// What a write would do: <c>create</c>, <c>overwrite</c>, <c>recreate</c> or <c>refuse</c>. Sent along with the content,
/// <c>situation</c> makes sure that just that is done.
/// </summary>
public sealed record PublishPlanDto(
    string Id, string Action, bool Possible, string? Problem, string Situation, long PayloadBytes, long SegmentBytes,
    IReadOnlyList<ProcessNameDto> Attached, string LockState, ProcessNameDto? LockHolder, bool HeldByDashboard,
    ConversionDto? Conversion, FrameDto? Frame = null)
{
    internal static PublishPlanDto From(PublishPlan plan, SentenceWords words) => new(
        plan.Target.ToString(), SegmentDto.CamelCase(plan.Action), plan.Action != PublishAction.Refuse,
        plan.Problem is { } problem ? words.Of(problem) : null, plan.Situation,
        plan.PayloadBytes, plan.SegmentBytes, [.. plan.Attached.Select(ProcessNameDto.From)], SegmentDto.CamelCase(plan.Lock.State),
        plan.Lock.Holder is { } holder ? ProcessNameDto.From(holder) : null, plan.HeldByDashboard,
        ConversionDto.Of(plan.Conversion), FrameDto.Of(plan.Frame));
}
