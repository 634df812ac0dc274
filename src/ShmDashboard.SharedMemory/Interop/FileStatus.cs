using Microsoft.Win32.SafeHandles;

namespace ShmDashboard.SharedMemory.Interop;

/// <summary>What <c>statx(2)</c> says about a file. A snapshot; equal when nothing changed.</summary>
internal readonly record struct FileStatus
{
    private const int S_IFMT = 0xF000;
    private const int S_IFREG = 0x8000;
    private const int S_IFDIR = 0x4000;

    internal required uint DeviceMajor { get; init; }
    internal required uint DeviceMinor { get; init; }
    internal required ulong Inode { get; init; }
    internal required int Mode { get; init; }
    internal required uint Uid { get; init; }
    internal required uint Gid { get; init; }
    internal required uint Links { get; init; }
    internal required long SizeBytes { get; init; }
    internal required long AllocatedBytes { get; init; }
    internal required DateTimeOffset ModifiedUtc { get; init; }
    internal required DateTimeOffset ChangedUtc { get; init; }
    internal required DateTimeOffset? BirthUtc { get; init; }

    internal bool IsRegular => (Mode & S_IFMT) == S_IFREG;

    /// <summary>Unlinked: it goes with the last that uses it.</summary>
    internal bool HasNoName => Links == 0;

    internal bool IsDirectory => (Mode & S_IFMT) == S_IFDIR;

    /// <summary>Device and inode in the form of <see cref="Identify"/>.</summary>
    internal (long Device, long Inode) Identity => Identify(DeviceMajor, DeviceMinor, Inode);

    /// <summary>The kernel's own packing of a device number, 12 + 20 bits (linux/kdev_t.h).</summary>
    internal static (long Device, long Inode) Identify(uint major, uint minor, ulong inode) =>
        (((long)major << 20) | minor, unchecked((long)inode));

    internal static unsafe bool TryGet(string path, bool followLinks, out FileStatus status, out int errno)
    {
        var bytes = PathBytes.Encode(path, stackalloc byte[PathBytes.ScratchLength]);
        return TryGet(bytes, followLinks, out status, out errno);
    }

    /// <summary>Takes a path in UTF-8 with a zero behind.</summary>
    internal static unsafe bool TryGet(ReadOnlySpan<byte> path, bool followLinks, out FileStatus status, out int errno)
    {
        fixed (byte* pointer = path)
        {
            return TryGet(
                LibC.AT_FDCWD, pointer, followLinks ? 0 : LibC.AT_SYMLINK_NOFOLLOW, out status, out errno);
        }
    }

    internal static unsafe bool TryGet(SafeFileHandle file, out FileStatus status, out int errno)
    {
        byte empty = 0;
        return TryGet((int)file.DangerousGetHandle(), &empty, LibC.AT_EMPTY_PATH, out status, out errno);
    }

    /// <summary>Of a file in a directory, by its name in UTF-8 with a zero behind; a link is not followed.</summary>
    internal static unsafe bool TryGet(SafeFileHandle directory, ReadOnlySpan<byte> name, out FileStatus status, out int errno)
    {
        fixed (byte* pointer = name)
            return TryGet((int)directory.DangerousGetHandle(), pointer, LibC.AT_SYMLINK_NOFOLLOW, out status, out errno);
    }

    private static unsafe bool TryGet(int directory, byte* path, int flags, out FileStatus status, out int errno)
    {
        StatxBuffer buffer;
        if (LibC.Statx(directory, path, flags, LibC.STATX_BASIC_STATS | LibC.STATX_BTIME, &buffer) != 0)
        {
            errno = Errno.Last;
            status = default;
            return false;
        }

        errno = 0;
        status = new FileStatus
        {
            DeviceMajor = buffer.DeviceMajor,
            DeviceMinor = buffer.DeviceMinor,
            Inode = buffer.Inode,
            Mode = buffer.Mode,
            Uid = buffer.Uid,
            Gid = buffer.Gid,
            Links = buffer.Links,
            SizeBytes = (long)buffer.Size,
            AllocatedBytes = (long)buffer.Blocks * 512,
            ModifiedUtc = Time(buffer.ModifySeconds, buffer.ModifyNanoseconds),
            ChangedUtc = Time(buffer.ChangeSeconds, buffer.ChangeNanoseconds),
            BirthUtc = (buffer.Mask & LibC.STATX_BTIME) != 0
                ? Time(buffer.BirthSeconds, buffer.BirthNanoseconds)
                : null,
        };
        return true;
    }

    // A file system may hold any number; the calendar of .NET ends in the year 9999.
    private static DateTimeOffset Time(long seconds, uint nanoseconds) =>
        UnixTime.FromSeconds(seconds).AddTicks(nanoseconds / 100);
}
