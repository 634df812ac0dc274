using System.Collections.Immutable;
using Microsoft.Win32.SafeHandles;
using ShmDashboard.SharedMemory.Interop;
using ShmDashboard.SharedMemory.Kinds;
using ShmDashboard.SharedMemory.Locks;
using ShmDashboard.SharedMemory.Processes;
using ShmDashboard.SharedMemory.Reading;
using ShmDashboard.SharedMemory.Segments;
using ShmDashboard.Wording;

namespace ShmDashboard.SharedMemory.Unnamed;

/// <summary>Reads memory without a name: by file where somebody's may be opened, else out of the memory of who has it mapped.</summary>
internal sealed class UnnamedReader(ReadingContext context) : ISegmentOpener
{
    public ReadOutcome<T> Read<T>(
        SegmentFacts segment, ImmutableArray<Attachment> attachments, ReadOptions options, Func<ISegmentView, T> copier)
    {
        using var file = UnnamedFile.TryOpen(
            segment.Identity, segment.Unnamed?.Descriptors ?? [], attachments, out var status, out int errno);
        if (file is not null)
            return context.Copy(segment, new FileView(file, status.SizeBytes), copier, ReadRoute.FileRead, null, default);

        if (options.AllowPeerMemory && ReadPeers(segment, attachments, options, copier) is { } outcome)
            return outcome;

        var deed = Sentence.Of($"read '{segment.Name}' ({segment.Id})");
        return Errno.IsDenied(errno)
            ? ReadingContext.Failure<T>(ReadStatus.Denied, ReadRoute.PeerMemory, default,
                Sentence.Of($"Cannot {deed}: the processes that have it may not be looked into; it belongs to {segment.OwnerName}. {Errno.RunAs(segment.OwnerName)}"))
            : attachments.Any(attachment => context.Processes.IsAlive(attachment.Process.Pid))
                ? ReadingContext.Failure<T>(ReadStatus.Denied, ReadRoute.PeerMemory, default,
                    Sentence.Of($"Cannot {deed}: nobody has it open, and nobody whose memory may be read has it mapped whole. Run the dashboard as root."))
                : ReadingContext.Failure<T>(ReadStatus.Gone, ReadRoute.FileRead, default,
                    Sentence.Of($"Cannot {deed}: nobody who had it has it any more. Look again."));
    }

    private ReadOutcome<T>? ReadPeers<T>(
        SegmentFacts segment, ImmutableArray<Attachment> attachments, ReadOptions options, Func<ISegmentView, T> copier)
    {
        ReadOutcome<T> Copy(ISegmentView view, ProcessRef source) =>
            context.Copy(segment, view, copier, ReadRoute.PeerMemory, source, default);

        return context.Peers.Read(segment, attachments, Copy) ??
            (options.FindAttachments is { } find ? context.Peers.Read(segment, [.. find(segment).Except(attachments)], Copy) : null);
    }
}
