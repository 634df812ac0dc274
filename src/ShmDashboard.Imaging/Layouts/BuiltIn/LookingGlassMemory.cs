using System.Buffers.Binary;
using ShmDashboard.Imaging.Layouts.Documents;
using ShmDashboard.Imaging.Layouts.PixelFormats;

namespace ShmDashboard.Imaging.Layouts.BuiltIn;

/// <summary>
/// The memory between a guest's screen and Looking Glass: queues of LGMP, the newest of whose messages says where KVMFR's frame
/// header is, behind which a count of the bytes so far and the pixels lie. Sources: LGMP's lgmp/src/headers.h of versions 5 to 10,
/// Looking Glass' KVMFR.h of versions 19 to 34; that a frame's quarters of a turn are clockwise, its client's desktop_rects.c.
/// </summary>
internal static class LookingGlassMemory
{
    private const int Magic = 0x504D474C;
    private const int MostQueues = 5;
    private const int MostMessages = 4096;
    private const int FrameQueue = 2;
    private const int MessageBytes = 16;

    // Magic, number of queues, queues, bytes of one; identity, position and messages in it (messages' number follows the identity), user data.
    private static readonly Places[] s_known =
    [
        new(5, 5, 0, 24, 32, 1144, 0, 16, 20, 5756),
        new(6, 6, 0, 24, 32, 1144, 0, 16, 20, 5756),
        new(7, 8, 0, 12, 24, 1144, 0, 16, 20, 5748),
        new(9, 10, 8, 20, 64, 1600, 296, 0, 304, 8068),
        new(10, 10, 8064, 8076, 64, 1600, 296, 0, 304, 8084),
    ];

    /// <summary>Whether a segment begins as such a memory does.</summary>
    public static bool IsMatch(ReadOnlySpan<byte> head) => PlacesIn(head) is not null;

    /// <summary>The newest frame as a layout; null where it is none, or there has been no frame yet.</summary>
    public static LayoutDocument? Read(ReadOnlySpan<byte> copy)
    {
        if (PlacesIn(copy) is not { } places || copy.Length < places.UserData + 12 || !copy[places.UserData..].StartsWith("KVMFR---"u8))
            return null;
        long version = Number(copy, places.UserData + 8);
        return version is >= 19 and < 256 && FrameAt(copy, places) is > 0 and var frame ? Describe(copy, frame, version > 19) : null;
    }

    private static Places? PlacesIn(ReadOnlySpan<byte> head)
    {
        foreach (var places in s_known)
        {
            if (Number(head, places.Magic) == Magic && Number(head, places.Magic + 4) is var version && version >= places.Oldest && version <= places.Newest)
                return places;
        }

        return null;
    }

    // Messages stay where they were once they are read: the newest is the one before the next.
    private static long FrameAt(ReadOnlySpan<byte> copy, Places places)
    {
        long queues = Math.Min(Number(copy, places.QueueCount), MostQueues);
        for (long queue = places.Queues; queues > 0; queues--, queue += places.QueueBytes)
        {
            if (Number(copy, queue + places.Identity) != FrameQueue)
                continue;
            long messages = Number(copy, queue + places.Identity + 4), position = Number(copy, queue + places.Position);
            if (messages is < 1 or > MostMessages || position >= messages || position < 0)
                return -1;
            return Number(copy, Number(copy, queue + places.Messages) + ((position + messages - 1) % messages * MessageBytes) + 8);
        }

        return -1;
    }

    private static LayoutDocument? Describe(ReadOnlySpan<byte> copy, long frame, bool hasPackedSize)
    {
        // Version 20 put the size of the packed frame before that of the picture.
        int size = hasPackedSize ? 28 : 20;
        long width = Number(copy, frame + size), height = Number(copy, frame + size + 4);
        long pitch = Number(copy, frame + size + 16), offset = Number(copy, frame + size + 20);
        // A frame that is too large for the memory is cut off below.
        long rows = hasPackedSize ? Math.Min(height, Number(copy, frame + 24)) : height;
        // Alpha is whatever the guest's capture left there; the client shows none.
        string? format = (Number(copy, frame + 8), hasPackedSize) switch
        {
            (1, _) => "bgr0", (2, _) => "rgb0", (3, _) => "x2bgr10le", (4, _) => "rgbaf16le", (5, true) => "bgr24", (6, true) => "rgb24", _ => null,
        };
        if (format is null || width is < 1 or > int.MaxValue || rows is < 1 or > int.MaxValue || pitch < 1 || offset < size + 24)
            return null;
        long written = frame + offset;
        return new LayoutDocument
        {
            Name = "Looking Glass",
            Offset = written + 4,
            Width = (int)width,
            Height = (int)rows,
            StrideBytes = pitch,
            Format = RawFormats.Named(format),
            Rotation = Number(copy, frame + size + 8) is >= 0 and <= 3 and var quarters ? (int)quarters * 90 : 0,
            Header = new LayoutHeader
            {
                Counter = new HeaderField { Offset = frame + 4, Type = s_word },
                // It is told of before it is written, and the bytes that are there are counted.
                Ready = Number(copy, written) < rows * pitch ? new HeaderField { Offset = written, Type = s_word, EqualTo = rows * pitch } : null,
            },
        };
    }

    private static readonly FieldType s_word = new(SampleType.U32, BigEndian: false);

    private static long Number(ReadOnlySpan<byte> copy, long at) =>
        at >= 0 && at <= copy.Length - 4 ? BinaryPrimitives.ReadUInt32LittleEndian(copy[(int)at..]) : -1;

    private sealed record Places(
        int Oldest, int Newest, int Magic, int QueueCount, int Queues, int QueueBytes, int Identity, int Position, int Messages, int UserData);
}
