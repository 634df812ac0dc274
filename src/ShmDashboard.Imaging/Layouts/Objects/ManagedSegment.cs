using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Numerics;
using System.Text;

namespace ShmDashboard.Imaging.Layouts.Objects;

/// <summary>
/// A managed segment of boost::interprocess with the default algorithm and index, as 64-bit programs on Linux have it: a state, the
/// allocator's mutex and sizes, the segment manager's mutex, and two red-black trees of intrusive nodes, one of objects by name and
/// one of those that are the only ones of their type. Pointers are distances from where they are. Sources: Boost 1.74's
/// rbtree_best_fit.hpp, segment_manager.hpp, detail/segment_manager_helper.hpp and intrusive's compact rbtree_node, and the bytes of a
/// program built with it. How large a vector's elements are is worked out of the room that was allocated for them: it is nowhere told.
/// </summary>
public static class ManagedSegment
{
    /// <summary>Most objects that are told of.</summary>
    public const int MostObjects = 256;

    private const int MostVisits = 4096;
    private const int Manager = 16;
    private const int AllocatorMutexKind = 0x20;
    private const int AllocatorSize = 0x68;
    private const int ManagerMutexKind = 0x80;
    private const int ByName = 0x98;
    private const int ByType = 0xB8;
    private const int End = 0xD8;
    private const int NodeBytes = 24;
    private const int BlockBytes = 16;
    private const int LongestName = 1024;
    private const int VectorBytes = 32;

    /// <summary>Whether a segment of that size begins as such a one does.</summary>
    public static bool IsMatch(ReadOnlySpan<byte> head, long sizeBytes) => head.Length > End && (uint)Number(head, 0) == 2
        && (uint)Number(head, AllocatorMutexKind) == 0x80 && (uint)Number(head, ManagerMutexKind) == 0x81 && Number(head, AllocatorSize) == sizeBytes - Manager;

    /// <summary>The objects, in the order in which they lie; none where it is no such segment.</summary>
    /// <param name="copy">The bytes of the whole segment.</param>
    public static ImmutableArray<NamedObject> Find(ReadOnlySpan<byte> copy)
    {
        if (!IsMatch(copy, copy.Length))
            return [];
        var found = new List<NamedObject>();
        Walk(copy, ByName, 1, found);
        Walk(copy, ByType, 2, found);
        return [.. found.OrderBy(named => named.Offset).Take(MostObjects)];
    }

    // A node is believed where it points back to the one it was reached from, so that there is no way around in a circle.
    private static void Walk(ReadOnlySpan<byte> copy, int index, int kind, List<NamedObject> found)
    {
        long count = Math.Min(Number(copy, index), MostVisits);
        var ahead = new Stack<(long Node, long Parent)>();
        ahead.Push((Pointed(copy, index + 8), index + 8));
        for (long visits = 0; visits < count && ahead.TryPop(out var next);)
        {
            if (next.Node < End || next.Node > copy.Length - NodeBytes - BlockBytes || (next.Node & 7) != 0 || Pointed(copy, next.Node) != next.Parent)
                continue;
            visits++;
            if (Describe(copy, next.Node + NodeBytes, kind) is { } described)
                found.Add(described);
            ahead.Push((Pointed(copy, next.Node + 16), next.Node));
            ahead.Push((Pointed(copy, next.Node + 8), next.Node));
        }
    }

    private static NamedObject? Describe(ReadOnlySpan<byte> copy, long block, int kind)
    {
        long bytes = Number(copy, block);
        int nameBytes = BinaryPrimitives.ReadUInt16LittleEndian(copy[(int)(block + 8)..]), alignment = copy[(int)block + 10], told = copy[(int)block + 11];
        // The upper three bits are how it was made, the others the size of the name's characters.
        if (told != ((kind << 5) | 1) || bytes < 1 || !BitOperations.IsPow2(alignment) || nameBytes is < 1 or > LongestName)
            return null;
        long offset = block + Math.Max(BlockBytes, alignment);
        if (bytes > copy.Length - offset || offset + bytes > copy.Length - nameBytes - 1)
            return null;
        var name = copy.Slice((int)(offset + bytes), nameBytes);
        if (copy[(int)(offset + bytes) + nameBytes] != 0 || name.ContainsAnyInRange((byte)0, (byte)31))
            return null;
        var (content, length) = ElementsOf(copy, offset, bytes) ?? (offset, bytes);
        return new NamedObject(Encoding.UTF8.GetString(name), offset, bytes, content, length);
    }

    // A vector is its allocator, which points to the segment manager, its elements, their number, and how many there is room for.
    private static (long Offset, long Length)? ElementsOf(ReadOnlySpan<byte> copy, long offset, long bytes)
    {
        if (bytes != VectorBytes || (offset & 7) != 0 || Pointed(copy, offset) != Manager)
            return null;
        long data = Pointed(copy, offset + 8), count = Number(copy, offset + 16), capacity = Number(copy, offset + 24);
        if (data < End || data > copy.Length || count < 1 || count > capacity)
            return null;
        // In front of what was allocated is how many units of 16 bytes that is, 8 of which are the next one's.
        long room = ((Number(copy, data - 8) & (long.MaxValue >> 1)) << 4) - 8;
        long length = (long)Int128.Min((Int128)count * Math.Max(1, room / capacity), long.MaxValue);
        return room >= 8 && room <= copy.Length - data && length <= room ? (data, length) : null;
    }

    /// <summary>Where a pointer points; -1 for nowhere. Its two lowest bits are a node's colour, or that it is null.</summary>
    private static long Pointed(ReadOnlySpan<byte> copy, long at)
    {
        long distance = Number(copy, at);
        if (distance is -1 || (distance & 1) == 1)
            return -1;
        var target = (Int128)at + (distance & ~3L);
        return target >= 0 && target < copy.Length ? (long)target : -1;
    }

    private static long Number(ReadOnlySpan<byte> copy, long at) =>
        at >= 0 && at <= copy.Length - 8 ? BinaryPrimitives.ReadInt64LittleEndian(copy[(int)at..]) : -1;
}
