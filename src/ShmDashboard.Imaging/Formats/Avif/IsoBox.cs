using System.Buffers.Binary;

namespace ShmDashboard.Imaging.Formats.Avif;

/// <summary>
/// One box of an ISO base media file: u32 BE size, four letters of type, u64 BE size when the first is 1
/// (ISO/IEC 14496-12, 4.2).
/// </summary>
/// <param name="Type">The four letters, big-endian.</param>
/// <param name="HeaderBytes">8, or 16 with the long size.</param>
/// <param name="LengthBytes">The whole box; may reach beyond the bytes at hand.</param>
internal readonly record struct IsoBox(uint Type, int HeaderBytes, long LengthBytes)
{
    public static bool TryRead(ReadOnlySpan<byte> bytes, out IsoBox box)
    {
        box = default;
        if (bytes.Length < 8)
            return false;
        long length = BinaryPrimitives.ReadUInt32BigEndian(bytes);
        uint type = BinaryPrimitives.ReadUInt32BigEndian(bytes[4..]);
        int headerBytes = 8;
        if (length == 1)
        {
            if (bytes.Length < 16)
                return false;
            length = (long)Math.Min(BinaryPrimitives.ReadUInt64BigEndian(bytes[8..]), long.MaxValue / 2);
            headerBytes = 16;
        }
        else if (length == 0)
        {
            length = bytes.Length;
        }

        box = new IsoBox(type, headerBytes, length);
        return length >= headerBytes && IsName(type);
    }

    private static bool IsName(uint type)
    {
        for (int shift = 0; shift < 32; shift += 8)
            if ((byte)(type >> shift) is < 0x20 or > 0x7E)
                return false;
        return true;
    }
}
