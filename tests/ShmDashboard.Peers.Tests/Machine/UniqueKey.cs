using System.Security.Cryptography;
using System.Text;

namespace ShmDashboard.Peers.Tests.Machine;

/// <summary>
/// A Qt key that nobody else uses, and where Qt puts what belongs to it. Knows what is left of it, and removes exactly that.
/// </summary>
internal sealed class UniqueKey
{
    private bool _mayLeaveThings;

    private UniqueKey(string text)
    {
        Text = text;
        // QSharedMemoryPrivate::makePlatformSafeKey, all versions: the letters, then SHA-1 of the key in UTF-8.
        string letters = new([.. Text.Where(char.IsAsciiLetter)]);
        string core = letters + Convert.ToHexStringLower(SHA1.HashData(Encoding.UTF8.GetBytes(Text)));
        SegmentFile = Path.Combine(Path.GetTempPath(), "qipc_sharedmemory_" + core);
        LockFile = Path.Combine(Path.GetTempPath(), "qipc_systemsem_" + core);
    }

    /// <summary>A key that was never used.</summary>
    /// <param name="beginning">For keys that have to look a certain way.</param>
    public static UniqueKey Beginning(string beginning) => new($"{beginning} {Guid.NewGuid():N}");

    /// <summary>A key that a program insists on. Whoever uses it makes sure that nobody else does.</summary>
    public static UniqueKey Exactly(string text) => new(text);

    /// <summary>The key as programs give it.</summary>
    public string Text { get; }

    /// <summary>The dashboard's id of its segment.</summary>
    public string Id => "qt:" + Text;

    public string SegmentFile { get; }

    public string LockFile { get; }

    /// <summary>The segment as the kernel lists it; null when there is none.</summary>
    public KernelObjects.Segment? Segment => KernelObjects.QtKeyOf(SegmentFile) is { } key
        ? KernelObjects.Segments().Where(segment => segment.Key == key).Select(segment => (KernelObjects.Segment?)segment).FirstOrDefault()
        : null;

    /// <summary>The lock as the kernel lists it; null when there is none.</summary>
    public KernelObjects.SemaphoreSet? Lock => KernelObjects.QtKeyOf(LockFile) is { } key
        ? KernelObjects.SemaphoreSets().Where(set => set.Key == key).Select(set => (KernelObjects.SemaphoreSet?)set).FirstOrDefault()
        : null;

    /// <summary>This test makes a process crash, so Qt leaves things behind by design.</summary>
    public void AllowLeftovers() => _mayLeaveThings = true;

    /// <summary>What exists of it, in words; empty when nothing does.</summary>
    public IReadOnlyList<string> Leftovers()
    {
        var found = new List<string>();
        if (Segment is { } segment)
            found.Add($"segment {segment.Id} with {segment.AttachCount} attached");
        if (Lock is { } set)
            found.Add($"semaphore set {set.Id}");
        if (File.Exists(SegmentFile))
            found.Add(SegmentFile);
        if (File.Exists(LockFile))
            found.Add(LockFile);
        return found;
    }

    /// <summary>Removes whatever is left; fails if there was anything that should not have been.</summary>
    public void Clean()
    {
        var leftovers = Leftovers();
        if (Segment is { } segment)
            KernelObjects.RemoveSegment(segment.Id);
        if (Lock is { } set)
            KernelObjects.RemoveSemaphoreSet(set.Id);
        File.Delete(SegmentFile);
        File.Delete(LockFile);
        if (!_mayLeaveThings)
            Assert.True(leftovers.Count == 0, $"After everybody had left '{Text}' there was still: {string.Join(", ", leftovers)}");
    }

    public override string ToString() => Text;
}
