namespace ShmDashboard.SharedMemory.Qt;

/// <summary>How a <see cref="QtSharedMemory"/> behaves where Qt leaves no choice. Immutable.</summary>
public sealed record QtSharedMemoryOptions
{
    /// <summary>The defaults.</summary>
    public static QtSharedMemoryOptions Default { get; } = new();

    /// <summary>
    /// The directory of the key files, as an absolute path: what <c>QDir::tempPath()</c> is for the other programs. Default
    /// (null): <see cref="QtNativeKey.TempPath()"/>, right when they were started with our <c>$TMPDIR</c>.
    /// </summary>
    public string? TempPath { get; init; }

    /// <summary>How long create and attach wait for the lock before they fail with LockTimeout. Default: 5 s.</summary>
    public TimeSpan LockTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// How long dispose waits for the lock, so that no shutdown hangs on another program. Default: 1 s. When it runs out we
    /// detach without it and remove nothing: if we were the last, the segment stays behind, as after a crash.
    /// </summary>
    public TimeSpan DisposeLockTimeout { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>
    /// Create only: whether a segment that exists but to which nobody is attached (its makers crashed) is removed and made
    /// anew instead of failing with AlreadyExists. Its content is lost. Default: no.
    /// </summary>
    public bool ReplaceAbandoned { get; init; }
}
