using ShmDashboard.Imaging.Layouts.Documents;

namespace ShmDashboard.Imaging.Layouts.Writing;

/// <summary>What becomes of a picture that is written as a frame. Immutable.</summary>
/// <param name="Document">By which layout.</param>
/// <param name="Pixels">Where the pixels go, and as what.</param>
/// <param name="Width">Pixels in a row of the picture.</param>
/// <param name="Height">Rows of the picture.</param>
/// <param name="Fitting">How it comes into the frame.</param>
public sealed record FrameConversion(LayoutDocument Document, PixelLayout Pixels, int Width, int Height, PictureFitting Fitting)
{
    /// <summary>Which part of it comes where in the frame as it is shown.</summary>
    public PicturePlace Place => PictureFit.Place(Width, Height, Pixels.ShownWidth, Pixels.ShownHeight, Fitting);

    /// <summary>How readers see that it is new.</summary>
    public FrameSigns Signs => SignsOf(Document);

    /// <summary>The same of a layout.</summary>
    public static FrameSigns SignsOf(LayoutDocument document) => document?.Header switch
    {
        { Sequence: not null } => FrameSigns.Sequence,
        { Ready: not null } => FrameSigns.Ready,
        { Counter: not null } => FrameSigns.Counter,
        _ => FrameSigns.None,
    };
}
