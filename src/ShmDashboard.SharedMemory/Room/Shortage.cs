namespace ShmDashboard.SharedMemory.Room;

/// <summary>Why there is no room for what is to be made or written, known without trying.</summary>
/// <param name="Kind">What there is too little of.</param>
/// <param name="Needed">How much more is needed: bytes, or objects where those are counted.</param>
/// <param name="Limit">How much there may be (kernel limits), or what is left (bytes of a file system or of System V memory).</param>
public readonly record struct Shortage(ShortageKind Kind, ulong Needed, ulong Limit);
