namespace ShmDashboard.Monitoring.Frames;

/// <summary>
/// Memory of a watched segment's large frames, used again: fresh memory costs more than the copy that is made into it, since
/// the kernel clears it page by page. Keeps nothing while nobody watches. Thread-safe.
/// </summary>
internal sealed class LargeBuffers
{
    private const int Most = 2;

    private readonly Lock _gate = new();
    private readonly byte[]?[] _spare = new byte[Most][];
    private byte[] _band = [];
    private bool _isKeeping;

    /// <summary>An array that was given back, at least so long and not twice as long; null when there is none.</summary>
    public byte[]? Take(int minimumBytes)
    {
        lock (_gate)
        {
            for (int i = 0; i < Most; i++)
            {
                if (_spare[i] is { } array && array.Length >= minimumBytes && array.Length / 2 < minimumBytes)
                {
                    _spare[i] = null;
                    return array;
                }
            }

            return null;
        }
    }

    /// <summary>
    /// Room for the pieces in which a content is read through, the same for each look: it is in the processor's cache still. For one
    /// look at a time.
    /// </summary>
    public byte[] Band(int minimumBytes)
    {
        lock (_gate)
        {
            if (_band.Length >= minimumBytes)
                return _band;
            byte[] band = GC.AllocateUninitializedArray<byte>(minimumBytes);
            if (_isKeeping)
                _band = band;
            return band;
        }
    }

    /// <summary>Keeps an array for the next frame, instead of an older one.</summary>
    public void GiveBack(byte[] array)
    {
        lock (_gate)
        {
            if (!_isKeeping)
                return;
            Array.Copy(_spare, 0, _spare, 1, Most - 1);
            _spare[0] = array;
        }
    }

    /// <summary>Somebody watches.</summary>
    public void Keep()
    {
        lock (_gate)
            _isKeeping = true;
    }

    /// <summary>Nobody watches any more.</summary>
    public void LetGo()
    {
        lock (_gate)
        {
            _isKeeping = false;
            Array.Clear(_spare);
            _band = [];
        }
    }
}
