using System.Buffers.Binary;
using ShmDashboard.Tests.Imaging.Formats.Png;

namespace ShmDashboard.Tests.Imaging;

/// <summary>Damage of the kinds that segments see: flipped bytes, a torn copy, a lost end, a repeated piece.</summary>
internal static class Mutation
{
    /// <param name="isPng">Whether to make the CRCs right again, so that the damage gets past them.</param>
    public static byte[] Of(byte[] original, Random random, bool isPng)
    {
        byte[] bytes = (byte[])original.Clone();
        for (int i = random.Next(1, 5); i > 0; i--)
        {
            int at = random.Next(bytes.Length);
            switch (random.Next(5))
            {
                case 0: bytes[at] = (byte)random.Next(256); break;
                case 1: bytes[at] ^= (byte)(1 << random.Next(8)); break;
                case 2: bytes = bytes[..Math.Max(1, at)]; break;
                case 3: bytes.AsSpan(0, bytes.Length - at).ToArray().CopyTo(bytes.AsSpan(at)); break;
                default: bytes.AsSpan(at, Math.Min(bytes.Length - at, random.Next(40))).Clear(); break;
            }
        }

        if (isPng)
            MendCrcs(bytes);
        return bytes;
    }

    private static void MendCrcs(byte[] png)
    {
        for (long offset = 8; offset + 12 <= png.Length;)
        {
            uint length = BinaryPrimitives.ReadUInt32BigEndian(png.AsSpan((int)offset));
            if (offset + 12 + length > png.Length)
                return;
            uint crc = PngFile.BitwiseCrc(png.AsSpan((int)offset + 4, (int)length + 4));
            BinaryPrimitives.WriteUInt32BigEndian(png.AsSpan((int)(offset + 8 + length)), crc);
            offset += 12 + length;
        }
    }
}
