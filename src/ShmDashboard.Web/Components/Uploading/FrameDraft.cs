using ShmDashboard.Imaging.Layouts.Documents;
using ShmDashboard.Imaging.Layouts.PixelFormats;
using ShmDashboard.Imaging.Layouts.Writing;
using ShmDashboard.Web.Pictures;

namespace ShmDashboard.Web.Components.Uploading;

/// <summary>In which layout an upload is to be written, as chosen so far. Immutable.</summary>
public sealed record FrameDraft
{
    /// <summary>The segment's own layout.</summary>
    public const string Own = "";

    /// <summary>Pixels without any header.</summary>
    public const string Bare = "~";

    /// <summary><see cref="Own"/>, <see cref="Bare"/> or a known layout's word.</summary>
    public string Layout { get; init; } = Own;

    /// <summary>Pixels in a row of a new segment.</summary>
    public int Width { get; init; } = 640;

    /// <summary>Its rows.</summary>
    public int Height { get; init; } = 480;

    /// <summary>Its pixel format; null for the layout's usual.</summary>
    public RawFormat? Format { get; init; }

    /// <summary>What rows are rounded up to, where there is no header.</summary>
    public int RowAlignment { get; init; } = 1;

    /// <summary>How the picture comes into a frame of another shape.</summary>
    public PictureFitting Fitting { get; init; }

    /// <summary>As the API takes it.</summary>
    public FrameChoice Choice => Layout switch
    {
        Own => new(null, null, null, null, Fitting),
        Bare => new(BareText, null, null, null, Fitting),
        _ => new(Layout, Width, Height, Format, Fitting),
    };

    private string BareText
    {
        get
        {
            var format = Format ?? RawFormats.Named("bgr24");
            return LayoutText.Write(new LayoutDocument
            {
                Width = Width, Height = Height, Format = format, StrideBytes = format.UsualStride(Width, RowAlignment),
            })!;
        }
    }
}
