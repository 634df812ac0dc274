namespace ShmDashboard.Imaging.Payloads;

/// <summary>What lies in a segment, as far as its bytes tell.</summary>
public enum PayloadFormat
{
    /// <summary>Nothing but zeros, or no bytes at all. A Qt null image, an empty QString and an empty QByteArray in a fresh
    /// segment look the same: nothing has been written that could be told from nothing.</summary>
    Empty,

    /// <summary>Marker 0 over the remains of an earlier Qt image (a PNG signature at offset 4): a null QImage or QPixmap
    /// was written. Zeros in front of anything else are <see cref="Bytes"/>.</summary>
    QtNullImage,

    /// <summary>A QImage or QPixmap as QDataStream writes it: a non-zero 32-bit marker and a PNG.</summary>
    QtImage,

    /// <summary>A picture file that is not in a Qt image stream; <see cref="PayloadDescription.Picture"/> says of which
    /// format.</summary>
    Picture,

    /// <summary>A QString as QDataStream writes it: u32 BE byte length, UTF-16BE.</summary>
    QtString,

    /// <summary>A QByteArray (or char*) as QDataStream writes it, holding UTF-8: u32 BE length, bytes.</summary>
    QtByteArray,

    /// <summary>Plain UTF-8, up to a NUL or the end of the segment.</summary>
    Utf8Text,

    /// <summary>Plain UTF-16 of either byte order, such as a copy of QString::data().</summary>
    Utf16Text,

    /// <summary>Pixels as they are in memory, described by a layout.</summary>
    RawPixels,

    /// <summary>Anything else: raw pixels, numbers, structures.</summary>
    Bytes,
}
