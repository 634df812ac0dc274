using System.Runtime.InteropServices;
using ShmDashboard.SharedMemory.Interop;

namespace ShmDashboard.SharedMemory.SystemV;

/// <summary>
/// A System V segment attached to this process (<c>shmat(2)</c>), detached when disposed. Copies are bounds-checked and
/// keep the attachment alive; a System V segment cannot shrink, so they cannot fault. Thread-safe.
/// </summary>
internal sealed class SystemVAttachment : SafeBuffer
{
    public SystemVAttachment() : base(ownsHandle: true)
    {
    }

    internal long SizeBytes { get; private set; }

    /// <summary>Where it begins in our memory.</summary>
    internal nint Address => handle;

    /// <summary>Attaches; null with the call that failed and errno.</summary>
    internal static unsafe SystemVAttachment? TryAttach(int shmId, bool readOnly, out string call, out int errno)
    {
        var attachment = new SystemVAttachment();
        call = "shmat";
        nint address = LibC.ShmAt(shmId, 0, readOnly ? LibC.SHM_RDONLY : 0);
        if (address == -1)
        {
            errno = Errno.Last;
            attachment.SetHandleAsInvalid();
            attachment.Dispose();
            return null;
        }

        attachment.SetHandle(address);
        call = "shmctl";
        if (!TryStat(shmId, out var status, out errno))
        {
            attachment.Dispose();
            return null;
        }

        attachment.SizeBytes = (long)status.SegmentSize;
        attachment.Initialize(status.SegmentSize);
        return attachment;
    }

    /// <summary><c>IPC_STAT</c>: changes nothing; needs read permission.</summary>
    internal static unsafe bool TryStat(int shmId, out ShmIdDs status, out int errno)
    {
        ShmIdDs buffer = default;
        int result = LibC.ShmCtl(shmId, LibC.IPC_STAT, &buffer);
        errno = result < 0 ? Errno.Last : 0;
        status = buffer;
        return result >= 0;
    }

    /// <summary>Copies out; fewer bytes at the end, 0 beyond it.</summary>
    internal unsafe int Read(long offset, Span<byte> destination)
    {
        int length = Clip(offset, destination.Length);
        if (length > 0)
        {
            byte* pointer = null;
            AcquirePointer(ref pointer);
            try
            {
                new ReadOnlySpan<byte>(pointer + offset, length).CopyTo(destination);
            }
            finally
            {
                ReleasePointer();
            }
        }

        return length;
    }

    /// <summary>Copies in; the caller has checked that it fits.</summary>
    internal unsafe void Write(long offset, ReadOnlySpan<byte> source)
    {
        if (Clip(offset, source.Length) != source.Length)
            throw new ArgumentOutOfRangeException(nameof(offset));

        byte* pointer = null;
        AcquirePointer(ref pointer);
        try
        {
            source.CopyTo(new Span<byte>(pointer + offset, source.Length));
        }
        finally
        {
            ReleasePointer();
        }
    }

    protected override bool ReleaseHandle() => LibC.ShmDt(handle) == 0;

    private int Clip(long offset, int length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        return offset >= SizeBytes ? 0 : (int)Math.Min(length, SizeBytes - offset);
    }
}
