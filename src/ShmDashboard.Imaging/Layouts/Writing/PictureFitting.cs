namespace ShmDashboard.Imaging.Layouts.Writing;

/// <summary>How a picture comes into a frame of another shape.</summary>
public enum PictureFitting
{
    /// <summary>All of it, as large as it can be, with black beside it.</summary>
    Inside,

    /// <summary>It fills the frame, and what does not fit is cut off evenly.</summary>
    Cover,

    /// <summary>All of it fills the frame and loses its shape.</summary>
    Stretch,
}
