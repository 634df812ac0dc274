using System.Collections.Immutable;
using ShmDashboard.Imaging.Layouts;
using ShmDashboard.Monitoring.Frames;

namespace ShmDashboard.Monitoring.Sampling;

/// <summary>What is known of a content before it is looked at again.</summary>
/// <param name="Content">What it was; null for nothing.</param>
/// <param name="Match">By which layout that is a raw picture; null for none.</param>
/// <param name="Wishes">How all who show it show it; empty where somebody needs its bytes.</param>
/// <param name="IsResized">The segment had another size then: what is in it is told anew, be its bytes the same.</param>
internal readonly record struct KnownContent(Content? Content, LayoutMatch? Match = null, ImmutableArray<PictureWish> Wishes = default, bool IsResized = false);
