namespace ShmDashboard.Monitoring.Sampling;

/// <summary>How closely a content is compared with what is known of it. Whatever differs is read whole.</summary>
internal enum LookDepth
{
    /// <summary>Both ends and a few places between: microseconds, for looks that follow each other within milliseconds.</summary>
    Glance,

    /// <summary>Both ends and a piece of each page, or of so many that small changes are met before long.</summary>
    Sampled,

    /// <summary>All of it.</summary>
    Whole,
}
