using System.Globalization;
using System.Runtime.InteropServices;
using ShmDashboard.Wording;

namespace ShmDashboard.SharedMemory.Interop;

/// <summary>
/// The one place that turns (what was tried, on what, errno) into a sentence, an exception or an outcome.
/// Numbers: asm-generic/errno-base.h and errno.h, the same on x64 and arm64.
/// </summary>
internal static class Errno
{
    internal const int EPERM = 1;
    internal const int ENOENT = 2;
    internal const int ESRCH = 3;
    internal const int EINTR = 4;
    internal const int EIO = 5;
    internal const int ENXIO = 6;
    internal const int E2BIG = 7;
    internal const int EBADF = 9;
    internal const int EAGAIN = 11;
    internal const int ENOMEM = 12;
    internal const int EACCES = 13;
    internal const int EFAULT = 14;
    internal const int EEXIST = 17;
    internal const int ENOTDIR = 20;
    internal const int EISDIR = 21;
    internal const int EINVAL = 22;
    internal const int ENFILE = 23;
    internal const int EMFILE = 24;
    internal const int ENOTTY = 25;
    internal const int EFBIG = 27;
    internal const int ENOSPC = 28;
    internal const int EROFS = 30;
    internal const int ERANGE = 34;
    internal const int ENAMETOOLONG = 36;
    internal const int ENOSYS = 38;
    internal const int ELOOP = 40;
    internal const int EIDRM = 43;
    internal const int EOPNOTSUPP = 95;

    /// <summary>errno of the last call declared with <c>SetLastError</c>; read it on the very next line.</summary>
    internal static int Last => Marshal.GetLastPInvokeError();

    /// <summary>The thing is not there (any more): an outcome, not an error.</summary>
    internal static bool IsGone(int errno) => errno is ENOENT or EIDRM or EINVAL or ENOTDIR or ESRCH;

    /// <summary>The kernel refuses.</summary>
    internal static bool IsDenied(int errno) => errno is EACCES or EPERM;

    /// <summary><c>EACCES</c> and the like; the number where we have no name for it.</summary>
    internal static string Name(int errno) => errno switch
    {
        EPERM => nameof(EPERM),
        ENOENT => nameof(ENOENT),
        ESRCH => nameof(ESRCH),
        EINTR => nameof(EINTR),
        EIO => nameof(EIO),
        ENXIO => nameof(ENXIO),
        E2BIG => nameof(E2BIG),
        EBADF => nameof(EBADF),
        EAGAIN => nameof(EAGAIN),
        ENOMEM => nameof(ENOMEM),
        EACCES => nameof(EACCES),
        EFAULT => nameof(EFAULT),
        EEXIST => nameof(EEXIST),
        ENOTDIR => nameof(ENOTDIR),
        EISDIR => nameof(EISDIR),
        EINVAL => nameof(EINVAL),
        ENFILE => nameof(ENFILE),
        EMFILE => nameof(EMFILE),
        EFBIG => nameof(EFBIG),
        ENOSPC => nameof(ENOSPC),
        EROFS => nameof(EROFS),
        ERANGE => nameof(ERANGE),
        ENAMETOOLONG => nameof(ENAMETOOLONG),
        ENOSYS => nameof(ENOSYS),
        ELOOP => nameof(ELOOP),
        EIDRM => nameof(EIDRM),
        _ => "errno " + errno.ToString(CultureInfo.InvariantCulture),
    };

