namespace ShmDashboard.Peers.Tests.Programs;

/// <summary>A peer said that something went wrong there.</summary>
/// <param name="error">Qt's <c>QSharedMemory::SharedMemoryError</c>, or -1 for what is not Qt's.</param>
/// <param name="message">What it said.</param>
internal sealed class PeerErrorException(int error, string message) : Exception(message)
{
    /// <summary>QSharedMemory::AlreadyExists.</summary>
    public const int AlreadyExists = 4;

    /// <summary>QSharedMemory::NotFound.</summary>
    public const int NotFound = 5;

    public int Error { get; } = error;
}
