using System.Buffers.Binary;

namespace ShmDashboard.Imaging.Formats.Jpeg;

/// <summary>The start-of-frame segment: precision, u16 BE height and width, components (ITU-T T.81, B.2.2).</summary>
/// <param name="BitsPerSample">2 to 16; 8 in nearly every file.</param>
/// <param name="Width">1 to 65,535.</param>
/// <param name="Height">0 to 65,535; 0 means that it follows the first scan (DNL).</param>
/// <param name="Components">1 for grey, 3 for colour, 4 for CMYK.</param>
internal readonly record struct JpegHeader(int BitsPerSample, int Width, int Height, int Components)
{
    public string? Channels => Components switch
    {
        1 => "grey",
        3 => "RGB",
        4 => "CMYK",
        _ => null,
    };

    /// <summary>Reads the content of a SOF segment, behind its length field.</summary>
    public static bool TryParse(ReadOnlySpan<byte> content, out JpegHeader header)
    {
        header = default;
        if (content.Length < 6)
            return false;
        header = new JpegHeader(
            content[0],
            BinaryPrimitives.ReadUInt16BigEndian(content[3..]),
            BinaryPrimitives.ReadUInt16BigEndian(content[1..]),
            content[5]);
        return header is { BitsPerSample: >= 2 and <= 16, Width: > 0, Components: >= 1 and <= 4 };
    }
}
