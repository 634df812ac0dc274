using System.Text;
using ShmDashboard.Imaging.Formats.Qt;

namespace ShmDashboard.Imaging.Formats.Text;

/// <summary>Text to the bytes of a segment.</summary>
public static class TextPayload
{
    private static readonly UTF8Encoding s_utf8 = new(encoderShouldEmitUTF8Identifier: false);

    /// <summary>Encodes a whole text. Unpaired surrogates become U+FFFD.</summary>
    /// <exception cref="ArgumentException">
    /// The text holds a NUL, which would end it early in <see cref="TextEncoding.Utf8WithNul"/>; or it is longer than
    /// <see cref="QtTextStream.MaxContentBytes"/>; or the encoding is not a named one.
    /// </exception>
    public static byte[] Encode(string text, TextEncoding encoding)
    {
        ArgumentNullException.ThrowIfNull(text);
        return encoding switch
        {
            TextEncoding.Utf8WithNul => EncodeWithNul(text),
            TextEncoding.QString => QtTextStream.EncodeQString(text),
            TextEncoding.QByteArray => QtTextStream.EncodeQByteArray(s_utf8.GetBytes(text)),
            _ => throw new ArgumentOutOfRangeException(nameof(encoding), encoding, "Not a known text encoding."),
        };
    }

    private static byte[] EncodeWithNul(string text)
    {
        int nul = text.IndexOf('\0', StringComparison.Ordinal);
        if (nul >= 0)
            throw new ArgumentException(
                $"Cannot store the text as NUL-terminated UTF-8: it holds a NUL at character {nul}. " +
                "Remove it, or store a QString or QByteArray, which state their length.", nameof(text));
        byte[] bytes = new byte[s_utf8.GetByteCount(text) + 1];
        s_utf8.GetBytes(text, bytes);
        return bytes;
    }
}
