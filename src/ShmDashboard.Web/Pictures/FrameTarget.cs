using ShmDashboard.Imaging.Layouts.Writing;
using ShmDashboard.Monitoring.Publishing;

namespace ShmDashboard.Web.Pictures;

/// <summary>What a choice of layout comes to for a segment as it is now. Immutable.</summary>
/// <param name="Order">What to write.</param>
/// <param name="Frame">What would become of the picture.</param>
public sealed record FrameTarget(FrameOrder Order, FrameConversion Frame);
