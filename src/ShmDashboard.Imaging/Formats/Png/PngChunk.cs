using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using ShmDashboard.Imaging.Pictures;
using ShmDashboard.Wording;

namespace ShmDashboard.Imaging.Formats.Png;

/// <summary>
/// Where one chunk lies: u32 BE data length, four letters of type, the data, u32 BE CRC of type and data
/// (PNG specification, third edition, 5.3). Offsets are in bytes from the start of the PNG.
/// </summary>
/// <param name="Offset">Where the length field starts.</param>
/// <param name="Type">The four letters, big-endian; see the constants.</param>
/// <param name="DataLength">Bytes of data, 0 to 2^31 - 1.</param>
public readonly record struct PngChunk(long Offset, uint Type, int DataLength)
{
    /// <summary>Length, type and CRC together: a chunk's bytes besides its data.</summary>
    public const int OverheadBytes = 12;

    internal const uint Ihdr = 0x49484452;
    internal const uint Plte = 0x504C5445;
    internal const uint Idat = 0x49444154;
    internal const uint Iend = 0x49454E44;
    internal const uint Exif = 0x65584966; // eXIf
    internal const uint Trns = 0x74524E53;

    /// <summary>Where the data starts.</summary>
    public long DataOffset => Offset + 8;

    /// <summary>Where the CRC starts.</summary>
    public long CrcOffset => DataOffset + DataLength;

    /// <summary>Where the next chunk starts.</summary>
    public long EndOffset => Offset + OverheadBytes + DataLength;

    /// <summary>Whether a reader that does not know the type must give up: its first letter is a capital.</summary>
    public bool IsCritical => (Type & 0x20000000) == 0;

    /// <summary>The type as four letters; other bytes are shown as hexadecimal digits.</summary>
    public string Name => NameOf(Type);

    /// <summary>Reads length and type at <paramref name="offset"/> and checks that the whole chunk is there.
    /// Does not check the CRC.</summary>
    public static bool TryRead(
        ReadOnlySpan<byte> png, long offset, out PngChunk chunk, [NotNullWhen(false)] out PictureFailure? failure)
    {
        chunk = default;
        failure = null;
        if (offset < 0 || png.Length - offset < 8)
        {
            failure = new(PictureFailureKind.Truncated, "PNG", Sentence.Of($"a chunk or the closing IEND"),
                Sentence.Of($"the end of the bytes"), offset) { MissingBytes = offset < 0 ? 0 : OverheadBytes - Math.Max(0, png.Length - offset) };
            return false;
        }

        if (!TryReadHead(png.Slice((int)offset, 8), offset, out chunk, out failure))
            return false;
        if (chunk.EndOffset <= png.Length)
            return true;

        failure = new(PictureFailureKind.Truncated, Sentence.Of($"PNG chunk {chunk.Name}"),
            Sentence.Of($"{chunk.DataLength + (long)OverheadBytes} bytes"), Sentence.Of($"only {png.Length - offset}"), offset)
        {
            // Behind any other chunk IEND has to come.
            MissingBytes = chunk.EndOffset - png.Length + (chunk.Type == Iend ? 0 : OverheadBytes),
        };
        return false;
    }

    /// <summary>Length and type from the 8 bytes in front of a chunk's data.</summary>
    internal static bool TryReadHead(
        ReadOnlySpan<byte> head, long offset, out PngChunk chunk, [NotNullWhen(false)] out PictureFailure? failure)
    {
        uint length = BinaryPrimitives.ReadUInt32BigEndian(head);
        uint type = BinaryPrimitives.ReadUInt32BigEndian(head[4..]);
        chunk = default;
        failure = null;
        if (!IsName(type))
            failure = new(PictureFailureKind.Damaged, "PNG", Sentence.Of($"a chunk type of four letters"), Sentence.Of($"{NameOf(type)}"), offset + 4);
        else if (length > int.MaxValue)
            failure = new(PictureFailureKind.Damaged, Sentence.Of($"PNG chunk {NameOf(type)}"), Sentence.Of($"a length below 2147483648"),
                Sentence.Of($"{length}"), offset);
        else
            chunk = new PngChunk(offset, type, (int)length);
        return failure is null;
    }

    internal static string NameOf(uint type)
    {
        if (!IsName(type))
            return $"0x{type:x8}";
        return string.Create(4, type, static (letters, value) =>
        {
            for (int i = 0; i < 4; i++)
                letters[i] = (char)(byte)(value >> (24 - (8 * i)));
        });
    }

    private static bool IsName(uint type)
    {
        for (int shift = 0; shift < 32; shift += 8)
            if (!char.IsAsciiLetter((char)(byte)(type >> shift)))
                return false;
        return true;
    }
}
