namespace ShmDashboard.SharedMemory.Posix;

/// <summary>Something in <c>/dev/shm</c> that is no regular file, and so no shared memory.</summary>
/// <param name="Name">Its name, made visible.</param>
/// <param name="Kind">What it is.</param>
public readonly record struct OtherFile(string Name, OtherFileKind Kind);
