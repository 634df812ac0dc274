using System.Buffers;

namespace ShmDashboard.Monitoring.Frames;

/// <summary>
/// Memory of one frame, pooled unless it is large, shared by counting: the tracker holds it while it is the newest, each
/// HTTP response while it is being sent. It is given back with the last of them. Thread-safe.
/// </summary>
internal sealed class FrameBuffer
{
    // The pool keeps what it got, in each thread and each core, rounded up to a power of two: gigabytes, of large pictures.
    private const int MaxPooledBytes = 4 << 20;

    private readonly LargeBuffers? _large;
    private byte[]? _array;
    private int _owners = 1;

    private FrameBuffer(byte[] array, LargeBuffers? large)
    {
        _array = array;
        _large = large;
    }

    /// <summary>Bytes in use; the array may be longer.</summary>
    public int Length { get; set; }

    public Span<byte> Writable => _array!;

    public Memory<byte> WritableMemory => _array!;

    public ReadOnlyMemory<byte> Bytes => _array.AsMemory(0, Length);

    /// <summary>A buffer with one owner: the caller.</summary>
    /// <param name="minimumBytes">At least so long.</param>
    /// <param name="large">Where large ones come from and go to; null: they are made and left to the garbage collector.</param>
    public static FrameBuffer Rent(int minimumBytes, LargeBuffers? large = null) => minimumBytes > MaxPooledBytes
        ? new(large?.Take(minimumBytes) ?? GC.AllocateUninitializedArray<byte>(minimumBytes), large)
        : new(ArrayPool<byte>.Shared.Rent(Math.Max(minimumBytes, 1)), null);

    /// <summary>Takes a share; false when the last owner has let go already.</summary>
    public bool TryShare()
    {
        int owners = Volatile.Read(ref _owners);
        while (owners > 0)
        {
            int seen = Interlocked.CompareExchange(ref _owners, owners + 1, owners);
            if (seen == owners)
                return true;
            owners = seen;
        }

        return false;
    }

    /// <summary>Gives a share back.</summary>
    public void Release()
    {
        if (Interlocked.Decrement(ref _owners) > 0 || Interlocked.Exchange(ref _array, null) is not { } array)
            return;
        if (array.Length <= MaxPooledBytes)
            ArrayPool<byte>.Shared.Return(array);
        else
            _large?.GiveBack(array);
    }
}
