namespace ShmDashboard.Imaging.Payloads;

/// <summary>What a segment's bytes are, recognised by signature and structure.</summary>
public enum PayloadFormat
{
    /// <summary>Every byte is zero: nobody has written yet.</summary>
    Empty,

    /// <summary>A Qt image stream that carries a null image.</summary>
    QtNullImage,

    /// <summary>A Qt image stream: non-zero big-endian marker, then a picture (a PNG, if Qt wrote it).</summary>
    QtImage,

    /// <summary>A PNG file.</summary>
    Png,

    /// <summary>A JPEG file.</summary>
    Jpeg,

    /// <summary>A GIF file.</summary>
    Gif,

    /// <summary>A WebP file.</summary>
    WebP,

    /// <summary>A BMP file.</summary>
    Bmp,

    /// <summary>An AVIF file.</summary>
    Avif,

    /// <summary>A QString written with QDataStream.</summary>
    QtString,

    /// <summary>A QByteArray written with QDataStream, holding text.</summary>
    QtByteArray,

    /// <summary>Plain UTF-8 text, usually ended by a NUL.</summary>
    Utf8Text,

    /// <summary>Plain UTF-16 text.</summary>
    Utf16Text,

    /// <summary>Anything else.</summary>
    Bytes,
}
