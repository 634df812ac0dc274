using System.Collections.Immutable;
using ShmDashboard.Imaging.Layouts;
using ShmDashboard.Imaging.Layouts.BuiltIn;
using ShmDashboard.Imaging.Layouts.Documents;
using ShmDashboard.Monitoring.Running;
using ShmDashboard.SharedMemory.Segments;
using ShmDashboard.Wording;

namespace ShmDashboard.Monitoring.Layouts;

/// <summary>
/// All layouts that segments are read by: the user's, kept in a file, then those that come with the program. Thread-safe.
/// </summary>
public sealed class LayoutLibrary
{
    private readonly Lock _gate = new();
    private readonly Lock _keeping = new();
    private readonly string? _path;
    private readonly Dictionary<SegmentId, int> _tried = [];
    private ImmutableArray<LayoutDocument> _user = [];
    private int _version;

    private LayoutLibrary(string? path) => _path = path;

    /// <summary>What the user has laid down, the newest first.</summary>
    public ImmutableArray<LayoutDocument> User
    {
        get
        {
            lock (_gate)
                return _user;
        }
    }

    /// <summary>All that can be named: the user's, then those that come with the program.</summary>
    public IEnumerable<KnownLayout> Known => User.Select(document => new KnownLayout(document.Match?.Name ?? document.Name ?? "*", document, LayoutOrigin.User))
        .Concat(BuiltInLayouts.Named.Select(known => new KnownLayout(known.Id, known.Document, LayoutOrigin.BuiltIn)));

    /// <summary>Grows with every change: whoever has read a segment by an older one reads it anew.</summary>
    public int Version => Volatile.Read(ref _version);

    /// <summary>Where the user's layouts are kept; null where they are not.</summary>
    public string? Path => _path;

    /// <summary>What is wrong with the file; null when nothing is. Then the user's layouts are none, and the file stays as it is.</summary>
    public Sentence? Problem { get; private set; }

    /// <summary>What layouts may know of a segment.</summary>
    public static LayoutSubject SubjectOf(SegmentFacts segment)
    {
        ArgumentNullException.ThrowIfNull(segment);
        string kind = segment.Id.Scheme == SegmentScheme.Qt ? SegmentWord.Of(SegmentScheme.Qt) : SegmentWord.Of(segment.Kind);
        return new LayoutSubject(kind, segment.Name.TrimStart('/'), segment.SizeBytes);
    }

    /// <summary>A library without a file.</summary>
    public static LayoutLibrary InMemory() => new(null);

    /// <summary>A library kept in a file, which need not exist yet. A bad file is told by <see cref="Problem"/>.</summary>
    public static LayoutLibrary Open(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var library = new LayoutLibrary(path);
        try
        {
            if (Directory.Exists(path))
                library.Problem = Sentence.Of($"Cannot read the layouts in '{path}': it is a directory. Give the name of a file.");
            if (!File.Exists(path))
                return library;
            library._user = [.. LayoutJson.ReadMany(File.ReadAllBytes(path), out var problem)];
            library.Problem = problem is null ? null : Sentence.Of($"Cannot read the layouts in '{path}': {problem} Correct the file and start again.");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            library.Problem = Sentence.Of($"Cannot read the layouts in '{path}': {error.Message}");
        }

        return library;
    }

    /// <summary>
    /// Lays down that segments of a name are read by a document, in place of what was laid down for that name. The file is written
    /// on another thread than the caller's.
    /// </summary>
    /// <param name="name">The name, which may be a pattern.</param>
    /// <param name="document">The layout; its own match is kept but for the name.</param>
    /// <returns>What went wrong with keeping it in the file, as one sentence; it counts none the less. Null when nothing did.</returns>
    public Task<Sentence?> SetAsync(string name, LayoutDocument document)
    {
        ArgumentNullException.ThrowIfNull(document);
        var named = document with { Match = (document.Match ?? new()) with { Name = name } };
        return ChangeAsync(user => user.RemoveAll(known => known.Match?.Name == name).Insert(0, named));
    }

