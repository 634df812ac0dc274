using Microsoft.Win32.SafeHandles;
using ShmDashboard.SharedMemory.Interop;
using ShmDashboard.SharedMemory.Qt;
using ShmDashboard.SharedMemory.Segments;

namespace ShmDashboard.SharedMemory.SystemV;

/// <summary>
/// One reader's turn to attach a Qt segment, among all processes on this machine that read with this library. Two attached
/// at once would each hide from the other that every peer has left, and neither would tidy up. It is an flock(2) on the
/// segment's own key file: Qt only ever takes that file's inode number, nothing is left behind, and the kernel ends the turn
/// of a process that dies. What has no key file that may be opened needs no turn, or cannot have one.
/// </summary>
internal readonly struct AttachTurn : IDisposable
{
    private readonly SafeFileHandle? _keyFile;

    private AttachTurn(SafeFileHandle? keyFile) => _keyFile = keyFile;

    /// <summary>
    /// Takes the turn; false: somebody else's lasted longer than <paramref name="patience"/>, or the key file leads to another
    /// segment by now.
    /// </summary>
    public static bool TryTake(SegmentFacts segment, TimeSpan patience, TimeProvider time, out AttachTurn turn)
    {
        turn = default;
        if (segment.Qt is not { KeyFile: QtKeyFileState.Matched, KeyFilePath: { } path })
            return true;

        var keyFile = KernelFile.TryOpen(
            path, LibC.O_RDONLY | LibC.O_CLOEXEC | LibC.O_NOFOLLOW | LibC.O_NONBLOCK, 0, out _);
        int? leadsTo = keyFile is not null && FileStatus.TryGet(keyFile, out var status, out _)
            ? QtKeyFile.KeyOf(status)
            : QtKeyFile.TryKeyOf(path);
        if (leadsTo is not { } key || ((key ^ segment.SystemV?.Key) & QtKeyFile.IdentityMask) != 0)
        {
            keyFile?.Dispose();
            return false;
        }

        if (keyFile is null)
            return true;

        long start = time.GetTimestamp();
        var spin = new SpinWait();
        while (LibC.FLock((int)keyFile.DangerousGetHandle(), LibC.LOCK_EX | LibC.LOCK_NB) != 0)
        {
            int errno = Errno.Last;
            if (errno is not (Errno.EAGAIN or Errno.EINTR))
            {
                // A file system without such locks: on our own, then.
                break;
            }

            if (time.GetElapsedTime(start) >= patience)
            {
                keyFile.Dispose();
                return false;
            }

            spin.SpinOnce();
        }

        turn = new AttachTurn(keyFile);
        return true;
    }

    /// <summary>Ends the turn.</summary>
    public void Dispose() => _keyFile?.Dispose();
}
