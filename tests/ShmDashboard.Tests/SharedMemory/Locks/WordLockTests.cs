using System.Buffers.Binary;
using ShmDashboard.SharedMemory.Locks;

namespace ShmDashboard.Tests.SharedMemory.Locks;

public sealed class WordLockTests
{
    [Theory]
    [InlineData(0x80, 2u, 4312, WordLockKind.Mutex)]
    [InlineData(0x81, 1u, 4312, WordLockKind.Mutex)]
    [InlineData(0x90, 0x8000_10d8u, 4312, WordLockKind.Mutex)]
    [InlineData(0xa0, 0x8000_10d8u, 4312, WordLockKind.Mutex)]
    [InlineData(0x00, 2u, 4312, WordLockKind.Other)]
    [InlineData(0x80, 3u, 4312, WordLockKind.Other)]
    [InlineData(0x80, 2u, -1, WordLockKind.Other)]
    public void Identify_FortyBytes_AreAMutexOrNot(int kind, uint word, int owner, WordLockKind expected)
    {
        byte[] bytes = new byte[48];
        Mutex(bytes.AsSpan(8), word, 0, owner, 1, kind);

        var found = WordLock.Identify(bytes, 8, 4096);

        Assert.Equal((expected, 4096L), (found.Kind, found.Offset));
        Assert.Equal(expected == WordLockKind.Mutex ? 4096 : 0, found.Mutex.Offset);
    }

    [Theory]
    [InlineData(0u, 3u, 0x80u, WordLockKind.Semaphore)]
    [InlineData(0u, 3u, 0u, WordLockKind.Other)]
    [InlineData(0u, 0xffff_ffffu, 0x80u, WordLockKind.Other)]
    [InlineData(0xffff_ffffu, 1u, 0x80u, WordLockKind.Other)]
    public void Identify_SixteenBytes_AreASemaphoreOrNot(uint value, uint waiters, uint shared, WordLockKind expected)
    {
        byte[] bytes = new byte[16];
        Words(bytes, value, waiters, shared);

        var found = WordLock.Identify(bytes, 0, 0);

        Assert.Equal((expected, expected == WordLockKind.Semaphore ? 3 : 0), (found.Kind, found.WaiterCount));
    }

    // Readers wait for a writer; a writer for another; a writer for readers; readers that let writers go first; a 32-bit program.
    [Theory]
    [InlineData(20, 8, 4312, 0, 3u + (1 << 3), 0u, 3u, 1u, 4312u, 1u)]
    [InlineData(24, 12, 4312, 0, 3u, 1u, 1u, 3u, 4312u, 1u)]
    [InlineData(20, 8, 0, 2, 2u + (2 << 3), 0u, 2u, 1u, 0u, 1u)]
    [InlineData(12, 0, 0, 1, 6u + (1 << 3), 1u, 0u, 1u, 0u, 1u)]
    [InlineData(20, 8, 4312, 0, 3u + (1 << 3), 0u, 3u, 1u, 0x0100u, 4312u)]
    public void Identify_WordOfAReadersWritersLock_IsThat(
        int at, int word, int writer, int reading, uint readers, uint writers, uint phase, uint turn, uint sixth, uint seventh)
    {
        byte[] bytes = new byte[60];
        Words(bytes.AsSpan(12), readers, writers, phase, turn, 0, 0, sixth, seventh);

        var found = WordLock.Identify(bytes, at, 8192);

        Assert.Equal((WordLockKind.ReadWrite, 8192L - word), (found.Kind, found.Offset));
        Assert.Equal((LockState.Held, writer, reading), (found.ReadWrite.State, found.ReadWrite.WriterThreadId, found.ReadWrite.ReaderCount));
    }

    [Theory]
    [InlineData(3u, 0u, 3u, 1u, 4312u, 2u)]     // not shared between processes
    [InlineData(0u, 0u, 3u, 1u, 4312u, 1u)]     // a writer, though nothing is locked
    [InlineData(3u, 0u, 4u, 1u, 4312u, 1u)]     // no such turn
    [InlineData(3u, 0u, 1u, 1u, 4312u, 1u)]     // nobody sleeps on it
    [InlineData(3u, 0u, 3u, 1u, 9_000_000u, 1u)] // no such thread can be
    public void Identify_NearlyAReadersWritersLock_IsNone(uint readers, uint writers, uint phase, uint turn, uint sixth, uint seventh)
    {
        byte[] bytes = new byte[60];
        Words(bytes.AsSpan(12), readers, writers, phase, turn, 0, 0, sixth, seventh);

        Assert.NotEqual(WordLockKind.ReadWrite, WordLock.Identify(bytes, 20, 8192).Kind);
    }

