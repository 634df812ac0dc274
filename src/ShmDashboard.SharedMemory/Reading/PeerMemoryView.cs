using ShmDashboard.SharedMemory.Interop;
using ShmDashboard.SharedMemory.Processes;
using ShmDashboard.SharedMemory.Segments;
using ShmDashboard.Wording;

namespace ShmDashboard.SharedMemory.Reading;

/// <summary>
/// A segment as it is mapped in a process, read with <c>process_vm_readv(2)</c>. The kernel checks every address: what is
/// not mapped is an error, never a fault of ours. Whether it still was the segment that was mapped there, the reader
/// checks before and after.
/// </summary>
internal sealed unsafe class PeerMemoryView(Attachment source, long sizeBytes) : ISegmentView
{
    public long SizeBytes => sizeBytes;

    /// <summary>Set when the kernel refused or the address was not mapped: errno.</summary>
    internal int Errno { get; private set; }

    public int Read(long offset, Span<byte> destination)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        int length = offset >= sizeBytes ? 0 : (int)Math.Min(destination.Length, sizeBytes - offset);
        int done = 0;
        fixed (byte* pointer = destination)
        {
            while (done < length)
            {
                var local = new IoVec { Base = (nuint)(pointer + done), Length = (nuint)(length - done) };
                var remote = new IoVec
                {
                    Base = (nuint)(source.Address + (ulong)(offset + done)),
                    Length = (nuint)(length - done),
                };
                done += Call(&local, &remote, 1);
            }
        }

        return length;
    }

    public int ReadMany(ReadOnlySpan<long> offsets, int pieceLength, Span<byte> destination)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(pieceLength);
        ArgumentOutOfRangeException.ThrowIfLessThan((long)destination.Length, (long)offsets.Length * pieceLength);
        var remote = stackalloc IoVec[Math.Min(offsets.Length, LibC.IOV_MAX)];
        int whole = 0;
        int next = 0;
        fixed (byte* pointer = destination)
        {
            while (next < offsets.Length)
            {
                // A run of whole pieces goes in one call; one that the segment's end cuts goes alone.
                int count = 0;
                while (count < LibC.IOV_MAX && next + count < offsets.Length &&
                    offsets[next + count] is >= 0 and var offset && offset <= sizeBytes - pieceLength)
                {
                    remote[count++] = new IoVec
                    {
                        Base = (nuint)(source.Address + (ulong)offset),
                        Length = (nuint)pieceLength,
                    };
                }

                if (count == 0)
                {
                    var piece = destination.Slice(next * pieceLength, pieceLength);
                    piece[Read(offsets[next], piece)..].Clear();
                    next++;
                    continue;
                }

                var local = new IoVec
                {
                    Base = (nuint)(pointer + ((long)next * pieceLength)),
                    Length = (nuint)count * (nuint)pieceLength,
                };

                // Cut short only by an address that is not mapped any more: go on after the last whole piece.
                int got = Call(&local, remote, (nuint)count) / pieceLength;
                if (got == 0)
                    throw Gone(Interop.Errno.EFAULT);

                next += got;
                whole += got;
            }
        }

        return whole;
    }

    private int Call(IoVec* local, IoVec* remote, nuint count)
    {
        while (true)
        {
            nint got = LibC.ProcessVmReadV(source.Process.Pid, local, 1, remote, count, 0);
            int errno = got < 0 ? Interop.Errno.Last : 0;
            if (got > 0)
                return (int)got;

            if (errno != Interop.Errno.EINTR)
                throw Gone(got == 0 ? Interop.Errno.EFAULT : errno);
        }
    }

    private SegmentGoneException Gone(int errno)
    {
        Errno = errno;
        return new SegmentGoneException(Interop.Errno.Problem(
            Sentence.Of($"read the segment out of process {source.Process.Pid}"), "process_vm_readv", errno));
    }
}
