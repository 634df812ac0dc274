using System.Collections.Immutable;
using ShmDashboard.SharedMemory.Processes;
using ShmDashboard.SharedMemory.Segments;

namespace ShmDashboard.Monitoring.Sweeping;

/// <summary>
/// The newest scan of who has what mapped. Scanning means to read every process's mappings, and so it is done when the segments'
/// own numbers hint at a change, and now and then. <see cref="Current"/> is thread-safe, the rest is one sweep's at a time.
/// </summary>
/// <param name="catalog">Scans.</param>
/// <param name="interval">Shortest time between two scans.</param>
/// <param name="maxAge">Scanned again after this long even if nothing hints at a change.</param>
/// <param name="time">The clock.</param>
internal sealed class AttachmentScans(SegmentCatalog catalog, TimeSpan interval, TimeSpan maxAge, TimeProvider time)
{
    private AttachmentMap _current = AttachmentMap.Empty;
    private ImmutableArray<SegmentFacts> _followed;
    private long _followedFingerprint;
    private long _fingerprint;
    private bool _openFilesKnown;

    /// <summary>The newest.</summary>
    public AttachmentMap Current => Volatile.Read(ref _current);

    /// <summary>Who asks for memory without a name shall not wait for the next hint.</summary>
    /// <param name="openFiles">Whether open files are asked for, besides what is mapped.</param>
    public void Include(bool openFiles)
    {
        if (openFiles && !_openFilesKnown)
            Scan(openFiles);
        _openFilesKnown = openFiles;
    }

    /// <summary>Scans if something hints at a change, or the last scan is old.</summary>
    /// <param name="segments">All there are now.</param>
    /// <param name="openFiles">Whether open files are asked for, besides what is mapped.</param>
    public void Follow(ImmutableArray<SegmentFacts> segments, bool openFiles)
    {
        // What did not change at all comes back as the same array.
        if (segments != _followed)
            (_followed, _followedFingerprint) = (segments, FingerprintOf(segments));
        long seen = _followedFingerprint;
        var age = time.GetUtcNow() - Current.ScannedUtc;
        bool changed = seen != _fingerprint && age >= interval;
        if (!changed && age < maxAge)
            return;
        Scan(openFiles);
        _fingerprint = seen;
    }

    private static long FingerprintOf(ImmutableArray<SegmentFacts> segments)
    {
        var fingerprint = default(HashCode);
        foreach (var facts in segments)
        {
            fingerprint.Add(facts.Identity);
            fingerprint.Add(facts.AttachCount);
            fingerprint.Add(facts.ModifiedUtc);
        }

        return fingerprint.ToHashCode();
    }

    private void Scan(bool openFiles) => Volatile.Write(ref _current, catalog.ScanAttachments(openFiles));
}
