using System.Collections.Immutable;

namespace ShmDashboard.SharedMemory.Segments;

/// <summary>Where a <see cref="SegmentCatalog"/> looks. Immutable.</summary>
public sealed record CatalogOptions
{
    /// <summary>Where POSIX segments are files; <c>/dev/shm</c> with glibc and musl. Absolute.</summary>
    public string PosixDirectory { get; init; } = PosixFiles.Directory;

    /// <summary>
    /// Absolute directories to search for Qt's key files besides the usual ones: for programs started with another
    /// <c>$TMPDIR</c>. Default: none.
    /// </summary>
    public ImmutableArray<string> KeyFileDirectories { get; init; } = [];

    /// <summary>
    /// Absolute directories in which any empty file may be a key file (Qt 6.6), where the usual ones are not searched.
    /// Default: none.
    /// </summary>
    public ImmutableArray<string> RuntimeDirectories { get; init; } = [];

    /// <summary>
    /// Whether <c>$TMPDIR</c>, <c>/tmp</c>, <c>/</c> and <c>$XDG_RUNTIME_DIR</c> are searched for key files. Default: yes.
    /// </summary>
    public bool SearchUsualDirectories { get; init; } = true;
}
