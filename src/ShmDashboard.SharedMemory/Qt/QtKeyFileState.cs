namespace ShmDashboard.SharedMemory.Qt;

/// <summary>How a segment and Qt's key file belong together.</summary>
public enum QtKeyFileState
{
    /// <summary>One key file leads to this segment, as it should be.</summary>
    Matched,

    /// <summary>
    /// Several key files give the same System V key (ftok uses 24 bits of a file's identity only): programs with
    /// different Qt keys get each other's segment.
    /// </summary>
    Colliding,

    /// <summary>
    /// The segment looks like Qt's (key 0x51……) but no key file leads to it any more: new attachers are told "not found".
    /// </summary>
    Missing,
}
