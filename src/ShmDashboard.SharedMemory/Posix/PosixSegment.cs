using System.Globalization;
using System.Text;
using Microsoft.Win32.SafeHandles;
using ShmDashboard.SharedMemory.Interop;
using ShmDashboard.SharedMemory.Segments;
using ShmDashboard.Wording;

namespace ShmDashboard.SharedMemory.Posix;

/// <summary>
/// A POSIX shared-memory segment, as <c>shm_open(3)</c> makes it: a file in <c>/dev/shm</c>. Read and written with
/// <c>pread</c> and <c>pwrite</c>, never mapped, so a program that truncates it cannot kill us. Programs that have it
/// mapped see what is written at once. Thread-safe: calls are independent of each other and not atomic towards others.
/// </summary>
public sealed class PosixSegment : IDisposable
{
    private const uint OwnerOnly = 0x180; // 0600
    private const int NameMax = 255;

    private readonly SafeFileHandle _file;

    private PosixSegment(string name, SafeFileHandle file, bool writable)
    {
        Name = name;
        _file = file;
        Writable = writable;
    }

    /// <summary>The name without slash.</summary>
    public string Name { get; }

    /// <summary>Whether it was opened for writing.</summary>
    public bool Writable { get; }

    /// <summary>The segment's id in a <see cref="SegmentCatalog"/>.</summary>
    public SegmentId Id => SegmentId.Posix(Name);

    /// <summary>Device and inode, as <see cref="SegmentFacts.FileIdentity"/> has them: the same however often the name changes hands.</summary>
    /// <exception cref="IOException">They cannot be told.</exception>
    public (long Device, long Inode) FileIdentity =>
        FileStatus.TryGet(_file, out var status, out int errno)
            ? status.Identity
            : throw Errno.ToException("identify", Subject(Name), "statx", errno);

    /// <summary>Its length now, in bytes: its owner may change it at any time.</summary>
    /// <exception cref="IOException">It cannot be told.</exception>
    public long LengthBytes =>
        FileStatus.TryGet(_file, out var status, out int errno)
            ? status.SizeBytes
            : throw Errno.ToException("measure", Subject(Name), "statx", errno);

    /// <summary>
    /// Makes a new segment of zeros, mode 0600. Its memory is reserved at once (<c>posix_fallocate</c>): too little room is
    /// an error here and not a SIGBUS in whoever writes to it later.
    /// </summary>
    /// <param name="name">1 to 255 bytes of UTF-8, no slash but one in front; not <c>sem.…</c>, those are semaphores.</param>
    /// <param name="lengthBytes">At least 1.</param>
    /// <exception cref="ArgumentException">The name or the length is not allowed.</exception>
    /// <exception cref="IOException">It exists (HResult 17, EEXIST), there is no room (28, ENOSPC), or else.</exception>
    /// <exception cref="UnauthorizedAccessException">The kernel refuses.</exception>
    public static PosixSegment Create(string name, long lengthBytes)
    {
        name = Check(name);
        if (lengthBytes < 1)
        {
            throw new ArgumentOutOfRangeException(nameof(lengthBytes), lengthBytes,
                $"Cannot create {Subject(name)}: the length is " +
                lengthBytes.ToString(CultureInfo.InvariantCulture) + " bytes. Give at least 1.");
        }

        var file = KernelFile.TryOpen(
            PathOf(name), LibC.O_RDWR | LibC.O_CREAT | LibC.O_EXCL | LibC.O_CLOEXEC | LibC.O_NOFOLLOW, OwnerOnly,
            out int errno) ?? throw Errno.ToException("create", Subject(name), "open", errno);
        errno = LibC.PosixFallocate((int)file.DangerousGetHandle(), 0, lengthBytes);
        if (errno != 0)
        {
            file.Dispose();
            KernelFile.Unlink(PathOf(name));
            throw Errno.ToException(
                "create", Subject(name), "posix_fallocate", errno,
                string.Create(CultureInfo.InvariantCulture, $"{lengthBytes} bytes were asked for"));
        }

        return new PosixSegment(name, file, writable: true);
    }

    /// <summary>Opens a segment that exists. Links and special files are refused.</summary>
    /// <param name="name">With or without slash in front.</param>
    /// <param name="writable">Whether it is to be written too.</param>
    /// <exception cref="ArgumentException">The name is not allowed.</exception>
    /// <exception cref="FileNotFoundException">There is none.</exception>
    /// <exception cref="UnauthorizedAccessException">The kernel refuses.</exception>
    /// <exception cref="IOException">Anything else.</exception>
    public static PosixSegment Open(string name, bool writable = false)
    {
        name = Check(name);
        var file = KernelFile.TryOpen(
            PathOf(name),
            (writable ? LibC.O_RDWR : LibC.O_RDONLY) | LibC.O_CLOEXEC | LibC.O_NOFOLLOW | LibC.O_NONBLOCK, 0,
            out int errno) ?? throw Errno.ToException("open", Subject(name), "open", errno);
        if (FileStatus.TryGet(file, out var status, out errno) && status.IsRegular)
            return new PosixSegment(name, file, writable);

        file.Dispose();
        throw errno != 0
            ? Errno.ToException("open", Subject(name), "statx", errno)
            : new IOException(
                $"Cannot open {Subject(name)}: it is not a regular file. Shared memory is; leave it alone.", Errno.EINVAL);
    }