    /// <summary>For example <c>permission denied</c>.</summary>
    private static Sentence Meaning(int errno) => errno switch
    {
        EPERM => Sentence.Of($"operation not permitted"),
        ENOENT => Sentence.Of($"no such object"),
        ESRCH => Sentence.Of($"no such process"),
        EINTR => Sentence.Of($"interrupted"),
        EAGAIN => Sentence.Of($"not available now"),
        ENOMEM => Sentence.Of($"out of memory"),
        EACCES => Sentence.Of($"permission denied"),
        EFAULT => Sentence.Of($"no memory at that address"),
        EEXIST => Sentence.Of($"it already exists"),
        ENOTDIR => Sentence.Of($"not a directory"),
        EISDIR => Sentence.Of($"is a directory"),
        EINVAL => Sentence.Of($"invalid argument"),
        ENFILE or EMFILE => Sentence.Of($"too many open files"),
        EFBIG => Sentence.Of($"too large"),
        ENOSPC => Sentence.Of($"no room left"),
        EROFS => Sentence.Of($"read-only file system"),
        ENAMETOOLONG => Sentence.Of($"name too long"),
        ENOSYS => Sentence.Of($"not supported by this kernel"),
        ELOOP => Sentence.Of($"is a symbolic link"),
        EIDRM => Sentence.Of($"it has been removed"),
        _ => Sentence.Of($"unexpected error"),
    };

    /// <summary>The usual remedy for an errno, as a sentence.</summary>
    private static Sentence Remedy(int errno) => errno switch
    {
        EACCES or EPERM => Sentence.Of($"Run this program as its owner or as root."),
        ENOENT or EIDRM or ESRCH or EINVAL => Sentence.Of($"Look again: it may have been removed meanwhile."),
        EEXIST => Sentence.Of($"Choose another name, or open the existing one."),
        ENOMEM or ENOSPC => Sentence.Of($"Ask for less, or free some: 'ipcs -lm', 'ipcs -u' and 'df /dev/shm' show limits and use."),
        ENFILE or EMFILE => Sentence.Of($"Raise 'ulimit -n', or close something."),
        ELOOP => Sentence.Of($"Links are not followed here; name the file itself."),
        _ => Sentence.Of($"Its meaning is in errno(3) and the manual page of that call."),
    };

    /// <summary>The remedy when something belongs to another user.</summary>
    internal static Sentence RunAs(string owner) => owner == "root"
        ? Sentence.Of($"Run this program as root.")
        : Sentence.Of($"Run this program as {owner} or as root.");

    /// <summary>
    /// The four parts: tried what, on what, found what, what to do.
    /// "Cannot attach segment 98309: permission denied (shmat: EACCES); it belongs to uid 1001. Run …"
    /// </summary>
    /// <param name="deed">What was tried on what, as "attach segment 98309".</param>
    /// <param name="call">The call that failed.</param>
    /// <param name="errno">Why.</param>
    /// <param name="found">What else is known.</param>
    /// <param name="remedy">What to do, where it is not the usual.</param>
    internal static Sentence Problem(Sentence deed, string call, int errno, Sentence? found = null, Sentence? remedy = null) => found is null
        ? Sentence.Of($"Cannot {deed}: {Meaning(errno)} ({call}: {Name(errno)}). {remedy ?? Remedy(errno)}")
        : Sentence.Of($"Cannot {deed}: {Meaning(errno)} ({call}: {Name(errno)}); {found}. {remedy ?? Remedy(errno)}");

    /// <summary>The same as the message of an exception.</summary>
    internal static string Text(
        string tried, string subject, string call, int errno, string? found = null, string? remedy = null) =>
        Problem($"{tried} {subject}", call, errno, found is null ? null : Sentence.FromString(found), remedy is null ? null : Sentence.FromString(remedy)).ToString();

    /// <summary>The same as an exception: denied, missing or plain <see cref="IOException"/>; errno is its HResult.</summary>
    internal static Exception ToException(
        string tried, string subject, string call, int errno, string? found = null, string? remedy = null)
    {
        string message = Text(tried, subject, call, errno, found, remedy);
        return errno switch
        {
            EACCES or EPERM => new UnauthorizedAccessException(message) { HResult = errno },
            ENOENT => new FileNotFoundException(message) { HResult = errno },
            _ => new IOException(message, errno),
        };
    }
}
