using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace ShmDashboard.Imaging.Formats.Png;

/// <summary>
/// CRC-32 as PNG, zlib and Ethernet use it: polynomial 0xEDB88320 (reflected), start and final value inverted
/// (PNG specification, annex D). Uses carry-less multiplication where the processor has it, tables elsewhere.
/// </summary>
/// <remarks>Every chunk of every frame passes here: its speed is a good part of what watching a segment costs.</remarks>
public static class Crc32
{
    private const uint Polynomial = 0xEDB88320;
    private const int Slices = 8;
    private static readonly uint[] s_tables = CreateTables();

    /// <summary>The CRC of the bytes. Empty input gives 0; "123456789" in ASCII gives 0xCBF43926.</summary>
    public static uint Compute(ReadOnlySpan<byte> bytes) => Append(0, bytes);

    /// <summary>The CRC of what gave <paramref name="crc"/> followed by <paramref name="bytes"/>.</summary>
    public static uint Append(uint crc, ReadOnlySpan<byte> bytes)
    {
        uint state = ~crc;
        if (Pclmulqdq.IsSupported && BitConverter.IsLittleEndian && bytes.Length >= 128)
        {
            int whole = bytes.Length & ~15;
            state = Fold(state, bytes[..whole]);
            bytes = bytes[whole..];
        }

        return ~AppendByTable(state, bytes);
    }

    /// <summary>The table route on the raw (inverted) state; visible to tests, which hold it against the other.</summary>
    internal static uint AppendByTable(uint state, ReadOnlySpan<byte> bytes)
    {
        uint[] t = s_tables;
        while (bytes.Length >= Slices)
        {
            uint low = BinaryPrimitives.ReadUInt32LittleEndian(bytes) ^ state;
            uint high = BinaryPrimitives.ReadUInt32LittleEndian(bytes[4..]);
            state = t[(7 * 256) + (byte)low] ^ t[(6 * 256) + (byte)(low >> 8)]
                ^ t[(5 * 256) + (byte)(low >> 16)] ^ t[(4 * 256) + (int)(low >> 24)]
                ^ t[(3 * 256) + (byte)high] ^ t[(2 * 256) + (byte)(high >> 8)]
                ^ t[256 + (byte)(high >> 16)] ^ t[(int)(high >> 24)];
            bytes = bytes[Slices..];
        }

        foreach (byte b in bytes)
            state = t[(byte)(state ^ b)] ^ (state >> 8);
        return state;
    }

    // Folding by 512 and 128 bits: Gopal et al., "Fast CRC Computation for Generic Polynomials Using PCLMULQDQ
    // Instruction" (Intel, 2009), constants for the reflected polynomial from its last page. The 16 bytes that remain
    // are congruent to the whole input, so the tables finish them: no Barrett reduction to get wrong.
    private static uint Fold(uint state, ReadOnlySpan<byte> bytes)
    {
        var by512 = Vector128.Create(0x0154442BD4UL, 0x01C6E41596UL);
        var by128 = Vector128.Create(0x01751997D0UL, 0x00CCAA009EUL);
        var blocks = MemoryMarshal.Cast<byte, Vector128<ulong>>(bytes);

        var a = blocks[0] ^ Vector128.CreateScalar((ulong)state);
        var b = blocks[1];
        var c = blocks[2];
        var d = blocks[3];
        blocks = blocks[4..];
        while (blocks.Length >= 4)
        {
            a = Step(a, by512) ^ blocks[0];
            b = Step(b, by512) ^ blocks[1];
            c = Step(c, by512) ^ blocks[2];
            d = Step(d, by512) ^ blocks[3];
            blocks = blocks[4..];
        }

        a = Step(a, by128) ^ b;
        a = Step(a, by128) ^ c;
        a = Step(a, by128) ^ d;
        foreach (var block in blocks)
            a = Step(a, by128) ^ block;

        Span<byte> rest = stackalloc byte[16];
        a.AsByte().CopyTo(rest);
        return AppendByTable(0, rest);

        static Vector128<ulong> Step(Vector128<ulong> x, Vector128<ulong> k) =>
            Pclmulqdq.CarrylessMultiply(x, k, 0x00) ^ Pclmulqdq.CarrylessMultiply(x, k, 0x11);
    }

    private static uint[] CreateTables()
    {
        uint[] tables = new uint[Slices * 256];
        for (uint n = 0u; n < 256; n++)
        {
            uint value = n;
            for (int bit = 0; bit < 8; bit++)
                value = (value & 1) != 0 ? Polynomial ^ (value >> 1) : value >> 1;
            tables[n] = value;
        }

        for (int i = 256; i < tables.Length; i++)
            tables[i] = tables[(byte)tables[i - 256]] ^ (tables[i - 256] >> 8);
        return tables;
    }
}
