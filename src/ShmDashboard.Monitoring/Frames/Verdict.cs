using ShmDashboard.SharedMemory.Processes;

namespace ShmDashboard.Monitoring.Frames;

/// <summary>A copy's verdict, shown with every picture.</summary>
/// <param name="Kind">How far the copy can be believed.</param>
/// <param name="Holder">Who held the lock, when <see cref="VerdictKind.TakenWhileLocked"/>.</param>
/// <param name="InPieces">
/// The second of the two reads that agree, <see cref="VerdictKind.NoLock"/>, was of pieces spread over the whole only.
/// </param>
public readonly record struct Verdict(VerdictKind Kind, ProcessRef? Holder = null, bool InPieces = false);
