using System.Buffers.Binary;
using ShmDashboard.Wording;

namespace ShmDashboard.SharedMemory.Locks;

/// <summary>
/// The bytes of a POSIX semaphore's file, as glibc has them on 64 bits. Pure.
/// Source: nptl/sem_open.c and internaltypes.h, <c>struct new_sem { uint64_t data; int private; int pad; }</c>.
/// </summary>
internal static class PosixSemaphoreFile
{
    /// <summary>How long the file is.</summary>
    public const int LengthBytes = 32;

    private const uint SharedFutex = 0x80;

    /// <summary>What the bytes say.</summary>
    /// <param name="bytes">The file.</param>
    /// <param name="qtLegacy">Whether it is Qt's own, which is 0 or 1 as long as it is sound.</param>
    public static LockReading Parse(ReadOnlySpan<byte> bytes, bool qtLegacy)
    {
        if (bytes.Length < 16)
        {
            return new LockReading
            {
                State = LockState.None,
                Kind = LockKind.PosixSemaphore,
                Problem = Sentence.Of($"Cannot read the POSIX semaphore: its file has {Amount.Bytes(bytes.Length)} where glibc's has " +
                    $"{LengthBytes}. It may be just being made; look again."),
            };
        }

        uint value = BinaryPrimitives.ReadUInt32LittleEndian(bytes);
        uint waiters = BinaryPrimitives.ReadUInt32LittleEndian(bytes[4..]);
        if (BinaryPrimitives.ReadUInt32LittleEndian(bytes[8..]) != SharedFutex)
        {
            return new LockReading
            {
                State = LockState.None,
                Kind = LockKind.PosixSemaphore,
                Problem = Sentence.Of($"Cannot read the POSIX semaphore: its third word is not 0x80 as in glibc's 64-bit layout. " +
                    $"It belongs to another C library or a 32-bit program; its state is unknown."),
            };
        }

        return new LockReading
        {
            State = value == 0 ? LockState.Held : value > 1 && qtLegacy ? LockState.Damaged : LockState.Free,
            Kind = LockKind.PosixSemaphore,
            Value = (int)Math.Min(value, int.MaxValue),
            WaiterCount = (int)Math.Min(waiters, int.MaxValue),
            Problem = value > 1 && qtLegacy ? LockProblems.Damaged((int)Math.Min(value, int.MaxValue)) : null,
        };
    }
}