    /// <summary>
    /// Takes the name away (<c>shm_unlink</c>). Programs that have the segment mapped keep it until they let go; nobody can
    /// open it any more.
    /// </summary>
    /// <returns>False when there was none.</returns>
    /// <exception cref="ArgumentException">The name is not allowed.</exception>
    /// <exception cref="UnauthorizedAccessException">The kernel refuses.</exception>
    /// <exception cref="IOException">Anything else.</exception>
    public static bool Unlink(string name)
    {
        name = Check(name);
        int errno = KernelFile.Unlink(PathOf(name));
        return errno switch
        {
            0 => true,
            Errno.ENOENT => false,
            _ => throw Errno.ToException("remove", Subject(name), "unlink", errno),
        };
    }

    /// <summary>
    /// Whether something that is no regular file has the name: a pipe, a socket, a directory, or a link, through which nothing
    /// is opened here.
    /// </summary>
    /// <param name="name">With or without slash in front; one that no segment can have is nobody's.</param>
    public static bool IsTakenByOtherFile(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        string bare = name.TrimStart('/');
        return FaultOf(bare) is null && FileStatus.TryGet(PathOf(bare), followLinks: false, out var status, out _) && !status.IsRegular;
    }

    /// <summary>Overwrites bytes. Never makes the segment longer.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It does not fit; nothing was written.</exception>
    /// <exception cref="InvalidOperationException">Opened for reading only.</exception>
    /// <exception cref="IOException">The kernel refused.</exception>
    public void Write(long offset, ReadOnlySpan<byte> source)
    {
        if (!Writable)
        {
            throw new InvalidOperationException(
                $"Cannot write to {Subject(Name)}: it is open for reading only. Open it with writable: true.");
        }

        long length = LengthBytes;
        if (offset < 0 || offset > length || source.Length > length - offset)
        {
            throw new ArgumentOutOfRangeException(nameof(offset), offset, string.Create(
                CultureInfo.InvariantCulture,
                $"Cannot write {Amount.Bytes(source.Length)} at offset {offset} of {Subject(Name)}: it has {Amount.Bytes(length)}. ") +
                "Write less, or make it larger.");
        }

        RandomAccess.Write(_file, source, offset);
    }

    /// <summary>
    /// Sees to it that bytes have memory (<c>fallocate</c>): a segment may have been made larger than anybody ever
    /// filled it. What they hold does not change. When there is too little room nothing was taken (mm/shmem.c gives back what
    /// an unsuccessful <c>fallocate</c> got), so that a write after it is whole or does not begin.
    /// </summary>
    /// <param name="offset">Where they begin.</param>
    /// <param name="lengthBytes">How many; nothing is done for none.</param>
    /// <exception cref="IOException">There is no room (HResult 28, ENOSPC), or the kernel refuses for another reason.</exception>
    public void Reserve(long offset, long lengthBytes)
    {
        if (lengthBytes <= 0)
            return;

        int errno;
        do
        {
            errno = LibC.FAllocate((int)_file.DangerousGetHandle(), LibC.FALLOC_FL_KEEP_SIZE, offset, lengthBytes) == 0 ? 0 : Errno.Last;
        }
        while (errno == Errno.EINTR);
        // A file system that cannot reserve finds out while writing, as it always did.
        if (errno is not (0 or Errno.EOPNOTSUPP or Errno.ENOSYS))
        {
            throw Errno.ToException("reserve memory for", Subject(Name), "fallocate", errno,
                string.Create(CultureInfo.InvariantCulture, $"{lengthBytes} bytes are to be written"));
        }
    }

    /// <summary>Copies bytes out; fewer than asked at the end, 0 beyond it.</summary>
    public int Read(long offset, Span<byte> destination) =>
        new Reading.FileView(_file, 0).Read(offset, destination);

    /// <summary>Closes it. The segment stays: only <see cref="Unlink"/> removes one.</summary>
    public void Dispose() => _file.Dispose();

    private static string Subject(string name) => $"POSIX segment '/{name}'";

    private static string PathOf(string name) => PosixFiles.Directory + "/" + name;

    private static string Check(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        string bare = name.StartsWith('/') ? name[1..] : name;
        return FaultOf(bare) is not { } fault
            ? bare
            : throw new ArgumentException(
                $"Cannot use '{name.Replace('\0', '?')}' as the name of a POSIX segment: {fault}. " +
                "Use 1 to 255 bytes without a slash, such as 'cam0'.", nameof(name));
    }

    private static string? FaultOf(string bare) =>
        bare is "" or "." or ".." ? "it is empty or stands for a directory" :
        bare.Contains('/', StringComparison.Ordinal) ? "it has a slash inside" :
        bare.Contains('\0', StringComparison.Ordinal) ? "it has a zero character inside" :
        bare.StartsWith(PosixFiles.SemaphorePrefix, StringComparison.Ordinal) ? $"names that begin with '{PosixFiles.SemaphorePrefix}' are semaphores" :
        Encoding.UTF8.GetByteCount(bare) > NameMax ? "it has more than 255 bytes" : null;
}
