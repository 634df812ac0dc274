using System.Buffers.Binary;

namespace ShmDashboard.Imaging.Layouts.PixelFormats;

/// <summary>What follows from a <see cref="SampleType"/>.</summary>
public static class SampleTypes
{
    /// <summary>Bytes of one sample.</summary>
    public static int Bytes(this SampleType type) => type switch
    {
        SampleType.U8 or SampleType.S8 => 1,
        SampleType.U16 or SampleType.S16 or SampleType.F16 => 2,
        SampleType.U32 or SampleType.S32 or SampleType.F32 => 4,
        _ => 8,
    };

    /// <summary>Whether samples are floating-point.</summary>
    public static bool IsFloat(this SampleType type) => type is SampleType.F16 or SampleType.F32 or SampleType.F64;

    /// <summary>Whether samples may be below 0.</summary>
    public static bool IsSigned(this SampleType type) =>
        type.IsFloat() || type is SampleType.S8 or SampleType.S16 or SampleType.S32 or SampleType.S64;

    /// <summary>The number at the start of some bytes.</summary>
    public static double Read(this SampleType type, ReadOnlySpan<byte> at, bool bigEndian) => type switch
    {
        SampleType.U8 => at[0],
        SampleType.S8 => (sbyte)at[0],
        SampleType.U16 => bigEndian ? BinaryPrimitives.ReadUInt16BigEndian(at) : BinaryPrimitives.ReadUInt16LittleEndian(at),
        SampleType.S16 => bigEndian ? BinaryPrimitives.ReadInt16BigEndian(at) : BinaryPrimitives.ReadInt16LittleEndian(at),
        SampleType.U32 => bigEndian ? BinaryPrimitives.ReadUInt32BigEndian(at) : BinaryPrimitives.ReadUInt32LittleEndian(at),
        SampleType.S32 => bigEndian ? BinaryPrimitives.ReadInt32BigEndian(at) : BinaryPrimitives.ReadInt32LittleEndian(at),
        SampleType.U64 => bigEndian ? BinaryPrimitives.ReadUInt64BigEndian(at) : BinaryPrimitives.ReadUInt64LittleEndian(at),
        SampleType.S64 => bigEndian ? BinaryPrimitives.ReadInt64BigEndian(at) : BinaryPrimitives.ReadInt64LittleEndian(at),
        SampleType.F16 => (double)(bigEndian ? BinaryPrimitives.ReadHalfBigEndian(at) : BinaryPrimitives.ReadHalfLittleEndian(at)),
        SampleType.F32 => bigEndian ? BinaryPrimitives.ReadSingleBigEndian(at) : BinaryPrimitives.ReadSingleLittleEndian(at),
        _ => bigEndian ? BinaryPrimitives.ReadDoubleBigEndian(at) : BinaryPrimitives.ReadDoubleLittleEndian(at),
    };

    /// <summary>Puts a number at the start of some bytes: rounded and held within the type's range; no number becomes 0 in
    /// whole-number types.</summary>
    public static void Write(this SampleType type, Span<byte> at, double value, bool bigEndian)
    {
        Span<byte> little = stackalloc byte[8];
        switch (type)
        {
            case SampleType.F16:
                BinaryPrimitives.WriteHalfLittleEndian(little, (Half)value);
                break;
            case SampleType.F32:
                BinaryPrimitives.WriteSingleLittleEndian(little, (float)value);
                break;
            case SampleType.F64:
                BinaryPrimitives.WriteDoubleLittleEndian(little, value);
                break;
            case SampleType.U64:
                BinaryPrimitives.WriteUInt64LittleEndian(little, (ulong)Math.Max(0, Math.Round(value)));
                break;
            default:
                int bits = 8 * type.Bytes();
                double low = type.IsSigned() ? -Math.Pow(2, bits - 1) : 0;
                double high = type.IsSigned() ? Math.Pow(2, bits - 1) - 1 : Math.Pow(2, bits) - 1;
                double held = double.IsNaN(value) ? 0 : Math.Clamp(Math.Round(value), low, high);
                BinaryPrimitives.WriteInt64LittleEndian(little, (long)held);
                break;
        }

        var sample = little[..type.Bytes()];
        if (bigEndian)
            sample.Reverse();
        sample.CopyTo(at);
    }
}