    // Two wait in the first, in the second group; private; nobody waits.
    [Theory]
    [InlineData(4, 0x11u, WordLockKind.Condition)]
    [InlineData(0, 0x11u, WordLockKind.Condition)]
    [InlineData(4, 0x10u, WordLockKind.Other)]
    [InlineData(4, 0x01u, WordLockKind.Other)]
    public void Identify_WordBehindACountOfWaiters_IsAConditionVariable(int at, uint references, WordLockKind expected)
    {
        byte[] bytes = new byte[48];
        Words(bytes.AsSpan(at), references);

        Assert.Equal(expected, WordLock.Identify(bytes, 8, 40).Kind);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(3, 0)]
    [InlineData(11, 8)]
    [InlineData(8, 8)]
    [InlineData(0, -1)]
    public void Identify_CutBytes_AreNothing(int length, int at) =>
        Assert.Equal(WordLockKind.Other, WordLock.Identify(new byte[length], at, 0).Kind);

    [Theory]
    [InlineData(1u, 0, 4312, 1, 0x80, true)]
    [InlineData(2u, 0, 4312, 1, 0x80, true)]
    [InlineData(1u, 2, 4312, 1, 0x81, true)]
    [InlineData(4312u, 1, 4312, 1, 0x90, true)]
    [InlineData(4312u, 1, 4312, 1, 0xa0, true)]
    [InlineData(0x4000_0000u, 1, 4312, 1, 0x90, true)] // its holder died
    [InlineData(0xc000_0000u, 1, 4312, 1, 0x90, true)] // and somebody waits
    [InlineData(0x4000_0000u, 1, 4312, 1, 0xa0, false)] // not robust: nobody would have marked it
    [InlineData(4312u, 0, 4312, 1, 0x90, false)] // does not count, though robust
    [InlineData(0u, 0, 0, 0, 0x80, false)]      // free: looks like anything
    [InlineData(1u, 1, 4312, 1, 0x80, false)]   // counts, though not recursive
    [InlineData(1u, 0, 4312, 1, 0x81, false)]   // does not count, though recursive
    [InlineData(1u, 0, 4312, 7, 0x80, false)]   // seven users
    [InlineData(1u, 0, 0, 1, 0x80, false)]      // nobody's
    [InlineData(1u, 0, 9_000_000, 1, 0x80, false)] // no such number can be
    [InlineData(4312u, 1, 4311, 1, 0x90, false)] // two owners
    public void FindHeld_FiveWords_HaveToAgree(uint word, int count, int owner, int users, int kind, bool found)
    {
        byte[] bytes = new byte[4096];
        Mutex(bytes.AsSpan(1000), word, count, owner, users, kind);

        Assert.Equal(found ? [1000L] : [], ProcessMutex.FindHeld(bytes).Select(mutex => mutex.Offset));
    }

    [Fact]
    public void FindHeld_NoiseAndRamps_AreNoMutexes()
    {
        byte[] bytes = new byte[4096];
        var random = new Random(7);
        for (int round = 0; round < 500; round++)
        {
            random.NextBytes(bytes);
            Assert.Empty(ProcessMutex.FindHeld(bytes));
        }

        for (int at = 0; at < bytes.Length; at += 4)
            BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(at), at / 8);
        Assert.Empty(ProcessMutex.FindHeld(bytes));
        Assert.Empty(ProcessMutex.FindHeld(bytes.AsSpan(0, 39)));
    }

    private static void Mutex(Span<byte> into, uint word, int count, int owner, int users, int kind) =>
        Words(into, word, (uint)count, (uint)owner, (uint)users, (uint)kind);

    private static void Words(Span<byte> into, params uint[] words)
    {
        for (int i = 0; i < words.Length; i++)
            BinaryPrimitives.WriteUInt32LittleEndian(into[(4 * i)..], words[i]);
    }
}