    /// <summary>Takes over layouts that were exported, before the others and in place of those for the same names.</summary>
    /// <inheritdoc cref="SetAsync" path="/returns"/>
    public Task<Sentence?> AddAsync(IReadOnlyCollection<LayoutDocument> documents)
    {
        ArgumentNullException.ThrowIfNull(documents);
        var names = documents.Select(document => document.Match?.Name).ToHashSet();
        return ChangeAsync(user => user.RemoveAll(known => names.Contains(known.Match?.Name)).InsertRange(0, documents));
    }

    /// <summary>
    /// Somebody tries layouts on a segment: all of its bytes are wanted, even if they look like no picture, until the result is
    /// disposed.
    /// </summary>
    public IDisposable Try(SegmentId id)
    {
        lock (_gate)
        {
            _tried[id] = _tried.GetValueOrDefault(id) + 1;
            _version++;
        }

        return new Subscription(() => EndTrial(id));
    }

    /// <summary>Whether somebody tries layouts on a segment.</summary>
    public bool IsTried(SegmentId id)
    {
        lock (_gate)
            return _tried.ContainsKey(id);
    }

    /// <summary>Forgets what was laid down for a name.</summary>
    /// <inheritdoc cref="SetAsync" path="/returns"/>
    public Task<Sentence?> RemoveAsync(string? name) => ChangeAsync(user => user.RemoveAll(known => known.Match?.Name == name));

    /// <summary>The user's document for a segment, as far as name, size and bytes tell; null for none.</summary>
    public LayoutDocument? UserFor(LayoutSubject subject, ReadOnlySpan<byte> copy)
    {
        foreach (var document in User)
        {
            if (LayoutReader.IsFor(document, subject, copy))
                return document;
        }

        return null;
    }

    /// <summary>The picture by the user's or a built-in layout; null where there is none.</summary>
    public LayoutMatch? Find(LayoutSubject subject, ReadOnlySpan<byte> copy) =>
        UserFor(subject, copy) is { } document && LayoutMatch.Of(document, LayoutOrigin.User, copy) is { } match
            ? match
            : BuiltInLayouts.Find(subject, copy);

    private Task<Sentence?> ChangeAsync(Func<ImmutableArray<LayoutDocument>, ImmutableArray<LayoutDocument>> change)
    {
        if (_path is { } path)
            return Task.Run(() => ChangeAndKeep(path, change));
        Change(change);
        return Task.FromResult<Sentence?>(null);
    }

    // One after the other, so that the file has the last change; whoever asks for layouts meanwhile does not wait for the disk.
    private Sentence? ChangeAndKeep(string path, Func<ImmutableArray<LayoutDocument>, ImmutableArray<LayoutDocument>> change)
    {
        lock (_keeping)
        {
            var user = Change(change);
            if (Problem is not null)
                return Sentence.Of($"It is not kept beyond this run. {Problem}");
            try
            {
                Directory.CreateDirectory(System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(path))!);
                string fresh = path + ".new";
                File.WriteAllText(fresh, LayoutJson.Write(user) + "\n");
                File.Move(fresh, path, overwrite: true);
                return null;
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                return Sentence.Of($"Cannot keep the layouts in '{path}': {error.Message} They count until the dashboard ends.");
            }
        }
    }

    private ImmutableArray<LayoutDocument> Change(Func<ImmutableArray<LayoutDocument>, ImmutableArray<LayoutDocument>> change)
    {
        lock (_gate)
        {
            _user = change(_user);
            _version++;
            return _user;
        }
    }

    private void EndTrial(SegmentId id)
    {
        lock (_gate)
        {
            if (_tried.TryGetValue(id, out int trials) && trials > 1)
                _tried[id] = trials - 1;
            else
                _tried.Remove(id);
        }
    }
}
