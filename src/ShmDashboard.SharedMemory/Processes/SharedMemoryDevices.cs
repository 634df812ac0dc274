using Microsoft.Win32.SafeHandles;
using ShmDashboard.SharedMemory.Interop;

namespace ShmDashboard.SharedMemory.Processes;

/// <summary>
/// On which devices shared memory lives. System V segments and memfds are files of one file system inside the kernel that
/// has no name; a memfd of our own tells its device number (00:01 mostly). So a file somebody called
/// <c>/SYSV00000000 (deleted)</c> elsewhere does not deceive us.
/// </summary>
internal sealed class SharedMemoryDevices
{
    private readonly (uint Major, uint Minor)? _systemV = OfMemFd(0);
    private readonly (uint Major, uint Minor)? _hugePages = OfMemFd(LibC.MFD_HUGETLB);
    private readonly (uint Major, uint Minor)? _posix;
    private readonly byte[]? _posixPrefix;

    /// <param name="posixDirectory"><c>/dev/shm</c>.</param>
    internal SharedMemoryDevices(string posixDirectory)
    {
        if (!FileStatus.TryGet(posixDirectory, followLinks: true, out var status, out _))
            return;

        _posix = (status.DeviceMajor, status.DeviceMinor);
        bool ownFileSystem = FileStatus.TryGet(
            Path.Combine(posixDirectory, ".."), followLinks: true, out var parent, out _) &&
            (parent.DeviceMajor, parent.DeviceMinor) != _posix;
        _posixPrefix = ownFileSystem ? null : System.Text.Encoding.UTF8.GetBytes(posixDirectory + "/");
    }

    internal bool IsSystemV(uint major, uint minor, ReadOnlySpan<byte> path) =>
        IsKernelFile(major, minor) && MapsLine.IsSystemVPath(path);

    /// <summary>Whether it is the file system inside the kernel, where memfds and anonymous shared memory live too.</summary>
    internal bool IsKernelFile(uint major, uint minor) => (major, minor) == _systemV || (major, minor) == _hugePages;

    /// <summary>Where the directory is not a file system of its own, the path must begin with it.</summary>
    internal bool IsPosix(uint major, uint minor, ReadOnlySpan<byte> path) =>
        (major, minor) == _posix && (_posixPrefix is null || path.StartsWith(_posixPrefix));

    private static unsafe (uint, uint)? OfMemFd(uint flags)
    {
        int descriptor;
        fixed (byte* name = "device\0"u8)
            descriptor = LibC.MemFdCreate(name, flags | LibC.MFD_CLOEXEC);

        if (descriptor < 0)
            return null;

        using var file = new SafeFileHandle(descriptor, ownsHandle: true);
        return FileStatus.TryGet(file, out var status, out _) ? (status.DeviceMajor, status.DeviceMinor) : null;
    }
}
