using System.Collections.Immutable;
using ShmDashboard.SharedMemory.Qt;
using ShmDashboard.SharedMemory.Segments;

namespace ShmDashboard.SharedMemory.SystemV;

/// <summary>
/// Segments under one Qt key, each with its key file in another directory. Only the one that a program started like us would be
/// given is called by the key; the others keep their numbers. Not thread-safe: its owner's lock guards it.
/// </summary>
internal sealed class Namesakes
{
    private readonly Dictionary<string, int> _first = new(StringComparer.Ordinal);
    private readonly Dictionary<int, (SegmentFacts Before, SegmentFacts After)> _told = [];

    /// <summary>Tells namesakes apart. What did not change comes back as the same object.</summary>
    internal void TellApart(ImmutableArray<SegmentFacts>.Builder segments)
    {
        _first.Clear();
        HashSet<string>? shared = null;
        for (int i = 0; i < segments.Count; i++)
        {
            if (KeyOf(segments[i]) is { } key && !_first.TryAdd(key, i))
                (shared ??= new HashSet<string>(StringComparer.Ordinal)).Add(key);
        }

        if (shared is null)
        {
            _told.Clear();
            return;
        }

        foreach (string key in shared)
        {
            int[] places = [.. Enumerable.Range(_first[key], segments.Count - _first[key])
                .Where(i => KeyOf(segments[i]) == key).OrderBy(i => segments[i].Qt!.Place)];
            ImmutableArray<SegmentId> ids =
                [.. places.Select((place, rank) => rank == 0 ? segments[place].Id : SegmentId.SystemV(segments[place].SystemV!.ShmId))];
            for (int rank = 0; rank < places.Length; rank++)
                segments[places[rank]] = Told(segments[places[rank]], ids[rank], ids.RemoveAt(rank));
        }
    }

    private static string? KeyOf(SegmentFacts facts) => facts is { SystemV: not null, Id.Scheme: SegmentScheme.Qt } ? facts.Qt?.Key : null;

    private SegmentFacts Told(SegmentFacts before, SegmentId id, ImmutableArray<SegmentId> others)
    {
        int shmId = before.SystemV!.ShmId;
        if (_told.TryGetValue(shmId, out var known) &&
            ReferenceEquals(known.Before, before) && known.After.Id == id && known.After.Qt!.Namesakes.SequenceEqual(others))
        {
            return known.After;
        }

        var after = before with
        {
            Id = id,
            Aliases = before.Aliases.Remove(id),
            Qt = before.Qt! with { Namesakes = others },
        };
        _told[shmId] = (before, after);
        return after;
    }
}
