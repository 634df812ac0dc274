using System.Collections.Frozen;
using System.IO.Enumeration;
using ShmDashboard.SharedMemory.Interop;
using ShmDashboard.SharedMemory.Qt;
using ShmDashboard.SharedMemory.Segments;

namespace ShmDashboard.SharedMemory.Locks;

/// <summary>
/// The names of all POSIX semaphores at one moment. Of thousands of segments hardly one has a semaphore, and to list them all
/// costs less than to try the name of each. Immutable.
/// </summary>
public sealed class SemaphoreNames
{
    // The file system's clock moves in steps: a directory that changed within one may change again unseen.
    private static readonly TimeSpan s_clockGrain = TimeSpan.FromMilliseconds(50);

    private readonly (long Device, long Inode, DateTimeOffset ModifiedUtc) _directory;
    private readonly FrozenSet<string> _names;
    private readonly bool _isSettled;
    private readonly Lazy<ILookup<string, string>> _byStem;

    private SemaphoreNames((long, long, DateTimeOffset) directory, FrozenSet<string> names, bool isSettled)
    {
        _directory = directory;
        _names = names;
        _isSettled = isSettled;
        _byStem = new(() => names.Order(StringComparer.Ordinal).Where(IsNobodysOwn).ToLookup(SemaphoreStem.Of, StringComparer.Ordinal));
    }

    /// <summary>Whether there was one of that name, given without slash and <c>sem.</c>.</summary>
    public bool Contains(string name) => _names.Contains(name);

    /// <summary>Those that go with a segment by their names, in order, without the one of the very same name.</summary>
    /// <param name="segmentName">Without slash.</param>
    internal IEnumerable<string> Beside(string segmentName)
    {
        if (_names.Count == 0 || SemaphoreStem.Of(segmentName) is not { Length: > 0 } stem)
            return [];
        return _byStem.Value[stem].Where(name => name != segmentName);
    }

    // Qt's own lead to their segments by a rule.
    private static bool IsNobodysOwn(string name) => !name.StartsWith(QtNativeKey.LockPrefix, StringComparison.Ordinal);

    /// <summary>The names now; null when they may not be listed.</summary>
    /// <param name="directory">Where they are files named <c>sem.…</c>.</param>
    /// <param name="before">What was listed last: the same again while the directory did not change.</param>
    internal static SemaphoreNames? Read(string directory, SemaphoreNames? before)
    {
        if (!FileStatus.TryGet(directory, followLinks: true, out var status, out _))
            return null;

        (long, long, DateTimeOffset) state = (status.Identity.Device, status.Identity.Inode, status.ModifiedUtc);
        if (before is { _isSettled: true } && before._directory == state)
            return before;

        // By the system's own clock: that is the one the file system goes by.
        bool settled = TimeProvider.System.GetUtcNow() - status.ModifiedUtc > s_clockGrain;
        var names = new FileSystemEnumerable<string>(
            directory,
            static (ref FileSystemEntry entry) => entry.FileName[PosixFiles.SemaphorePrefix.Length..].ToString(),
            new EnumerationOptions { AttributesToSkip = 0, IgnoreInaccessible = false })
        {
            ShouldIncludePredicate = static (ref FileSystemEntry entry) => entry.FileName.StartsWith(PosixFiles.SemaphorePrefix, StringComparison.Ordinal),
        };
        try
        {
            return new SemaphoreNames(state, names.ToFrozenSet(StringComparer.Ordinal), settled);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
