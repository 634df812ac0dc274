namespace ShmDashboard.Monitoring.Health;

/// <summary>The dashboard's own <c>$TMPDIR</c>, which programs started beside it have as well.</summary>
/// <param name="Value">As set; null or empty: not set.</param>
/// <param name="Exists">Whether it names a directory.</param>
public readonly record struct TemporaryDirectory(string? Value, bool Exists)
{
    /// <summary>An absolute path.</summary>
    public bool IsAbsolute => Value is ['/', ..];

    /// <summary>Whether Qt can use it; it takes the root directory otherwise.</summary>
    public bool IsUsable => string.IsNullOrEmpty(Value) || (IsAbsolute && Exists);
}
