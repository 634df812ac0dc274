namespace ShmDashboard.Web.Components.Inspection;

/// <summary>What is told of a segment below its picture; a phone shows one at a time.</summary>
public enum SegmentPart
{
    /// <summary>Its locks, and who is attached.</summary>
    Lock,

    /// <summary>Everything that is known.</summary>
    Facts,

    /// <summary>True values of raw pixels.</summary>
    Values,

    /// <summary>By which layout its bytes are a picture.</summary>
    Layout,

    /// <summary>Its bytes, as hex and text.</summary>
    Bytes,

    /// <summary>The lines to read it.</summary>
    Code,
}
