using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace ShmDashboard.Imaging.Layouts.Statistics;

/// <summary>What one channel of a region comes to. Values that are no number or infinite are counted, and left out of the rest.</summary>
/// <param name="Channel">Its name, as in <see cref="PixelFormats.RawFormat.Channels"/>.</param>
/// <param name="Count">Values that are finite.</param>
/// <param name="NotFinite">Values that are not.</param>
/// <param name="Saturated">Values at the largest the format can store; 0 for floats.</param>
/// <param name="Min">Smallest; no number where none is finite.</param>
/// <param name="Max">Largest.</param>
/// <param name="Mean">Average.</param>
/// <param name="Deviation">Standard deviation of the whole population.</param>
/// <param name="Histogram">Counts in equal parts from <see cref="Min"/> to <see cref="Max"/>.</param>
[JsonNumberHandling(JsonNumberHandling.AllowNamedFloatingPointLiterals)]
public sealed record ChannelStatistics(
    string Channel, long Count, long NotFinite, long Saturated, double Min, double Max, double Mean, double Deviation,
    ImmutableArray<long> Histogram);
