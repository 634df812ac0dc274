namespace ShmDashboard.Monitoring.Occupancy;

/// <summary>The newest so many of what was added. Grows only as far as it is used. Not thread-safe.</summary>
internal sealed class Ring<T>(int capacity)
{
    private const int InitialCapacity = 16;

    private T[] _items = [];
    private int _first;

    public int Count { get; private set; }

    /// <summary>How many were pushed out by newer ones.</summary>
    public long Dropped { get; private set; }

    /// <summary>By age: 0 is the oldest.</summary>
    public ref T this[int index]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfNegative(index);
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, Count);
            return ref _items[(_first + index) % _items.Length];
        }
    }

    public void Add(T item)
    {
        if (Count == _items.Length && Count < capacity)
            Grow();
        if (Count == capacity)
        {
            _items[_first] = item;
            _first = (_first + 1) % capacity;
            Dropped++;
            return;
        }

        _items[(_first + Count) % _items.Length] = item;
        Count++;
    }

    public void Clear()
    {
        _items = [];
        _first = 0;
        Count = 0;
        Dropped = 0;
    }

    private void Grow()
    {
        var larger = new T[Math.Clamp(Count * 2, Math.Min(InitialCapacity, capacity), capacity)];
        for (int i = 0; i < Count; i++)
            larger[i] = this[i];
        _items = larger;
        _first = 0;
    }
}
