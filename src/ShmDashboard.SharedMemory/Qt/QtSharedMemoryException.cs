using ShmDashboard.SharedMemory.Processes;

namespace ShmDashboard.SharedMemory.Qt;

/// <summary>
/// An operation of <see cref="QtSharedMemory"/> failed. The message says what was tried, on what, what was found and
/// what to do; HResult is errno where there is one.
/// </summary>
public sealed class QtSharedMemoryException : IOException
{
    /// <summary>With Qt's error and a message.</summary>
    public QtSharedMemoryException(QtSharedMemoryError error, string message, int errno = 0) : base(message)
    {
        Error = error;
        HResult = errno == 0 ? HResult : errno;
    }

    /// <summary>With a message.</summary>
    public QtSharedMemoryException(string message) : base(message) => Error = QtSharedMemoryError.UnknownError;

    /// <summary>With a message and the cause.</summary>
    public QtSharedMemoryException(string message, Exception inner) : base(message, inner) =>
        Error = QtSharedMemoryError.UnknownError;

    /// <summary>Without details.</summary>
    public QtSharedMemoryException() => Error = QtSharedMemoryError.UnknownError;

    /// <summary>What Qt would have said.</summary>
    public QtSharedMemoryError Error { get; }

    /// <summary>Who has the lock that was waited for in vain; null for every other error.</summary>
    public ProcessRef? Holder { get; init; }

    /// <summary>Since when, as the kernel tells: the second of the lock's last operation.</summary>
    public DateTimeOffset? HeldSinceUtc { get; init; }
}
