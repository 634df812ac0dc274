namespace ShmDashboard.Imaging.Pictures;

/// <summary>How to write a picture. Immutable.</summary>
public sealed record EncodeOptions
{
    /// <summary>The picture as it is, quickly.</summary>
    public static EncodeOptions Default { get; } = new();

    /// <summary>Pixels in a row of the result, at least 1; the height follows. Null, and anything beyond the picture's own
    /// width, leaves the picture as large as it is.</summary>
    public int? Width { get; init; }

    /// <summary>The same for the rows; with both, the result lies within them and keeps its proportions.</summary>
    public int? Height { get; init; }

    /// <summary>1 to 100, for what loses something: JPEG and WebP.</summary>
    public int Quality { get; init; } = 85;
}
