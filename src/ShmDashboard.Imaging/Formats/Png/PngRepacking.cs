using System.Buffers.Binary;

namespace ShmDashboard.Imaging.Formats.Png;

/// <summary>
/// A PNG with its picture data in one chunk, for a decoder that stops at an empty IDAT chunk or wants zlib's header in one
/// piece. The specification allows any division (PNG, third edition, 11.2.3).
/// </summary>
internal static class PngRepacking
{
    private const int ZlibHeaderBytes = 2;

    /// <summary>The same picture, as it is where its division is a usual one. Only for whole PNGs.</summary>
    public static ReadOnlyMemory<byte> Repack(ReadOnlyMemory<byte> png)
    {
        var bytes = png.Span;
        bool isUsual = true;
        int dataBytes = 0;
        for (long offset = PngHeader.Signature.Length; PngChunk.TryRead(bytes, offset, out var chunk, out _); offset = chunk.EndOffset)
        {
            if (chunk.Type != PngChunk.Idat)
                continue;
            isUsual &= chunk.DataLength >= (dataBytes == 0 ? ZlibHeaderBytes : 1);
            dataBytes += chunk.DataLength;
        }

        return isUsual ? png : Merge(bytes, dataBytes);
    }

    // IDAT chunks follow one another, so what is not of them lies in front of the first and behind the last.
    private static byte[] Merge(ReadOnlySpan<byte> png, int dataBytes)
    {
        var merged = new MemoryStream(png.Length + PngChunk.OverheadBytes);
        merged.Write(png[..PngHeader.Signature.Length]);
        byte[] data = new byte[4 + dataBytes];
        BinaryPrimitives.WriteUInt32BigEndian(data, PngChunk.Idat);
        int filled = 4;
        for (long offset = PngHeader.Signature.Length; PngChunk.TryRead(png, offset, out var chunk, out _); offset = chunk.EndOffset)
        {
            if (chunk.Type == PngChunk.Idat)
            {
                png.Slice((int)chunk.DataOffset, chunk.DataLength).CopyTo(data.AsSpan(filled));
                filled += chunk.DataLength;
                continue;
            }

            if (filled == data.Length && dataBytes > 0)
            {
                WriteUInt32(merged, (uint)dataBytes);
                merged.Write(data);
                WriteUInt32(merged, Crc32.Compute(data));
                dataBytes = 0;
            }

            merged.Write(png[(int)chunk.Offset..(int)chunk.EndOffset]);
        }

        return merged.ToArray();
    }

    private static void WriteUInt32(MemoryStream stream, uint value)
    {
        Span<byte> bytes = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, value);
        stream.Write(bytes);
    }
}
