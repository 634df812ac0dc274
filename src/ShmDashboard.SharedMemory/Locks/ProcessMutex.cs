using System.Buffers.Binary;
using System.Collections.Immutable;

namespace ShmDashboard.SharedMemory.Locks;

/// <summary>
/// A process-shared mutex as its bytes say (glibc, 64-bit: struct __pthread_mutex_s in bits/struct_mutex.h, 40 bytes):
/// u32 lock word at 0, u32 count at 4, i32 owner thread at 8, u32 users at 12, i32 kind at 16. Other C libraries and 32-bit
/// programs have other layouts; the kind word tells.
/// </summary>
/// <param name="Offset">Where in the segment it begins.</param>
/// <param name="State">Free, held, or damaged: its owner died.</param>
/// <param name="OwnerThreadId">The owner while held, or who died with it; 0 when nobody, or in the instant of taking.</param>
/// <param name="Contended">Somebody waits, or did a moment ago.</param>
/// <param name="Robust">Whether the kernel gives it back when its owner dies.</param>
public readonly record struct ProcessMutex(
    long Offset, LockState State, int OwnerThreadId, bool Contended, bool Robust)
{
    /// <summary>Size of the structure.</summary>
    public const int SizeBytes = 40;

    /// <summary>How much of a segment's beginning <see cref="Find"/> wants to see.</summary>
    public const int HeadBytes = 0x98;

    // pthread_mutex_t kinds, nptl/pthreadP.h.
    private const int Shared = 0x80;
    private const int TypeMask = 0x03;
    private const int Recursive = 0x01;
    private const int MaxThreadId = 1 << 22; // PID_MAX_LIMIT, linux/threads.h
    private const int RobustFlag = 0x10;
    private const int InheritFlag = 0x20;

    // Lock word of robust and inheriting mutexes, linux/futex.h.
    private const uint FutexWaiters = 0x8000_0000;
    private const uint FutexOwnerDied = 0x4000_0000;
    private const uint FutexThreadMask = 0x3fff_ffff;
    private const int NotRecoverable = 0x7fff_fffe;
    private const int Inconsistent = 0x7fff_ffff;

    // boost::interprocess, verified with 1.74: u32 state at 0, 2 = initialised; the user's area begins at 16 with the
    // allocator (mutex first, size of the area at 0x68), then the segment manager (recursive mutex at 0x70).
    private const int BoostAllocatorMutex = 16;
    private const int BoostSizeField = 0x68;
    private const int BoostManagerMutex = 0x70;
    private const uint BoostInitialised = 2;

    /// <summary>
    /// The mutexes of a segment whose layout we know: Boost's managed segments (two), eCAL's <c>…_mtx</c> files (one, at 0).
    /// Empty for any other, and for what only looks like one.
    /// </summary>
    /// <param name="head">The segment's first <see cref="HeadBytes"/>, or all there is.</param>
    /// <param name="segmentSizeBytes">Size of the whole segment.</param>
    /// <param name="posixName">The file's name, if it is one.</param>
    public static ImmutableArray<ProcessMutex> Find(ReadOnlySpan<byte> head, long segmentSizeBytes, string? posixName)
    {
        if (IsBoostManaged(head, segmentSizeBytes))
        {
            return TryParse(head, BoostAllocatorMutex, out var allocator) &&
                TryParse(head, BoostManagerMutex, out var manager)
                ? [allocator, manager]
                : [];
        }

        return posixName is not null && posixName.EndsWith("_mtx", StringComparison.Ordinal) &&
            TryParse(head, 0, out var only)
            ? [only]
            : [];
    }

    /// <summary>
    /// Mutexes in a program's own structure that are held, or robust and lost with their holders: then five of their words agree,
    /// which other data hardly does by chance. A free one is mostly zeros and looks like anything.
    /// </summary>
    /// <param name="bytes">A piece of a segment.</param>
    public static ImmutableArray<ProcessMutex> FindHeld(ReadOnlySpan<byte> bytes)
    {
        var found = ImmutableArray.CreateBuilder<ProcessMutex>();
        for (int at = 0; bytes.Length - at >= SizeBytes; at += sizeof(ulong))
        {
            // The kind is rare; looking for it first costs next to nothing.
            if ((bytes[at + 16] & Shared) != 0 && bytes[at + 17] == 0 && TryParse(bytes, at, out var mutex) &&
                mutex is { State: LockState.Held } or { State: LockState.Damaged, Robust: true } &&
                mutex.OwnerThreadId is > 0 and <= MaxThreadId && IsWhole(bytes.Slice(at, SizeBytes), mutex))
            {
                found.Add(mutex);
            }
        }

        return found.DrainToImmutable();
    }

    // nptl/pthread_mutex_lock.c: a holder writes its number, one user, and a count where the kind is recursive, which robust and
    // inheriting ones begin at 1 in any case. Only robust ones are in a list, and nothing is elided.
    private static bool IsWhole(ReadOnlySpan<byte> mutex, ProcessMutex read)
    {
        int kind = BinaryPrimitives.ReadInt32LittleEndian(mutex[16..]);
        uint count = BinaryPrimitives.ReadUInt32LittleEndian(mutex[4..]);
        bool recursive = (kind & TypeMask) == Recursive;
        return BinaryPrimitives.ReadInt32LittleEndian(mutex[8..]) == read.OwnerThreadId &&
            (recursive ? count is > 0 and < 0x10000 : count == ((kind & (RobustFlag | InheritFlag)) != 0 ? 1 : 0)) &&
            BinaryPrimitives.ReadUInt32LittleEndian(mutex[12..]) == 1 &&
            BinaryPrimitives.ReadUInt16LittleEndian(mutex[22..]) == 0 &&
            (read.Robust || mutex[24..].IndexOfAnyExcept((byte)0) < 0);
    }

    /// <summary>Whether a segment begins as a managed segment of boost::interprocess that is ready for use.</summary>
    public static bool IsBoostManaged(ReadOnlySpan<byte> head, long segmentSizeBytes) =>
        head.Length >= HeadBytes &&
        BinaryPrimitives.ReadUInt32LittleEndian(head) == BoostInitialised &&
        BinaryPrimitives.ReadUInt64LittleEndian(head[BoostSizeField..]) == (ulong)(segmentSizeBytes - BoostAllocatorMutex);

    /// <summary>Reads a mutex at an offset; false when the bytes there cannot be one.</summary>
    public static bool TryParse(ReadOnlySpan<byte> bytes, int offset, out ProcessMutex mutex)
    {
        mutex = default;
        if (offset < 0 || bytes.Length - offset < SizeBytes)
            return false;

        var at = bytes.Slice(offset, SizeBytes);
        uint word = BinaryPrimitives.ReadUInt32LittleEndian(at);
        int owner = BinaryPrimitives.ReadInt32LittleEndian(at[8..]);
        int kind = BinaryPrimitives.ReadInt32LittleEndian(at[16..]);
        if ((kind & Shared) == 0 || (kind & ~(Shared | TypeMask | RobustFlag | InheritFlag)) != 0)
            return false;

        bool robust = (kind & RobustFlag) != 0;
        return (kind & (RobustFlag | InheritFlag)) != 0
            ? TryParseFutexOwned(word, owner, offset, robust, out mutex)
            : TryParsePlain(word, owner, offset, out mutex);
    }

    // Word: 0 free, 1 held, 2 held and contended (nptl/lowlevellock.h).
    private static bool TryParsePlain(uint word, int owner, int offset, out ProcessMutex mutex)
    {
        mutex = word == 0
            ? new ProcessMutex(offset, LockState.Free, 0, false, Robust: false)
            : new ProcessMutex(offset, LockState.Held, owner, word == 2, Robust: false);
        return word <= 2 && owner >= 0;
    }

    // Word: the owner's thread id with two bits that the kernel knows (nptl/pthread_mutex_lock.c).
    private static bool TryParseFutexOwned(uint word, int owner, int offset, bool robust, out ProcessMutex mutex)
    {
        int thread = (int)(word & FutexThreadMask);
        bool died = (word & FutexOwnerDied) != 0 || owner == NotRecoverable;
        int named = owner is NotRecoverable or Inconsistent ? 0 : owner;
        mutex = new ProcessMutex(
            offset,
            died ? LockState.Damaged : thread == 0 ? LockState.Free : LockState.Held,
            thread != 0 ? thread : died ? named : 0,
            (word & FutexWaiters) != 0,
            robust);
        return named >= 0;
    }
}
