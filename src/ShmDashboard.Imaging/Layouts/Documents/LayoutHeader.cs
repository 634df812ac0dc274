using System.Collections.Immutable;

namespace ShmDashboard.Imaging.Layouts.Documents;

/// <summary>The fields of a header. What is not there is said by the document's constants.</summary>
public sealed record LayoutHeader
{
    /// <summary>Pixels in a row.</summary>
    public HeaderField? Width { get; init; }

    /// <summary>Rows. Below 0: that many, the other way round.</summary>
    public HeaderField? Height { get; init; }

    /// <summary>Samples of a pixel, see <see cref="LayoutDocument.Formats"/>.</summary>
    public HeaderField? Channels { get; init; }

    /// <summary>From row to row, in bytes or pixels.</summary>
    public HeaderField? Stride { get; init; }

    /// <summary>A code for the pixel format, with its table.</summary>
    public HeaderField? Format { get; init; }

    /// <summary>How far the picture is turned clockwise beside <see cref="LayoutDocument.Rotation"/>, in degrees; quarters of a turn by a scale of 90.</summary>
    public HeaderField? Rotation { get; init; }

    /// <summary>Fields whose sum is where the pixels start.</summary>
    public ImmutableArray<HeaderField> Pixels { get => field.IsDefault ? [] : field; init; }

    /// <summary>Which frame is the newest.</summary>
    public HeaderField? Slot { get; init; }

    /// <summary>How many frames there are.</summary>
    public HeaderField? Slots { get; init; }

    /// <summary>Grows with each frame.</summary>
    public HeaderField? Counter { get; init; }

    /// <summary>Odd while the writer is at it, and grows by 2 with each frame.</summary>
    public HeaderField? Sequence { get; init; }

    /// <summary>Equals the value given when a frame is complete.</summary>
    public HeaderField? Ready { get; init; }

    /// <summary>When the frame was made.</summary>
    public HeaderField? Timestamp { get; init; }

    /// <summary>Bytes of the pixels, or of the encoded picture.</summary>
    public HeaderField? Length { get; init; }

    /// <summary>Fields that must have their values, or the document is not meant.</summary>
    public ImmutableArray<HeaderField> Require { get => field.IsDefault ? [] : field; init; }

    /// <summary>All that are there.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    internal IEnumerable<HeaderField> All => new[]
        { Width, Height, Channels, Stride, Format, Rotation, Slot, Slots, Counter, Sequence, Ready, Timestamp, Length }
        .OfType<HeaderField>().Concat(Pixels).Concat(Require);

    /// <summary>Those that are another with each frame of one size.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    internal IEnumerable<HeaderField> Moving => new[] { Counter, Sequence, Ready, Timestamp }.OfType<HeaderField>();

    /// <summary>The same with its fields elsewhere.</summary>
    internal LayoutHeader In(Func<HeaderField, HeaderField> moved)
    {
        return this with
        {
            Width = Move(Width),
            Height = Move(Height),
            Channels = Move(Channels),
            Stride = Move(Stride),
            Format = Move(Format),
            Rotation = Move(Rotation),
            Pixels = [.. Pixels.Select(moved)],
            Slot = Move(Slot),
            Slots = Move(Slots),
            Counter = Move(Counter),
            Sequence = Move(Sequence),
            Ready = Move(Ready),
            Timestamp = Move(Timestamp),
            Length = Move(Length),
            Require = [.. Require.Select(moved)],
        };

        HeaderField? Move(HeaderField? field) => field is null ? null : moved(field);
    }
}
