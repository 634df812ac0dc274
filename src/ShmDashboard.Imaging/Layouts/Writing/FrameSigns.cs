namespace ShmDashboard.Imaging.Layouts.Writing;

/// <summary>By what readers of a layout see that a frame is new, and that it is whole.</summary>
public enum FrameSigns
{
    /// <summary>Nothing: they see the pixels change.</summary>
    None,

    /// <summary>A counter grows after the pixels.</summary>
    Counter,

    /// <summary>A flag says not ready while they are written.</summary>
    Ready,

    /// <summary>A number is odd while they are written.</summary>
    Sequence,
}
