namespace ShmDashboard.Imaging.Layouts;

/// <summary>Who says that a layout is a segment's.</summary>
public enum LayoutOrigin
{
    /// <summary>Nobody.</summary>
    None,

    /// <summary>A layout that comes with the program recognised it.</summary>
    BuiltIn,

    /// <summary>The user.</summary>
    User,

    /// <summary>It explains the bytes best.</summary>
    Guessed,
}
