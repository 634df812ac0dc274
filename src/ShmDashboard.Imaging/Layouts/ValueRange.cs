using System.Text.Json.Serialization;
using ShmDashboard.Imaging.Layouts.Documents;

namespace ShmDashboard.Imaging.Layouts;

/// <summary>Between which values those of a picture lie, where its format does not say: 12 bits in 16, floats from 0 to 255.</summary>
/// <param name="Low">The value that is black.</param>
/// <param name="High">The value that is white; below <paramref name="Low"/> where much is dark.</param>
[JsonConverter(typeof(ValueRangeConverter))]
public readonly record struct ValueRange(double Low, double High)
{
    /// <summary>Whether it has a length: two finite numbers that differ.</summary>
    internal bool IsPossible => Low != High && double.IsFinite(Low) && double.IsFinite(High);
}
