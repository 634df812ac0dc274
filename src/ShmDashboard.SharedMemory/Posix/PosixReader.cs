using System.Collections.Immutable;
using Microsoft.Win32.SafeHandles;
using ShmDashboard.SharedMemory.Interop;
using ShmDashboard.SharedMemory.Kinds;
using ShmDashboard.SharedMemory.Locks;
using ShmDashboard.SharedMemory.Processes;
using ShmDashboard.SharedMemory.Reading;
using ShmDashboard.SharedMemory.Segments;
using ShmDashboard.Wording;

namespace ShmDashboard.SharedMemory.Posix;

/// <summary>Reads files of <c>/dev/shm</c> by file.</summary>
internal sealed class PosixReader(ReadingContext context) : ISegmentOpener
{
    public ReadOutcome<T> Read<T>(
        SegmentFacts segment, ImmutableArray<Attachment> attachments, ReadOptions options, Func<ISegmentView, T> copier)
    {
        string subject = $"'{segment.Name}'";
        var before = context.Locks.Read(segment);
        using var file = KernelFile.TryOpen(
            $"{context.PosixDirectory}/{segment.Posix?.FileName}",
            LibC.O_RDONLY | LibC.O_CLOEXEC | LibC.O_NOFOLLOW | LibC.O_NONBLOCK, 0, out int errno);
        if (file is null)
        {
            return ReadingContext.Failure<T>(errno, ReadRoute.FileRead, before, Errno.Problem(
                Sentence.Of($"read segment {subject}"), "open", errno,
                Errno.IsDenied(errno) ? Sentence.Of($"it belongs to {segment.OwnerName}") : null,
                Errno.IsDenied(errno) ? Errno.RunAs(segment.OwnerName) : null));
        }

        if (!FileStatus.TryGet(file, out var status, out errno))
            return ReadingContext.Failure<T>(errno, ReadRoute.FileRead, before, Errno.Problem(Sentence.Of($"read segment {subject}"), "statx", errno));

        if (!status.IsRegular)
        {
            return ReadingContext.Failure<T>(ReadStatus.Failed, ReadRoute.FileRead, before,
                Sentence.Of($"Cannot read segment {subject}: it is not a regular file. Shared memory is; leave it alone."));
        }

        if (segment.Identity.IsKnown && SegmentIdentity.OfFile(status.Identity) != segment.Identity)
        {
            return ReadingContext.Failure<T>(ReadStatus.Gone, ReadRoute.FileRead, before,
                Sentence.Of($"Cannot read segment {subject}: another file has its name now. Look again."));
        }

        try
        {
            return context.Copy(segment, new FileView(file, status.SizeBytes), copier, ReadRoute.FileRead, null, before);
        }
        catch (SegmentGoneException gone)
        {
            return ReadingContext.Failure<T>(Errno.ENOENT, ReadRoute.FileRead, before, gone.Told);
        }
    }
}
