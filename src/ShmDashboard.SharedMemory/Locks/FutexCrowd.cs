using System.Collections.Immutable;
using ShmDashboard.SharedMemory.Processes;

namespace ShmDashboard.SharedMemory.Locks;

/// <summary>Those who map an object, as to some words of it on which they may wait. Immutable.</summary>
/// <param name="Waiters">The processes with a thread that waits there, in order of pid; each once.</param>
/// <param name="AllSeen">Every thread of theirs could be looked at, so that nobody else of them waits.</param>
/// <param name="AllWait">No thread of theirs does anything else.</param>
internal readonly record struct FutexCrowd(ImmutableArray<ProcessRef> Waiters, bool AllSeen, bool AllWait);
