using System.Buffers;
using System.Buffers.Text;

namespace ShmDashboard.Imaging.Payloads;

/// <summary>Files written as letters (RFC 4648, both alphabets, with or without line breaks). Stateless and safe for all threads.</summary>
internal static class Base64Content
{
    private static readonly SearchValues<byte> s_letters = SearchValues.Create(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/-_\r\n"u8);

    /// <summary>How many bytes from here on are such letters, padding included.</summary>
    public static int LengthOf(ReadOnlySpan<byte> text)
    {
        int length = text.IndexOfAnyExcept(s_letters);
        if (length < 0)
            return text.Length;
        for (int padding = 0; padding < 2 && length < text.Length && text[length] == '='; padding++)
            length++;
        return length;
    }

    /// <summary>The bytes that letters stand for; as many as there are whole groups of four.</summary>
    public static byte[] Decode(ReadOnlySpan<byte> text)
    {
        byte[] letters = new byte[text.Length];
        int count = 0;
        foreach (byte letter in text)
        {
            if (letter is not ((byte)'\r' or (byte)'\n'))
                letters[count++] = letter switch { (byte)'-' => (byte)'+', (byte)'_' => (byte)'/', _ => letter };
        }

        // Padding may have been left out.
        int rest = count % 4;
        if (rest == 1)
            count--;
        byte[] padded = new byte[count + (rest > 1 ? 4 - rest : 0)];
        letters.AsSpan(0, count).CopyTo(padded);
        padded.AsSpan(count).Fill((byte)'=');
        byte[] bytes = new byte[Base64.GetMaxDecodedFromUtf8Length(padded.Length)];
        Base64.DecodeFromUtf8(padded, bytes, out _, out int written);
        return bytes.AsSpan(0, written).ToArray();
    }
}
