using System.Globalization;
using ShmDashboard.SharedMemory.Interop;

namespace ShmDashboard.SharedMemory.SystemV;

/// <summary>
/// A System V segment that is none of Qt's, attached for writing until disposed. Nothing locks it: whoever writes keeps to what its
/// programs have inside it. Thread-safe.
/// </summary>
public sealed class SystemVSegment : IDisposable
{
    private readonly SystemVAttachment _attachment;

    private SystemVSegment(SystemVAttachment attachment) => _attachment = attachment;

    /// <summary>How large it is; never changes.</summary>
    public long SizeBytes => _attachment.SizeBytes;

    /// <summary>Attaches.</summary>
    /// <param name="shmId">The kernel's number for it.</param>
    /// <exception cref="IOException">There is no such segment, or no room for it.</exception>
    /// <exception cref="UnauthorizedAccessException">It is not for us to write.</exception>
    public static SystemVSegment Open(int shmId) =>
        SystemVAttachment.TryAttach(shmId, readOnly: false, out string call, out int errno) is { } attachment
            ? new SystemVSegment(attachment)
            : throw Errno.ToException("attach", string.Create(CultureInfo.InvariantCulture, $"System V segment {shmId}"), call, errno);

    /// <summary>Copies out; fewer bytes at the end, 0 beyond it.</summary>
    public int Read(long offset, Span<byte> destination) => _attachment.Read(offset, destination);

    /// <summary>Copies in.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It does not fit.</exception>
    public void Write(long offset, ReadOnlySpan<byte> source) => _attachment.Write(offset, source);

    /// <inheritdoc/>
    public void Dispose() => _attachment.Dispose();
}
