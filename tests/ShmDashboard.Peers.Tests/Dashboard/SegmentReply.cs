namespace ShmDashboard.Peers.Tests.Dashboard;

/// <summary>A segment as <c>GET /api/segments</c> describes it: written down again here, because programs depend on these names.</summary>
internal sealed record SegmentReply(
    string Id,
    IReadOnlyList<string> Aliases,
    string Kind,
    string Family,
    string Name,
    long SizeBytes,
    string Mode,
    string Owner,
    ProcessReply? Creator,
    int? AttachedCount,
    IReadOnlyList<ProcessReply> Attached,
    LockReply Lock,
    PictureReply? Picture,
    PayloadReply? Payload,
    string? Text,
    long Sequence,
    bool HeldByDashboard,
    bool Stale,
    bool MarkedForRemoval,
    string? Problem,
    UnnamedReply? Unnamed,
    IReadOnlyList<EmbeddedPictureReply>? Pictures = null);

/// <summary>One of the encoded pictures in a segment.</summary>
internal sealed record EmbeddedPictureReply(
    int Picture, long Offset, long LengthBytes, string Format, int? Width, int? Height, bool Base64, bool InQtStream, string Integrity);

/// <summary>Memory without a name.</summary>
internal sealed record UnnamedReply(string Origin, IReadOnlyList<string>? Seals, IReadOnlyList<DescriptorReply> Descriptors);

/// <summary>Who has it open.</summary>
internal sealed record DescriptorReply(int Pid, string? Name, int Descriptor);

/// <summary>A process.</summary>
internal sealed record ProcessReply(int Pid, string? Name, bool? Alive = null);

/// <summary>A lock.</summary>
internal sealed record LockReply(
    string State, ProcessReply? Holder, bool HolderIsInferred, DateTimeOffset? HeldSinceUtc, ProcessReply? EndedHolder, int WaiterCount,
    IReadOnlyList<ProcessReply> Waiters, int Value, string? Problem)
{
    /// <summary>As failing tests show it.</summary>
    public override string ToString() =>
        $"{State}, value {Value}, holder {Holder?.Pid}, {WaiterCount} wait: {string.Join(' ', Waiters.Select(waiter => waiter.Pid))}";
}

/// <summary>The picture inside.</summary>
internal sealed record PictureReply(
    string Format, string MediaType, int? Width, int? Height, string? Channels, int? BitsPerChannel, string Integrity,
    string Verdict, ProcessReply? TakenWhileLockedBy, bool ReadableByQImageStream, LayoutReply? Layout = null, string? LayoutOrigin = null);

/// <summary>How raw pixels lie.</summary>
internal sealed record LayoutReply(string? Name);

/// <summary>The bytes inside, picture or not.</summary>
internal sealed record PayloadReply(string Format, long LengthBytes, string Integrity, string Verdict, string Route);

/// <summary>What came of writing.</summary>
internal sealed record PublishReply(
    string Id, string Action, long PayloadBytes, long SegmentBytes, double Milliseconds, ConversionReply? Conversion = null,
    FrameReply? Frame = null);

/// <summary>What writing would do.</summary>
internal sealed record PlanReply(string Action, bool Possible, string? Problem, string Situation, long SegmentBytes, FrameReply? Frame = null);

/// <summary>Into which frame a picture is written.</summary>
internal sealed record FrameReply(
    string? Layout, string Format, int Width, int Height, long StrideBytes, long Offset, int Rotation, int FromWidth, int FromHeight, string Fit, bool Scaled,
    int X, int Y, int PlacedWidth, int PlacedHeight, string Signs);

/// <summary>How an upload was made a PNG.</summary>
internal sealed record ConversionReply(
    string From, string To, int Width, int Height, int? FromBitsPerChannel, int BitsPerChannel, bool Turned, long FromBytes, long ToBytes);

/// <summary>RFC 9457.</summary>
internal sealed record ProblemReply(string? Title, int Status, string? Detail);
