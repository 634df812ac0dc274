namespace ShmDashboard.Imaging.Payloads;

/// <summary>Whether a payload's own structure and checksums hold.</summary>
public enum PayloadIntegrity
{
    /// <summary>The format has nothing to check, or nothing was checked.</summary>
    Unchecked,

    /// <summary>Structure and checksums are right.</summary>
    Complete,

    /// <summary>A checksum or the structure is wrong: torn by a write, or corrupt.</summary>
    Damaged,

    /// <summary>It ends before its own end.</summary>
    Truncated,
}
