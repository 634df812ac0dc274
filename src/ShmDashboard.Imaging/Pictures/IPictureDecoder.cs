namespace ShmDashboard.Imaging.Pictures;

/// <summary>
/// Bytes of one encoded picture to pixels. The seam behind which another image library can be plugged in.
/// Implementations are stateless or synchronised: one instance serves all threads.
/// </summary>
public interface IPictureDecoder
{
    /// <summary>Whether the first bytes (16 are enough) carry the signature of a format this decoder reads.</summary>
    bool CanDecode(ReadOnlySpan<byte> header);

    /// <summary>
    /// Decodes one picture that starts at the first byte; bytes behind its end are ignored.
    /// Whatever the bytes are, returns an outcome: does not throw, hang, or allocate more than
    /// <paramref name="limits"/> and the length of <paramref name="bytes"/> allow.
    /// </summary>
    DecodeResult Decode(ReadOnlySpan<byte> bytes, ImageLimits limits);
}
