using System.Buffers.Binary;

namespace ShmDashboard.Imaging.Formats.Avif;

/// <summary>
/// Size and depth from the item properties: boxes meta / iprp / ipco / ispe, pixi and auxC (ISO/IEC 23008-12, 6.5).
/// Of several ispe (tiles, thumbnails) the largest is the picture's.
/// </summary>
/// <param name="Width">At least 1.</param>
/// <param name="Height">At least 1.</param>
/// <param name="BitsPerChannel">From pixi; null when the file does not say.</param>
/// <param name="HasAlpha">Whether an auxiliary alpha picture is announced.</param>
internal readonly record struct AvifHeader(int Width, int Height, int? BitsPerChannel, bool HasAlpha)
{
    private const int MaxBoxes = 256;
    private const uint Meta = 0x6D657461;
    private const uint Iprp = 0x69707270;
    private const uint Ipco = 0x6970636F;
    private const uint Ispe = 0x69737065;
    private const uint Pixi = 0x70697869;
    private const uint AuxC = 0x61757843;

    public static bool TryParse(ReadOnlySpan<byte> avif, out AvifHeader header)
    {
        header = default;
        // meta is a full box: version and flags stand in front of its boxes.
        if (!TryFind(avif, Meta, out var meta) || meta.Length < 4
            || !TryFind(meta[4..], Iprp, out var iprp) || !TryFind(iprp, Ipco, out var properties))
            return false;

        for (int i = 0; i < MaxBoxes && IsoBox.TryRead(properties, out var box); i++)
        {
            var content = properties[box.HeaderBytes..(int)Math.Min(box.LengthBytes, properties.Length)];
            header = box.Type switch
            {
                Ispe => header.WithSize(content),
                Pixi when content.Length >= 6 => header with { BitsPerChannel = content[5] },
                AuxC => header with { HasAlpha = header.HasAlpha || content.IndexOf("alpha"u8) >= 0 },
                _ => header,
            };
            if (box.LengthBytes >= properties.Length)
                break;
            properties = properties[(int)box.LengthBytes..];
        }

        return header.Width > 0;
    }

    private AvifHeader WithSize(ReadOnlySpan<byte> ispe)
    {
        if (ispe.Length < 12)
            return this;
        uint width = BinaryPrimitives.ReadUInt32BigEndian(ispe[4..]);
        uint height = BinaryPrimitives.ReadUInt32BigEndian(ispe[8..]);
        return width is 0 or > int.MaxValue || height is 0 or > int.MaxValue
            || (long)width * height <= (long)Width * Height
            ? this
            : this with { Width = (int)width, Height = (int)height };
    }

    private static bool TryFind(ReadOnlySpan<byte> boxes, uint type, out ReadOnlySpan<byte> content)
    {
        for (int i = 0; i < MaxBoxes && IsoBox.TryRead(boxes, out var box); i++)
        {
            if (box.Type == type)
            {
                content = boxes[box.HeaderBytes..(int)Math.Min(box.LengthBytes, boxes.Length)];
                return true;
            }

            if (box.LengthBytes >= boxes.Length)
                break;
            boxes = boxes[(int)box.LengthBytes..];
        }

        content = default;
        return false;
    }
}
