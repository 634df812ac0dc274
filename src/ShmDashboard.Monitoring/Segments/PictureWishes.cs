using System.Collections.Immutable;
using ShmDashboard.Monitoring.Frames;

namespace ShmDashboard.Monitoring.Segments;

/// <summary>Who shows a segment's pictures, and how. Thread-safe.</summary>
internal sealed class PictureWishes
{
    private readonly Lock _gate = new();
    private readonly Dictionary<object, PictureWish?> _wishes = [];
    private ImmutableArray<PictureWish> _all = [];

    /// <summary>All of them, each once; empty where nobody shows any, or somebody needs the bytes themselves.</summary>
    public ImmutableArray<PictureWish> All
    {
        get
        {
            lock (_gate)
                return _all;
        }
    }

    /// <summary>Somebody wishes for something else than before.</summary>
    /// <param name="owner">Who.</param>
    /// <param name="wish">How it is shown; null where the bytes are needed.</param>
    public void Set(object owner, PictureWish? wish)
    {
        lock (_gate)
        {
            if (_wishes.TryGetValue(owner, out var before) && before == wish)
                return;
            _wishes[owner] = wish;
            Gather_NeedsLock();
        }
    }

    /// <summary>Somebody has gone.</summary>
    public void Remove(object owner)
    {
        lock (_gate)
        {
            if (_wishes.Remove(owner))
                Gather_NeedsLock();
        }
    }

    private void Gather_NeedsLock() =>
        _all = _wishes.ContainsValue(null) ? [] : [.. _wishes.Values.Select(wish => wish!.Value).Distinct()];
}
