using System.Collections.Immutable;

namespace ShmDashboard.SharedMemory.Qt;

/// <summary>
/// The Qt keys we have heard of. A key cannot be computed back from its file's name, but a key we know can be
/// recognised in it; and a key that consists of letters only stands in the name itself. Thread-safe.
/// </summary>
public sealed class QtKeyRing
{
    /// <summary>More keys than this are not kept: the one remembered longest ago is forgotten.</summary>
    public const int Capacity = 4096;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, string> _keyByHash = new(StringComparer.Ordinal);
    private readonly Queue<string> _order = new();
    private int _version;

    /// <summary>Every key remembered, in order of age.</summary>
    public ImmutableArray<string> Known
    {
        get
        {
            lock (_gate)
                return [.. _order.Select(hash => _keyByHash[hash])];
        }
    }

    /// <summary>Changes whenever a key was added.</summary>
    internal int Version => Volatile.Read(ref _version);

    /// <summary>Remembers a key that a person typed, a setting named or a program told. Empty keys are ignored.</summary>
    /// <returns>Whether it was new.</returns>
    public bool Remember(string key)
    {
        ArgumentNullException.ThrowIfNull(key);
        if (key.Length == 0)
            return false;

        string hash = QtNativeKey.Hash(key);
        lock (_gate)
        {
            if (!_keyByHash.TryAdd(hash, key))
                return false;

            _order.Enqueue(hash);
            if (_order.Count > Capacity)
                _keyByHash.Remove(_order.Dequeue());

            _version++;
            return true;
        }
    }

    /// <summary>The key behind a file name's letters and hash; null when it is none of those we know.</summary>
    /// <param name="letters">The readable part.</param>
    /// <param name="hash">40 digits of lower-case hex.</param>
    public string? Resolve(string letters, string hash)
    {
        ArgumentNullException.ThrowIfNull(letters);
        ArgumentNullException.ThrowIfNull(hash);
        lock (_gate)
        {
            if (_keyByHash.TryGetValue(hash, out string? known))
                return known;
        }

        return letters.Length > 0 && QtNativeKey.Hash(letters) == hash ? letters : null;
    }
}
