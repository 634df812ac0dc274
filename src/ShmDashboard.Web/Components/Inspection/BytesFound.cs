using ShmDashboard.Wording;

namespace ShmDashboard.Web.Components.Inspection;

/// <summary>How a search through bytes ended. Immutable.</summary>
/// <param name="End">Which way.</param>
/// <param name="LookedFrom">The first offset at which it looked.</param>
/// <param name="LookedTo">Behind the last one; where a search goes on that was given up.</param>
/// <param name="Offset">Where the match begins, when there is one.</param>
/// <param name="Length">How long it is.</param>
/// <param name="Problem">Why it could not be read.</param>
public readonly record struct BytesFound(SearchEnd End, long LookedFrom, long LookedTo, long Offset = 0, int Length = 0, Sentence? Problem = null);
