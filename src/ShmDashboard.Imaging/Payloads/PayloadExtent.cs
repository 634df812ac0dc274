namespace ShmDashboard.Imaging.Payloads;

/// <summary>
/// How much of a live segment is worth copying. The bytes may have changed between the reads it comes from, so it is
/// an estimate; <see cref="PayloadIdentifier.Identify"/> on the copy decides.
/// </summary>
/// <param name="Guess">What it looked like.</param>
/// <param name="LengthBytes">Bytes from offset 0 to copy: 0 to the smaller of segment and limit.</param>
/// <param name="Exact">Whether the content itself states that end (PNG's IEND, a length field, a file size). False when
/// the whole segment, or as much as was allowed, has to be taken.</param>
/// <param name="TailOffset">
/// Where the last bytes of the payload start, which change whenever the content does: for PNG the Adler-32 and CRC of the
/// last IDAT chunk, about 20 bytes in front of <paramref name="LengthBytes"/>; else at most 64 bytes in front of it.
/// Comparing [TailOffset, LengthBytes) and the first page is a cheap hint, equal bytes there are no proof.
/// </param>
public readonly record struct PayloadExtent(PayloadFormat Guess, long LengthBytes, bool Exact, long TailOffset);
