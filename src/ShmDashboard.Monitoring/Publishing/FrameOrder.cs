using ShmDashboard.Imaging.Layouts.Documents;
using ShmDashboard.Imaging.Layouts.Writing;

namespace ShmDashboard.Monitoring.Publishing;

/// <summary>How a picture is to be written as a frame. Immutable.</summary>
/// <param name="Document">By which layout.</param>
/// <param name="Blank">What is made where there is no such segment; null: then nothing is written.</param>
/// <param name="Fitting">How the picture comes into a frame of another shape.</param>
public sealed record FrameOrder(LayoutDocument Document, BlankSegment? Blank = null, PictureFitting Fitting = PictureFitting.Inside);
