using System.Collections.Immutable;

namespace ShmDashboard.SharedMemory.Processes;

/// <summary>Shared memory without a name that some process maps or has open: one object, however many do. Immutable.</summary>
/// <param name="Identity">Which object.</param>
/// <param name="Origin">How it came to have no name.</param>
/// <param name="Label">What <c>memfd_create</c> was given, or the name it had, without the directory; may be empty.</param>
/// <param name="Attachments">Who has it mapped, in order of pid.</param>
/// <param name="Descriptors">Who has it open, in order of pid and number.</param>
public sealed record UnnamedMemory(
    SegmentIdentity Identity, UnnamedOrigin Origin, string Label, ImmutableArray<Attachment> Attachments,
    ImmutableArray<Descriptor> Descriptors);
