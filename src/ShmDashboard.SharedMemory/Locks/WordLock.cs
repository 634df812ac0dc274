using System.Buffers.Binary;

namespace ShmDashboard.SharedMemory.Locks;

/// <summary>
/// A lock at a known place of a segment, as its bytes say (glibc, 64-bit): a mutex or a semaphore begins with the word its
/// waiters wait on (nptl/pthread_mutex_lock.c, nptl/sem_waitcommon.c), a readers–writer lock and a condition variable have it within.
/// </summary>
/// <param name="Kind">What it is.</param>
/// <param name="Offset">Where it begins, or where the word is.</param>
/// <param name="Mutex">Mutexes: what it says.</param>
/// <param name="ReadWrite">Readers–writer locks: what it says.</param>
/// <param name="Value">Semaphores: the value.</param>
/// <param name="WaiterCount">Semaphores: how many wait.</param>
public readonly record struct WordLock(
    WordLockKind Kind, long Offset, ProcessMutex Mutex = default, ReadWriteLock ReadWrite = default, int Value = 0, int WaiterCount = 0)
{
    /// <summary>How many bytes before the word are wanted.</summary>
    internal const int Before = 12;

    /// <summary>How many bytes from the word on are wanted.</summary>
    internal const int After = ProcessMutex.SizeBytes;

    // struct new_sem (sysdeps/nptl/internaltypes.h): u64 value and waiters, int private.
    private const int SemaphoreBytes = 12;
    private const uint SharedFutex = 0x80;
    private const int MaxWaiters = 1 << 20;

    /// <summary>Pure: what stands at a word.</summary>
    /// <param name="bytes">The bytes around it.</param>
    /// <param name="at">Where among them the word is.</param>
    /// <param name="offset">Where in the segment it is.</param>
    public static WordLock Identify(ReadOnlySpan<byte> bytes, int at, long offset)
    {
        // First: its padding and its mark agree by chance in none of the others.
        if (ReadWriteLock.TryFindAround(bytes, at, offset, out var readWrite))
            return new WordLock(WordLockKind.ReadWrite, readWrite.Offset, ReadWrite: readWrite);

        if (ProcessMutex.TryParse(bytes, at, out var mutex))
            return new WordLock(WordLockKind.Mutex, offset, mutex with { Offset = offset });

        if (at >= 0 && bytes.Length - at >= SemaphoreBytes)
        {
            uint value = Word(bytes, at);
            uint waiters = Word(bytes, at + 4);
            if (Word(bytes, at + 8) == SharedFutex && waiters < MaxWaiters && value <= int.MaxValue)
                return new WordLock(WordLockKind.Semaphore, offset, Value: (int)value, WaiterCount: (int)waiters);
        }

        return new WordLock(IsCondition(bytes, at) ? WordLockKind.Condition : WordLockKind.Other, offset);
    }

    // struct __pthread_cond_s (bits/thread-shared-types.h): u32 __wrefs at 36, u32 __g_signals[2] at 40. Bit 0: shared
    // between processes; from bit 3 on: how many wait.
    private static bool IsCondition(ReadOnlySpan<byte> bytes, int at) =>
        (at >= 4 && CountsWaiters(Word(bytes, at - 4))) || (at >= 8 && CountsWaiters(Word(bytes, at - 8)));

    private static bool CountsWaiters(uint references) => (references & 7) == 1 && references >> 3 is > 0 and < MaxWaiters;

    private static uint Word(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadUInt32LittleEndian(bytes[at..]);
}
