using System.Globalization;
using ShmDashboard.SharedMemory.Interop;
using ShmDashboard.SharedMemory.Locks;
using ShmDashboard.SharedMemory.Segments;
using ShmDashboard.SharedMemory.SystemV;
using ShmDashboard.Wording;

namespace ShmDashboard.SharedMemory.Qt;

/// <summary>
/// <c>QSharedMemory</c> for .NET: creates and attaches the System V segments that Qt programs know by a key, with Qt's
/// names, Qt's lock and Qt's rules for who removes what. Programs using real Qt cannot tell the difference.
/// </summary>
/// <remarks>
/// <para>
/// Like in Qt, the segment lives as long as somebody is attached; the last to leave removes it. So a producer stays
/// attached until its readers have read. Dispose it: a process that ends without leaves the segment behind, as a crashed
/// Qt program does (the lock is released by the kernel in any case).
/// </para>
/// <para>
/// Thread-safe. The lock belongs to the object, not to a thread: while one thread has it, another thread's
/// <see cref="TryLock"/> waits; any thread may unlock; it is not recursive. Reading and writing do not take the lock by
/// themselves. While it is held, Qt programs block, in attach and detach too: hold it for a copy, not for a computation.
/// </para>
/// <para>Where it differs from Qt on purpose: a lock that exists is never reset by <see cref="Create"/> (Qt steals it from
/// its holder), waiting has an end, and releasing never makes a value above 1.</para>
/// </remarks>
public sealed class QtSharedMemory : IDisposable
{
    private const int ReadMode = 0x100; // 0400, as Qt

    private readonly QtSharedMemoryOptions _options;
    private readonly string _keyFile;
    private readonly QtLock _lock;
    private readonly SystemVAttachment _attachment;

    // Whoever has this has, or is about to have, the kernel's lock for this object.
    private readonly SemaphoreSlim _turn = new(1, 1);
    private volatile bool _locked;
    private int _disposed;

    private QtSharedMemory(
        string key, QtSharedMemoryOptions options, string keyFile, QtLock @lock, SystemVAttachment attachment,
        int shmId, int systemVKey, QtAccess access)
    {
        Key = key;
        _options = options;
        _keyFile = keyFile;
        _lock = @lock;
        _attachment = attachment;
        ShmId = shmId;
        SystemVKey = systemVKey;
        Access = access;
    }

    /// <summary>The key as Qt programs give it.</summary>
    public string Key { get; }

    /// <summary>The kernel's number of the segment.</summary>
    public int ShmId { get; }

    /// <summary>The System V key, from the key file by ftok.</summary>
    public int SystemVKey { get; }

    /// <summary>Whether it may be written.</summary>
    public QtAccess Access { get; }

    /// <summary>The size its creator asked for, exactly; every attacher sees the same on Linux.</summary>
    public long SizeBytes => _attachment.SizeBytes;

    /// <summary>Whether this object has the lock.</summary>
    public bool IsLocked => _locked;

    /// <summary>The segment's id in a <see cref="SegmentCatalog"/>.</summary>
    public SegmentId Id => SegmentId.Qt(Key);

    /// <summary>
    /// Creates the segment, filled with zeros, and attaches it for reading and writing, as <c>QSharedMemory::create</c>.
    /// </summary>
    /// <param name="key">Not empty; the same text the Qt programs give.</param>
    /// <param name="sizeBytes">
    /// At least 1. To exceed it later everybody has to detach first, so allow for the largest content; readers of Qt
    /// streams ignore what follows their value.
    /// </param>
    /// <param name="options">Null: <see cref="QtSharedMemoryOptions.Default"/>.</param>
    /// <exception cref="QtSharedMemoryException">
    /// AlreadyExists, InvalidSize, KeyError, PermissionDenied, OutOfResources, LockTimeout, LockError.
    /// </exception>
    public static QtSharedMemory Create(string key, long sizeBytes, QtSharedMemoryOptions? options = null)
    {
        options ??= QtSharedMemoryOptions.Default;
        QtOpening.CheckKey(key, "create");
        if (sizeBytes <= 0)
        {
            throw new QtSharedMemoryException(
                QtSharedMemoryError.InvalidSize,
                $"Cannot create shared memory '{key}': the size is {sizeBytes.ToString(CultureInfo.InvariantCulture)} bytes. " +
                "Give at least 1.");
        }

        return QtOpening.Open(key, "create", options, (keyFile, held) =>
        {
            bool madeFile = QtLock.MakeKeyFile(keyFile, key, "creating");
            try
            {
                int systemVKey = QtOpening.KeyOf(keyFile, key, "create");
                int shmId = QtOpening.MakeSegment(key, keyFile, systemVKey, sizeBytes, options);
                var attachment = SystemVAttachment.TryAttach(shmId, readOnly: false, out string call, out int errno);
                if (attachment is null)
                {
                    QtOpening.RemoveSegment(shmId);
                    throw QtProblems.Failed("create", key, keyFile, call, errno, creating: true);
                }

                return new QtSharedMemory(
                    key, options, keyFile, held, attachment, shmId, systemVKey, QtAccess.ReadWrite);
            }
            catch when (madeFile)
            {
                KernelFile.Unlink(keyFile);
                throw;
            }
        });
    }

