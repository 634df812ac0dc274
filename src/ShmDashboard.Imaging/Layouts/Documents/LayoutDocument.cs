using System.Text.Json.Serialization;
using ShmDashboard.Imaging.Layouts.Objects;
using ShmDashboard.Imaging.Layouts.PixelFormats;
using ShmDashboard.Imaging.Pictures;

namespace ShmDashboard.Imaging.Layouts.Documents;

/// <summary>
/// How pixels lie in the segments of one program, as data: constants, and where a header tells more. The pixel part are
/// <see cref="Offset"/>, <see cref="Width"/>, <see cref="Height"/>, <see cref="StrideBytes"/>, <see cref="Format"/>,
/// <see cref="BottomUp"/> and <see cref="Rotation"/>; what its numbers mean say <see cref="Scale"/>, <see cref="Zero"/> and <see cref="Range"/>.
/// Immutable.
/// </summary>
public sealed record LayoutDocument
{
    /// <summary>What people call it.</summary>
    [JsonPropertyOrder(-2)]
    public string? Name { get; init; }

    /// <summary>Which segments it is for.</summary>
    [JsonPropertyOrder(-1)]
    public LayoutMatchRules? Match { get; init; }

    /// <summary>
    /// The object of a managed segment that holds the pixels, by its name: all that is counted from the start or the end of the segment
    /// is counted from that of what the object holds, wherever that is.
    /// </summary>
    public string? Object { get; init; }

    /// <summary>Where the pixels start, in bytes from the start of the segment.</summary>
    public long Offset { get; init; }

    /// <summary>Pixels in a row.</summary>
    public int? Width { get; init; }

    /// <summary>Rows.</summary>
    public int? Height { get; init; }

    /// <summary>Bytes from row to row; without it, rows follow each other as <see cref="RowAlignment"/> has it.</summary>
    public long? StrideBytes { get; init; }

    /// <summary>What the bytes of a row are rounded up to.</summary>
    public int RowAlignment { get => field == 0 ? 1 : field; init; }

    /// <summary>The pixel format.</summary>
    public RawFormat? Format { get; init; }

    /// <summary>The pixel format by the number of channels.</summary>
    public IReadOnlyDictionary<string, RawFormat>? Formats { get; init; }

    /// <summary>Whether the first row in memory is the lowest.</summary>
    public bool BottomUp { get; init; }

    /// <summary>
    /// How far the stored picture is turned clockwise to be shown upright, in degrees: 0, 90, 180 or 270. Width, height and stride are those
    /// of the stored picture, and <see cref="BottomUp"/> is heeded first. At 90 the stored left side becomes the top: as of a camera that is
    /// mounted turned clockwise by 90 degrees, seen from behind it.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int Rotation { get; init; }

    /// <summary>What stored numbers are multiplied with to be values; 1 where nothing is said.</summary>
    public double? Scale { get; init; }

    /// <summary>What a stored 0 stands for, in values; 0 where nothing is said.</summary>
    public double? Zero { get; init; }

    /// <summary>
    /// The values that are black and white where nobody chose others: <c>[0, 4095]</c> for 12 bits in 16, <c>[0, 255]</c> for such floats.
    /// </summary>
    public ValueRange? Range { get; init; }

    /// <summary>How luma and chroma become colours: <c>bt601</c>, <c>bt601-full</c>, <c>bt709</c> or <c>bt709-full</c>.</summary>
    public string? Matrix { get; init; }

    /// <summary>Where the header tells what.</summary>
    public LayoutHeader? Header { get; init; }

    /// <summary>Several frames behind each other.</summary>
    public LayoutSlots? Slots { get; init; }

    /// <summary>
    /// Whether programs of this layout keep more in their header than is told here: pictures are written into segments of theirs, but
    /// none are made.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool Partial { get; init; }

    /// <summary>
    /// The same counted from where the object begins in which its pixels are, so that it follows an object that moves, as a vector does
    /// that grows; as it is where they are in none, or only a header tells where.
    /// </summary>
    /// <param name="objects">Of the segment, see <see cref="ManagedSegment"/>.</param>
    public LayoutDocument WithinOneOf(IEnumerable<NamedObject> objects)
    {
        if (Object is not null || Header is not null || Slots is { Offsets: not null })
            return this;
        foreach (var named in objects)
        {
            if (Offset >= named.ContentOffset && Offset - named.ContentOffset < named.ContentBytes)
                return this with { Object = named.Name, Offset = Offset - named.ContentOffset };
        }

        return this;
    }

    /// <summary>The same counted from the start of the segment, for as long as the object is where it is.</summary>
    internal LayoutDocument In(NamedObject named)
    {
        long start = named.ContentOffset;
        return this with
        {
            Object = null,
            Offset = Math.Min(Offset, named.ContentBytes) + start,
            Header = Header?.In(Moved),
            Slots = Slots is { Offsets: { } offsets } ? Slots with { Offsets = Moved(offsets) } : Slots,
        };

        HeaderField Moved(HeaderField field) => field with { Offset = Math.Clamp(field.Offset, -named.ContentBytes, named.ContentBytes) + start + (field.Offset < 0 ? named.ContentBytes : 0) };
    }

    /// <summary>A place of which the document tells no more than what is there: how it is turned, and what its numbers mean.</summary>
    /// <param name="place">Where the pixels are, and as what.</param>
    /// <param name="turned">How much further a header says that it is turned, in degrees.</param>
    public PixelLayout WithMeaning(PixelLayout place, long turned = 0)
    {
        ArgumentNullException.ThrowIfNull(place);
        return place with
        {
            Rotation = (PictureRotation)(turned == 0 ? Rotation : (((Rotation + (turned % 360)) % 360) + 360) % 360),
            Matrix = (Matrix is { } name ? YuvMatrix.Find(name) : null) ?? YuvMatrix.Bt601,
            Scale = new(Scale ?? 1, Zero ?? 0),
            Range = Range,
        };
    }

    /// <summary>A document that is a picture's place and nothing else.</summary>
    public static LayoutDocument Of(PixelLayout layout, LayoutSlots? slots = null)
    {
        ArgumentNullException.ThrowIfNull(layout);
        return new()
        {
            Offset = layout.Offset,
            Width = layout.Width,
            Height = layout.Height,
            StrideBytes = layout.StrideBytes,
            Format = layout.Format,
            BottomUp = layout.BottomUp,
            Rotation = (int)layout.Rotation,
            Scale = layout.Scale.Factor == 1 ? null : layout.Scale.Factor,
            Zero = layout.Scale.Zero == 0 ? null : layout.Scale.Zero,
            Range = layout.Range,
            Matrix = layout.Format is YuvFormat ? layout.Matrix.Name : null,
            Slots = slots,
        };
    }
}
