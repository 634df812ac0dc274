namespace ShmDashboard.SharedMemory.Removal;

/// <summary>A POSIX segment that was removed and can be put back. Immutable.</summary>
/// <param name="Item">Names it in the trash; unique there.</param>
/// <param name="Name">Its name before, without slash.</param>
/// <param name="SizeBytes">Its size now: who still has it mapped may go on writing.</param>
/// <param name="RemovedUtc">When it was removed.</param>
public sealed record TrashedSegment(string Item, string Name, long SizeBytes, DateTimeOffset RemovedUtc);
