using ShmDashboard.Imaging.Formats.Png;

namespace ShmDashboard.Imaging.Formats.Qt;

/// <summary>
/// What <c>QDataStream &lt;&lt; QImage</c> and <c>QPixmap</c> write: a 32-bit big-endian marker (0 = null image and
/// nothing more; 1 otherwise) and one complete PNG. The same for stream versions 5 and later, which are the default of
/// Qt 5.15, 6.4 and 6.8; no version is stored. Source: operator&lt;&lt;(QDataStream &amp;, const QImage &amp;) in
/// qimage.cpp; measured with those versions.
/// </summary>
public static class QtImageStream
{
    /// <summary>Bytes of the marker in front of the PNG.</summary>
    public const int MarkerBytes = 4;

    /// <summary>
    /// Puts the marker in front of a PNG. The PNG is copied as it is: pass exactly the bytes that
    /// <see cref="PngVerifier"/> found sound, since Qt's reader shows an empty picture for any other format.
    /// </summary>
    /// <exception cref="ArgumentException">The bytes do not start with the PNG signature, or are too many for one
    /// array.</exception>
    public static byte[] Wrap(ReadOnlySpan<byte> png)
    {
        if (!png.StartsWith(PngHeader.Signature))
            throw new ArgumentException("A Qt image stream holds a PNG: expected its signature at offset 0, found " +
                $"{Convert.ToHexString(png[..Math.Min(8, png.Length)])}. Convert the picture to PNG.", nameof(png));
        if (png.Length > Array.MaxLength - MarkerBytes)
            throw new ArgumentException($"A PNG of {png.Length} bytes leaves no room for the marker.", nameof(png));

        byte[] stream = new byte[MarkerBytes + png.Length];
        stream[3] = 1;
        png.CopyTo(stream.AsSpan(MarkerBytes));
        return stream;
    }
}