    /// <summary>Attaches a segment that exists, as <c>QSharedMemory::attach</c>.</summary>
    /// <param name="key">Not empty; the same text the Qt programs give.</param>
    /// <param name="access">Reading alone, or writing too.</param>
    /// <param name="options">Null: <see cref="QtSharedMemoryOptions.Default"/>.</param>
    /// <exception cref="QtSharedMemoryException">
    /// NotFound, KeyError, PermissionDenied, OutOfResources, LockTimeout, LockError.
    /// </exception>
    public static QtSharedMemory Attach(
        string key, QtAccess access = QtAccess.ReadWrite, QtSharedMemoryOptions? options = null)
    {
        options ??= QtSharedMemoryOptions.Default;
        QtOpening.CheckKey(key, "attach");
        return QtOpening.Open(key, "attach", options, (keyFile, held) =>
        {
            int systemVKey = QtOpening.KeyOf(keyFile, key, "attach");
            bool readOnly = access == QtAccess.ReadOnly;
            int shmId = LibC.ShmGet(systemVKey, 0, readOnly ? ReadMode : QtOpening.SegmentMode);
            if (shmId < 0)
                throw QtProblems.Failed("attach", key, keyFile, "shmget", Errno.Last, creating: false);

            var attachment = SystemVAttachment.TryAttach(shmId, readOnly, out string call, out int errno) ??
                throw QtProblems.Failed("attach", key, keyFile, call, errno, creating: false);
            return new QtSharedMemory(key, options, keyFile, held, attachment, shmId, systemVKey, access);
        });
    }

    /// <summary>
    /// Takes the lock that Qt's <c>lock()</c> takes. Waits in the kernel; the calling thread is blocked.
    /// </summary>
    /// <param name="timeout">How long to wait; zero tries once; <see cref="Timeout.InfiniteTimeSpan"/> waits for ever.</param>
    /// <param name="cancellationToken">Ends the wait, within 20 ms.</param>
    /// <returns>False when it was not to be had in that time.</returns>
    /// <exception cref="QtSharedMemoryException">The semaphore failed (LockError, PermissionDenied).</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    /// <exception cref="ObjectDisposedException">Already disposed.</exception>
    public bool TryLock(TimeSpan timeout, CancellationToken cancellationToken = default)
    {
        ObjectDisposedException.ThrowIf(_disposed != 0, this);
        long start = System.Diagnostics.Stopwatch.GetTimestamp();
        if (!_turn.Wait(timeout, cancellationToken))
            return false;

        bool taken = false;
        try
        {
            ObjectDisposedException.ThrowIf(_disposed != 0, this);
            var left = timeout == Timeout.InfiniteTimeSpan
                ? timeout
                : Max(TimeSpan.Zero, timeout - System.Diagnostics.Stopwatch.GetElapsedTime(start));
            taken = _lock.TryTake(left, cancellationToken);
            _locked = taken;
            return taken;
        }
        finally
        {
            if (!taken)
                _turn.Release();
        }
    }

    /// <summary>Takes the lock or says who has it.</summary>
    /// <param name="timeout">As in <see cref="TryLock"/>.</param>
    /// <param name="cancellationToken">As in <see cref="TryLock"/>.</param>
    /// <exception cref="QtSharedMemoryException">LockTimeout, naming the holder; LockError; PermissionDenied.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    /// <exception cref="ObjectDisposedException">Already disposed.</exception>
    public void Lock(TimeSpan timeout, CancellationToken cancellationToken = default)
    {
        if (!TryLock(timeout, cancellationToken))
            throw QtProblems.TimedOut("lock", Key, timeout, _lock);
    }

