using System.Collections.Immutable;
using ShmDashboard.Imaging.Layouts;
using ShmDashboard.Imaging.Layouts.BuiltIn;
using ShmDashboard.Imaging.Layouts.Documents;
using ShmDashboard.Imaging.Layouts.Finding;
using ShmDashboard.Imaging.Layouts.Objects;
using ShmDashboard.Imaging.Payloads;
using ShmDashboard.SharedMemory.Segments;

namespace ShmDashboard.Monitoring.Layouts;

/// <summary>
/// By which layout one segment's bytes are a picture: the user's before a built-in one before a guess, which holds for as long
/// as the segment keeps its size. One for each tracker; not thread-safe, but for guessing itself.
/// </summary>
internal sealed class SegmentLayout(LayoutLibrary library)
{
    /// <summary>Below this a guess is not worth the time.</summary>
    public const double LeastScore = 0.7;

    private const int MaxGuessedBytes = 64 << 20;
    private const int MaxFailures = 4;
    private static readonly TimeSpan s_betweenTries = TimeSpan.FromSeconds(1);

    private LayoutCandidate? _guess;
    private long _size;
    private bool _isProvisional;
    private int _failures;
    private DateTimeOffset _triedUtc;
    private int _seenVersion;
    private LayoutSubject? _seen;
    private SegmentFacts? _seenFacts;

    /// <summary>Whether what is known will stay: nothing is to be guessed, or guessed better, from the next copy.</summary>
    public bool IsSettled => _seenVersion == library.Version && !(_guess is not null && _isProvisional && _failures < MaxFailures);

    /// <summary>Whether layouts have changed since the segment was last described, or its name has become known.</summary>
    public bool IsOutdated(SegmentFacts segment)
    {
        if (_seenVersion != library.Version)
            return true;
        // Asked of thousands once a second, of which hardly one is not the very object of before.
        if (_seen is not { } seen || ReferenceEquals(segment, _seenFacts))
            return false;
        var subject = LayoutLibrary.SubjectOf(segment);
        if ((seen.Name, seen.Kind) != (subject.Name, subject.Kind))
            return true;
        _seenFacts = segment;
        return false;
    }

    /// <summary>Whether the whole segment has to be copied, since a picture may be anywhere in it.</summary>
    public bool WantsWhole(SegmentFacts segment, ReadOnlySpan<byte> head)
    {
        Follow(segment);
        return _guess is not null || (_failures < MaxFailures && segment.SizeBytes <= MaxGuessedBytes)
            || library.IsTried(segment.Id) || library.User.Length > 0 || BuiltInLayouts.Find(LayoutLibrary.SubjectOf(segment), head) is not null;
    }

    /// <summary>Whether there is more in the segment than the picture that these first bytes tell of.</summary>
    public bool HoldsMore(SegmentFacts segment, ReadOnlySpan<byte> head) => Claims(segment, head) || ManagedSegment.IsMatch(head, segment.SizeBytes);

    /// <summary>Whether these first bytes are a layout's, even if they look like writing.</summary>
    public bool Claims(SegmentFacts segment, ReadOnlySpan<byte> head) =>
        BuiltInLayouts.HasMagic(head) || library.UserFor(LayoutLibrary.SubjectOf(segment), head) is not null;

    /// <summary>What a copy is, given what it is without layouts.</summary>
    public PayloadDescription Describe(SegmentFacts segment, ReadOnlySpan<byte> copy, PayloadDescription plain)
    {
        Follow(segment);
        (_seenVersion, _seen, _seenFacts) = (library.Version, LayoutLibrary.SubjectOf(segment), segment);
        bool isUnknown = plain.Format == PayloadFormat.Bytes;
        var match = copy.Length == segment.SizeBytes && (isUnknown || Claims(segment, copy))
            ? library.Find(LayoutLibrary.SubjectOf(segment), copy) ?? (isUnknown ? Guessed(copy) : null) : null;
        return match?.Describe(copy.Length) ?? (isUnknown ? PayloadIdentifier.Search(copy, plain) : null) ?? plain;
    }

    /// <summary>Whether a copy is worth a guess now; if so, the next one will be later.</summary>
    public bool ShouldGuess(SegmentFacts segment, PayloadDescription payload, int copiedBytes, DateTimeOffset now)
    {
        bool isOpen = payload.Format == PayloadFormat.Bytes && _guess is null;
        bool mayBetter = payload.Layout?.Origin == LayoutOrigin.Guessed && _isProvisional;
        if (!(isOpen || mayBetter) || _failures >= MaxFailures || copiedBytes < segment.SizeBytes ||
            copiedBytes > MaxGuessedBytes || now - _triedUtc < s_betweenTries)
        {
            return false;
        }

        _triedUtc = now;
        return true;
    }

    /// <summary>Takes what the finder proposed for a copy.</summary>
    /// <returns>Whether there is another guess now than before.</returns>
    public bool Learn(ImmutableArray<LayoutCandidate> candidates, ReadOnlySpan<byte> copy)
    {
        if (copy.Length != _size)
            return false;
        var best = candidates.FirstOrDefault(candidate => candidate.Score >= LeastScore);
        // Its first picture may have been half there: the end of a segment that is zeros is looked at again.
        bool isHalf = copy.LastIndexOfAnyExcept((byte)0) < copy.Length * 0.95;
        if (best is null || isHalf)
            _failures++;
        bool isNew = best is not null && (_guess is null || (best.Layout != _guess.Layout && best.Score > _guess.Score));
        if (isNew)
            _guess = best;
        _isProvisional = isHalf;
        return isNew;
    }

    /// <summary>Another segment has come under the name.</summary>
    public void Reset() => _size = -1;

    private LayoutMatch? Guessed(ReadOnlySpan<byte> copy)
    {
        if (_guess is not { } guess || guess.Layout.Check(copy.Length) is not null)
            return null;
        var slots = guess.Slots > 1 ? new LayoutSlots { Count = guess.Slots, Bytes = guess.SlotBytes } : null;
        return new LayoutMatch
        {
            Pixels = guess.Layout,
            Origin = LayoutOrigin.Guessed,
            Document = LayoutDocument.Of(guess.Layout, slots),
            Reasons = guess.Reasons,
            Slots = guess.Slots,
        };
    }

    private void Follow(SegmentFacts segment)
    {
        if (segment.SizeBytes == _size)
            return;
        _size = segment.SizeBytes;
        _guess = null;
        _failures = 0;
        _triedUtc = default;
    }
}
