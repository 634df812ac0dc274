namespace ShmDashboard.Monitoring.Sampling;

/// <summary>What the bytes of a copy say about being whole, whoever wrote them and however.</summary>
internal enum ContentProof
{
    /// <summary>Nothing: the format has no checksums, or they were not all looked at.</summary>
    Open,

    /// <summary>Every checksum is right and the pixels inflate to what the header says: no mixture of two frames does that.</summary>
    Whole,

    /// <summary>A checksum or the structure is wrong.</summary>
    Broken,

    /// <summary>Each part is right by itself; whether they belong together only inflating would tell.</summary>
    PartsRight,
}
