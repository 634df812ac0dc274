namespace ShmDashboard.Web.Configuration;

/// <summary>What sizes are counted in.</summary>
public enum SizeUnit
{
    /// <summary>KiB, MiB: steps of 1,024.</summary>
    Binary,

    /// <summary>kB, MB: steps of 1,000.</summary>
    Decimal,

    /// <summary>Every byte written out.</summary>
    Bytes,
}
