using System.Buffers.Binary;

namespace ShmDashboard.SharedMemory.Locks;

/// <summary>
/// A process-shared <c>pthread_rwlock_t</c> as its bytes say (glibc, struct __pthread_rwlock_arch_t in bits/struct_rwlock.h; its
/// words in nptl/pthread_rwlock_common.c): u32 readers at 0, u32 writers at 4, the two words that are waited on at 8 (for the
/// phase) and 12 (for writers), two of padding, and the thread that writes: in 64-bit programs at 24, with the mark "shared" at
/// 28; in 32-bit ones at 28, with the mark at 25. Readers are counted and not named.
/// </summary>
/// <param name="Offset">Where in the segment it begins.</param>
/// <param name="State">Free or held.</param>
/// <param name="WriterThreadId">The thread that writes; 0 when none does, or in the instant of taking.</param>
/// <param name="ReaderCount">How many read; 0 while one writes.</param>
public readonly record struct ReadWriteLock(long Offset, LockState State, int WriterThreadId, int ReaderCount)
{
    /// <summary>Size of what is looked at.</summary>
    public const int SizeBytes = 32;

    /// <summary>Size of the whole structure in a 64-bit program.</summary>
    internal const int WholeBytes = 56;

    /// <summary>The words on which somebody may wait, from its beginning: readers that let writers go first, the phase, the other writers.</summary>
    internal static ReadOnlySpan<int> WaitedWords => [0, PhaseWord, WritersWord];

    private const int PhaseWord = 8;
    private const int WritersWord = 12;
    private const int PaddingWord = 16;
    private const int MaxThreadId = 1 << 22; // PID_MAX_LIMIT, linux/threads.h
    private const uint MaxCount = 1 << 20;
    private const uint ProcessShared = 1;

    // Of the readers' word.
    private const uint WritePhase = 1;
    private const uint WriteLocked = 2;
    private const uint ReadersWait = 4;
    private const int ReaderShift = 3;

    // Of the writers' word.
    private const uint HandedOver = 0x8000_0000;

    // Of the two words that are waited on: 1 while it is not one's turn, and whether somebody sleeps.
    private const uint Used = 2;
    private const uint MaxTurn = 1 | Used;

    /// <summary>
    /// The lock in which somebody waits on a word: that says of itself that somebody does, so that hardly anything else is taken
    /// for one.
    /// </summary>
    /// <param name="bytes">The bytes around the word.</param>
    /// <param name="at">Where among them the word is.</param>
    /// <param name="offset">Where in the segment it is.</param>
    /// <param name="found">The lock.</param>
    internal static bool TryFindAround(ReadOnlySpan<byte> bytes, int at, long offset, out ReadWriteLock found)
    {
        foreach (int word in WaitedWords)
        {
            if (TryParse(bytes, at - word, out found) && (Word(bytes, at) & (word == 0 ? ReadersWait : Used)) != 0)
            {
                found = found with { Offset = offset - word };
                return true;
            }
        }

        found = default;
        return false;
    }

    /// <summary>Whether a place is one on which somebody may wait who waits for the lock that begins at another.</summary>
    public static bool IsWaitedOn(long begin, long place) => place - begin is 0 or PhaseWord or WritersWord;

    /// <summary>Reads a lock at an offset; false when the bytes there cannot be one.</summary>
    public static bool TryParse(ReadOnlySpan<byte> bytes, int offset, out ReadWriteLock found)
    {
        found = default;
        if (offset < 0 || bytes.Length - offset < SizeBytes)
            return false;

        var at = bytes.Slice(offset, SizeBytes);
        uint readers = Word(at, 0);
        uint count = readers >> ReaderShift;
        if (count >= MaxCount || (Word(at, 4) & ~HandedOver) >= MaxCount || Word(at, PhaseWord) > MaxTurn ||
            Word(at, WritersWord) > MaxTurn || Word(at, PaddingWord) != 0 || Word(at, PaddingWord + 4) != 0 ||
            !TryReadWriter(at, out int writer))
        {
            return false;
        }

        bool writes = (readers & (WritePhase | WriteLocked)) == (WritePhase | WriteLocked);
        bool reads = (readers & WritePhase) == 0 && count > 0;
        found = new ReadWriteLock(
            offset, writes || reads ? LockState.Held : LockState.Free, writes ? writer : 0, reads ? (int)count : 0);
        return writer == 0 || writes;
    }

    private static bool TryReadWriter(ReadOnlySpan<byte> at, out int writer)
    {
        bool wide = Word(at, 28) == ProcessShared;
        writer = BinaryPrimitives.ReadInt32LittleEndian(at[(wide ? 24 : 28)..]);
        // Flags, which tell who goes first, then the mark, then a hint for processors that can do without the lock.
        bool narrow = at[24] <= 2 && at[25] == ProcessShared && at[27] == 0;
        return (wide || narrow) && writer is >= 0 and <= MaxThreadId;
    }

    private static uint Word(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadUInt32LittleEndian(bytes[at..]);
}
