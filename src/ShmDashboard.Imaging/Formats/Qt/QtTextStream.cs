using System.Buffers.Binary;
using System.Text;

namespace ShmDashboard.Imaging.Formats.Qt;

/// <summary>
/// What <c>QDataStream</c> writes for <c>QString</c> and <c>QByteArray</c>: u32 BE length in bytes, then the bytes; a
/// QString's are UTF-16BE. 0xFFFFFFFF stands for null, 0xFFFFFFFE announces a 64-bit length (Qt 6.7 and later).
/// Source: operator&lt;&lt; in qstring.cpp and qbytearray.cpp; measured with Qt 5.15, 6.4 and 6.8.
/// </summary>
public static class QtTextStream
{
    /// <summary>Bytes of the length in front.</summary>
    public const int LengthBytes = 4;

    /// <summary>Longest content that is encoded, in bytes.</summary>
    public const int MaxContentBytes = 1 << 30;

    /// <summary>A text as <c>in &gt;&gt; QString</c> reads it. Null is not the same as empty for Qt: null gives
    /// 0xFFFFFFFF.</summary>
    /// <exception cref="ArgumentException">More than <see cref="MaxContentBytes"/>.</exception>
    public static byte[] EncodeQString(string? text)
    {
        if (text is null)
            return [0xFF, 0xFF, 0xFF, 0xFF];
        byte[] bytes = Allocate((long)text.Length * 2);
        Encoding.BigEndianUnicode.GetBytes(text, bytes.AsSpan(LengthBytes));
        return bytes;
    }

    /// <summary>Bytes as <c>in &gt;&gt; QByteArray</c> reads them.</summary>
    /// <exception cref="ArgumentException">More than <see cref="MaxContentBytes"/>.</exception>
    public static byte[] EncodeQByteArray(ReadOnlySpan<byte> content)
    {
        byte[] bytes = Allocate(content.Length);
        content.CopyTo(bytes.AsSpan(LengthBytes));
        return bytes;
    }

    private static byte[] Allocate(long contentBytes)
    {
        if (contentBytes > MaxContentBytes)
            throw new ArgumentException(
                $"Cannot encode {contentBytes} bytes for Qt: the limit is {MaxContentBytes}. Shorten the text.");
        byte[] bytes = new byte[LengthBytes + contentBytes];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, (uint)contentBytes);
        return bytes;
    }
}
