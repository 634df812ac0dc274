namespace ShmDashboard.Web.Components.Elements;

/// <summary>The few drawings the pages use. Words come first; a drawing never stands alone without a label.</summary>
public enum IconName
{
    /// <summary>Our mark: two cells shared.</summary>
    Brand,

    /// <summary>Half light, half dark.</summary>
    Theme,

    /// <summary>A magnifying glass.</summary>
    Search,

    /// <summary>Rows.</summary>
    Table,

    /// <summary>Tiles.</summary>
    Wall,

    /// <summary>An arrow to the right.</summary>
    Go,

    /// <summary>Two bars.</summary>
    Pause,

    /// <summary>A triangle.</summary>
    Play,

    /// <summary>A picture going up.</summary>
    Upload,

    /// <summary>Two sheets.</summary>
    Copy,

    /// <summary>A check mark.</summary>
    Done,

    /// <summary>A cross.</summary>
    Close,

    /// <summary>An arrow down to a line.</summary>
    Save,

    /// <summary>Four corners.</summary>
    FullScreen,

    /// <summary>An angle to the left.</summary>
    Previous,

    /// <summary>An angle to the right.</summary>
    Next,

    /// <summary>A triangle with a mark.</summary>
    Warning,

    /// <summary>A circle with an i.</summary>
    Info,

    /// <summary>Two sliders.</summary>
    Choices,

    /// <summary>A cog.</summary>
    Settings,

    /// <summary>A star.</summary>
    Star,

    /// <summary>An arrow that turns back.</summary>
    Undo,
}
