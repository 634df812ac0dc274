using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace ShmDashboard.Imaging.Formats.Pnm;

/// <summary>
/// Raw PNMs in a form that the decoder reads right. ImageSharp 2.1.13 takes the bits that fill up a row of a bitmap for the first
/// ones of the next (pbm(5): "packed 8 to a byte, with don't care bits to fill out the last byte in the row"), samples of two
/// bytes for little-endian ones (pgm(5): "the most significant byte is first"), and makes larger ones white by whole factors only.
/// </summary>
internal static class PnmRepacking
{
    /// <summary>The same picture, as it is where the decoder reads that right. Only for whole pictures.</summary>
    public static ReadOnlyMemory<byte> Repack(ReadOnlyMemory<byte> picture)
    {
        var bytes = picture.Span;
        if (!PnmHeader.TryParse(bytes[..Math.Min(bytes.Length, PictureProbe.HeadBytes)], out var header))
            return picture;
        return header switch
        {
            { Kind: 4 } when header.Width % 8 != 0 => BytesForBits(bytes, header),
            { Kind: 5 or 6, MaxValue: not byte.MaxValue } => WithUsualSamples(bytes, header),
            _ => picture,
        };
    }

    private static byte[] BytesForBits(ReadOnlySpan<byte> bitmap, in PnmHeader header)
    {
        byte[] start = Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"P5\n{header.Width} {header.Height}\n255\n"));
        byte[] grey = new byte[start.Length + ((long)header.Width * header.Height)];
        start.CopyTo(grey, 0);
        var to = grey.AsSpan(start.Length);
        int rowBytes = (header.Width + 7) / 8;
        for (int y = 0; y < header.Height; y++)
        {
            var row = bitmap.Slice(header.DataOffset + (y * rowBytes), rowBytes);
            for (int x = 0; x < header.Width; x++)
                to[(y * header.Width) + x] = (row[x / 8] & (0x80 >> (x % 8))) != 0 ? byte.MinValue : byte.MaxValue;
        }

        return grey;
    }

    private static byte[] WithUsualSamples(ReadOnlySpan<byte> picture, in PnmHeader header)
    {
        bool isDeep = header.MaxValue > byte.MaxValue;
        long white = isDeep ? ushort.MaxValue : byte.MaxValue, max = header.MaxValue;
        byte[] start = Encoding.ASCII.GetBytes(string.Create(
            CultureInfo.InvariantCulture, $"P{header.Kind}\n{header.Width} {header.Height}\n{white}\n"));
        var samples = picture[header.DataOffset..(int)header.LengthBytes];
        byte[] usual = new byte[start.Length + samples.Length];
        start.CopyTo(usual, 0);
        var to = usual.AsSpan(start.Length);
        for (int i = 0; i < samples.Length; i += isDeep ? 2 : 1)
        {
            long sample = isDeep ? BinaryPrimitives.ReadUInt16BigEndian(samples[i..]) : samples[i];
            sample = Math.Min(white, ((sample * white) + (max / 2)) / max);
            if (isDeep)
                BinaryPrimitives.WriteUInt16LittleEndian(to[i..], (ushort)sample);
            else
                to[i] = (byte)sample;
        }

        return usual;
    }
}
