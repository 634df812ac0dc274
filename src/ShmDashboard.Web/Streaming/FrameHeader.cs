using ShmDashboard.Imaging.Layouts;

namespace ShmDashboard.Web.Streaming;

/// <summary>What goes before a frame's bytes. Moments are milliseconds since the epoch, with fractions.</summary>
internal readonly record struct FrameHeader
{
    /// <summary>The view that it is for.</summary>
    public required int Key { get; init; }

    /// <summary>The frame's number.</summary>
    public required long Sequence { get; init; }

    /// <summary>What the bytes are: <c>encoded</c>, a picture file, or <c>rgba</c>, pixels of four bytes without gaps.</summary>
    public required string Kind { get; init; }

    /// <summary>Media type of the file.</summary>
    public string? Type { get; init; }

    /// <summary>Pixels of a row of what is sent; 0 when only the file knows.</summary>
    public int Width { get; init; }

    /// <summary>Rows of what is sent.</summary>
    public int Height { get; init; }

    /// <summary>Pixels of a row of the whole picture, of which what is sent may be a reduction.</summary>
    public int FullWidth { get; init; }

    /// <summary>Rows of the whole picture.</summary>
    public int FullHeight { get; init; }

    /// <summary>The part of the whole picture that is sent; null when it is all of it.</summary>
    public PixelRegion? Region { get; init; }

    /// <summary>No pixel lets anything shine through.</summary>
    public bool Opaque { get; init; }

    /// <summary>The host tells true values of it.</summary>
    public bool Told { get; init; }

    /// <summary>It was written after this; 0 when it was there at the first look.</summary>
    public double After { get; init; }

    /// <summary>When a look noticed it.</summary>
    public double Noticed { get; init; }

    /// <summary>When its copy was made.</summary>
    public double Copied { get; init; }

    /// <summary>When it was sent.</summary>
    public double Sent { get; init; }
}
