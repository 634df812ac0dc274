namespace ShmDashboard.Monitoring.Segments;

/// <summary>Which program family a segment belongs to, by its name.</summary>
/// <param name="Id">Stable, lower-case: <c>qt</c>, <c>python</c>, <c>chromium</c>; <c>unknown</c> otherwise.</param>
/// <param name="Label">As shown to people: "Qt", "Python".</param>
public readonly record struct SegmentFamily(string Id, string Label)
{
    /// <summary>Not recognised.</summary>
    public static SegmentFamily Unknown { get; } = new("unknown", "");
}
