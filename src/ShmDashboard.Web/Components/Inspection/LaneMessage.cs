namespace ShmDashboard.Web.Components.Inspection;

/// <summary>
/// What the time line's script has not seen yet, in flat arrays of whole milliseconds since <see cref="Epoch"/>. Processes
/// are numbered from 1 in the order in which they were told; 0 is nobody known.
/// </summary>
/// <param name="Reset">Forget what was told before.</param>
/// <param name="Epoch">Milliseconds since 1970 that all times count from.</param>
/// <param name="To">The moment of the look.</param>
/// <param name="WindowMilliseconds">How much of the past is shown.</param>
/// <param name="Since">Lock intervals that begin here or later are told anew, because the last one may have grown.</param>
/// <param name="Intervals">From, to, <see cref="Monitoring.Occupancy.LaneState"/> as a number, process: four each.</param>
/// <param name="Waits">
/// From, to, process, how many: four each. Always all of them: names become known afterwards. Null: as before.
/// </param>
/// <param name="Frames">Moment and frame number: two each; only new ones.</param>
/// <param name="KeptSince">Before that there was more than is kept; null when nothing is missing.</param>
/// <param name="People">Name (empty when unknown) and pid of the processes that are new: two each.</param>
public sealed record LaneMessage(
    bool Reset, long Epoch, long To, long WindowMilliseconds, long Since, long[] Intervals, long[]? Waits, long[] Frames,
    long? KeptSince, string[] People);
