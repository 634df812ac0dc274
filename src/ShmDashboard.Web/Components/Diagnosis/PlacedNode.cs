using ShmDashboard.Monitoring.Waiting;
using ShmDashboard.SharedMemory.Segments;

namespace ShmDashboard.Web.Components.Diagnosis;

/// <summary>A node with its place.</summary>
/// <param name="Shape">Process or lock.</param>
/// <param name="Name">What it is called.</param>
/// <param name="Number">The pid, or the semaphore set; null where there is none.</param>
/// <param name="Segment">Whose lock it is; null for a process.</param>
/// <param name="X">Its centre, from the left.</param>
/// <param name="Y">Its centre, from the top.</param>
/// <param name="Lock">The lock itself; null for a process.</param>
/// <param name="InRing">It stands in a ring that never opens by itself.</param>
internal sealed record PlacedNode(
    WaitNodeShape Shape, string Name, int? Number, SegmentId? Segment, double X, double Y, bool InRing, LockNode? Lock = null);
