using Microsoft.Win32.SafeHandles;
using ShmDashboard.SharedMemory.Segments;

namespace ShmDashboard.SharedMemory.Reading;

/// <summary>
/// A POSIX segment read with <c>pread</c>. Never mapped: when the owner truncates the file a mapped read kills our
/// process (SIGBUS), whereas this one comes back short.
/// </summary>
internal sealed class FileView(SafeFileHandle file, long sizeBytes) : ISegmentView
{
    public long SizeBytes => sizeBytes;

    public int Read(long offset, Span<byte> destination)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        int done = 0;
        while (done < destination.Length)
        {
            int got = RandomAccess.Read(file, destination[done..], offset + done);
            if (got == 0)
                break;

            done += got;
        }

        return done;
    }
}
