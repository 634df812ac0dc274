namespace ShmDashboard.Imaging.Payloads;

/// <summary>
/// Random access to a segment that lives and moves: copies bytes from <paramref name="offset"/> on into
/// <paramref name="destination"/>.
/// </summary>
/// <param name="offset">Bytes from the start of the segment, never negative.</param>
/// <param name="destination">Room for what is wanted; what is not delivered keeps its content.</param>
/// <returns>Bytes copied: fewer than asked for at the end of the segment, 0 behind it or when it is gone.</returns>
public delegate int ReadAt(long offset, Span<byte> destination);
