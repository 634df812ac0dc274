using System.Buffers.Binary;
using ShmDashboard.Display.Programs;

namespace ShmDashboard.Display.Baselines;

/// <summary>The producer's segment, told of each write by the producer's own notes: nothing is spent on noticing.</summary>
internal sealed class SegmentSource(Producer producer)
{
    private static readonly TimeSpan s_look = TimeSpan.FromMilliseconds(1);

    /// <summary>Bytes of the largest picture.</summary>
    public int PayloadBytes => producer.PayloadBytes;

    /// <summary>How often was written.</summary>
    public long Written => producer.Writes;

    /// <summary>Waits for a write after <paramref name="last"/>, and copies what is there then.</summary>
    public async Task<(long Written, ReadOnlyMemory<byte> Bytes)> NextAsync(long last, byte[] buffer, CancellationToken cancellationToken)
    {
        long written;
        while ((written = producer.Writes) == last)
            await Task.Delay(s_look, TimeProvider.System, cancellationToken);
        using var segment = File.OpenHandle("/dev/shm/" + producer.Name);
        int length = Math.Min(buffer.Length, RandomAccess.Read(segment, buffer, 0));
        return (written, buffer.AsMemory(0, length));
    }

    /// <summary>Four bytes of length before a frame.</summary>
    public static byte[] LengthOf(ReadOnlyMemory<byte> bytes)
    {
        byte[] head = new byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(head, bytes.Length);
        return head;
    }
}
