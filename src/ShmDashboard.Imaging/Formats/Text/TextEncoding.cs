namespace ShmDashboard.Imaging.Formats.Text;

/// <summary>How a text is laid out in a segment; the reader must expect the same.</summary>
public enum TextEncoding
{
    /// <summary>UTF-8 and one zero byte: what C programs read.</summary>
    Utf8WithNul,

    /// <summary>u32 BE byte length and UTF-16BE: what <c>in &gt;&gt; QString</c> reads.</summary>
    QString,

    /// <summary>u32 BE byte length and UTF-8: what <c>in &gt;&gt; QByteArray</c> reads.</summary>
    QByteArray,
}
