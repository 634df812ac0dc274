using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;

namespace ShmDashboard.Web.Streaming;

/// <summary>The streams of the pages that are open, by the names that their pages gave them. Thread-safe.</summary>
internal sealed class OpenStreams
{
    /// <summary>Letters of a name at the most.</summary>
    public const int MaxNameLength = 64;

    private readonly ConcurrentDictionary<string, FrameStream> _byName = new(StringComparer.Ordinal);

    /// <summary>Makes a stream known; without a name, or under one that is taken, it stays unknown.</summary>
    public void Add(string? name, FrameStream stream)
    {
        if (name is { Length: > 0 and <= MaxNameLength })
            _byName.TryAdd(name, stream);
    }

    /// <summary>It has ended.</summary>
    public void Remove(string? name, FrameStream stream) =>
        _byName.TryRemove(KeyValuePair.Create(name ?? "", stream));

    /// <summary>Finds one.</summary>
    public bool TryFind(string? name, [NotNullWhen(true)] out FrameStream? stream) => _byName.TryGetValue(name ?? "", out stream);
}