    /// <summary>
    /// Gives the lock back. When another program has meanwhile reset or removed the lock (as Qt's create and destructor
    /// do), it is not ours any more and nothing is changed.
    /// </summary>
    /// <returns>Whether it was still ours.</returns>
    /// <exception cref="InvalidOperationException">This object does not have the lock.</exception>
    public bool Unlock()
    {
        lock (_turn)
        {
            if (!_locked)
            {
                throw new InvalidOperationException(
                    $"Cannot unlock shared memory '{Key}': this object does not have the lock. Lock it first.");
            }

            _locked = false;
        }

        var outcome = _lock.Release();
        _turn.Release();
        return outcome == SemaphoreOutcome.Done;
    }

    /// <summary>Copies bytes into the segment.</summary>
    /// <param name="offset">Where to, from 0.</param>
    /// <param name="source">What; must fit in whole.</param>
    /// <exception cref="ArgumentOutOfRangeException">It does not fit; nothing was written.</exception>
    /// <exception cref="InvalidOperationException">Attached for reading only.</exception>
    /// <exception cref="ObjectDisposedException">Already disposed.</exception>
    public void Write(long offset, ReadOnlySpan<byte> source)
    {
        ObjectDisposedException.ThrowIf(_disposed != 0, this);
        if (Access == QtAccess.ReadOnly)
        {
            throw new InvalidOperationException(
                $"Cannot write to shared memory '{Key}': it is attached for reading only. " +
                $"Attach it with {nameof(QtAccess.ReadWrite)}.");
        }

        if (offset < 0 || offset > SizeBytes || source.Length > SizeBytes - offset)
        {
            throw new ArgumentOutOfRangeException(nameof(offset), offset, string.Create(
                CultureInfo.InvariantCulture,
                $"Cannot write {Amount.Bytes(source.Length)} at offset {offset} of shared memory '{Key}': it has {Amount.Bytes(SizeBytes)}. ") +
                "Write less, or have it created larger.");
        }

        _attachment.Write(offset, source);
    }

    /// <summary>Copies bytes out of the segment.</summary>
    /// <param name="offset">Where from, from 0.</param>
    /// <param name="destination">Where to.</param>
    /// <returns>The number of bytes copied: less than asked at the segment's end, 0 beyond it.</returns>
    /// <exception cref="ObjectDisposedException">Already disposed.</exception>
    public int Read(long offset, Span<byte> destination)
    {
        ObjectDisposedException.ThrowIf(_disposed != 0, this);
        return _attachment.Read(offset, destination);
    }

    /// <summary>
    /// Detaches as Qt does: under the lock, and if nobody is attached any more, removes the segment and its key file. A
    /// lock that we made goes too; whoever still needs one makes it anew. Waits for the lock no longer than
    /// <see cref="QtSharedMemoryOptions.DisposeLockTimeout"/>; after that it detaches and removes nothing.
    /// </summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0)
            return;

        bool held;
        lock (_turn)
        {
            held = _locked;
            _locked = false;
        }

        bool turn = held || _turn.Wait(_options.DisposeLockTimeout);
        held = held || (turn && TryTakeForLeaving());
        _attachment.Dispose();
        if (held)
        {
            RemoveIfLast();
            if (_lock.Made)
            {
                // As Qt does: whoever waits for it, or uses it next, makes a new one and takes that away in the end. Left to
                // the others it would stay for ever, for nobody removes what he did not make.
                _lock.Remove();
            }
            else
            {
                _lock.Release();
            }
        }

        if (turn)
        {
            _turn.Release(); // Whoever waits for its turn finds the object disposed.
        }
    }

    private bool TryTakeForLeaving()
    {
        try
        {
            return _lock.TryTake(_options.DisposeLockTimeout, CancellationToken.None);
        }
        catch (QtSharedMemoryException)
        {
            return false; // Leaving must not fail; then nothing is removed either.
        }
    }

    private void RemoveIfLast()
    {
        if (!SystemVAttachment.TryStat(ShmId, out var status, out _) || status.AttachCount != 0)
            return;

        QtOpening.RemoveSegment(ShmId);

        // A cleaner of /tmp may have removed our key file, and another program made its own of that name since.
        if (QtKeyFile.TryKeyOf(_keyFile) == SystemVKey)
            KernelFile.Unlink(_keyFile);
    }

    private static TimeSpan Max(TimeSpan a, TimeSpan b) => a > b ? a : b;
}
