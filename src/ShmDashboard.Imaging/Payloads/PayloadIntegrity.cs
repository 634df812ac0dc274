namespace ShmDashboard.Imaging.Payloads;

/// <summary>How far the bytes vouch for themselves.</summary>
public enum PayloadIntegrity
{
    /// <summary>The end was found and every checksum is right: a torn copy would have been noticed. Only PNG (and the
    /// trivial <see cref="PayloadFormat.Empty"/> and <see cref="PayloadFormat.QtNullImage"/>) can earn this.</summary>
    Complete,

    /// <summary>A checksum or the structure is wrong: torn (copied while it was written) or corrupt.</summary>
    Damaged,

    /// <summary>The end is missing although the copy holds all there is.</summary>
    Truncated,

    /// <summary>Nothing is wrong as far as can be seen, but the format has no checksums (all but PNG), or only a part
    /// was copied; <see cref="PayloadDescription.Problem"/> tells the latter.</summary>
    Unchecked,
}
